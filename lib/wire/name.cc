#include "tlsprobe/wire/name.h"

#include <openssl/bytestring.h>

#include "absl/strings/string_view.h"
#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/wire/name_text.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

constexpr std::string_view kCommonName = "2.5.4.3";

BytesView View(const CBS& cbs) { return {CBS_data(&cbs), CBS_len(&cbs)}; }

absl::Status BadName(std::string_view expected, BytesView der, const CBS& at) {
  return InvalidArgument(
      fmt::format("name: expected {} at byte {} of {} (RFC 5280 section 4.1.2.4)", expected,
                  der.size() - CBS_len(&at), der.size()));
}

// AttributeTypeAndValue ::= SEQUENCE { type OBJECT IDENTIFIER, value ANY }
bool ParseAttribute(CBS* set, NameAttribute& attribute) {
  CBS entry, oid, element, value;
  CBS_ASN1_TAG tag = 0;
  size_t header_size = 0;
  if (!CBS_get_asn1(set, &entry, CBS_ASN1_SEQUENCE) ||
      !CBS_get_asn1(&entry, &oid, CBS_ASN1_OBJECT) ||
      !CBS_get_any_asn1_element(&entry, &element, &tag, &header_size) || CBS_len(&entry) != 0) {
    return false;
  }
  value = element;
  if (!CBS_skip(&value, header_size)) return false;
  attribute.oid = DottedOid(View(oid));
  attribute.tag = *CBS_data(&element);
  attribute.value = ToBytes(View(value));
  return true;
}

}  // namespace

absl::StatusOr<Name> ParseName(BytesView der) {
  CBS in(der), rdns;
  if (!CBS_get_asn1(&in, &rdns, CBS_ASN1_SEQUENCE)) return BadName("a SEQUENCE", der, CBS(der));
  if (CBS_len(&in) != 0) return BadName("the end", der, in);
  Name name = {.der = ToBytes(der)};
  for (size_t rdn = 0; CBS_len(&rdns) != 0; ++rdn) {
    CBS set;
    const CBS start = rdns;
    if (!CBS_get_asn1(&rdns, &set, CBS_ASN1_SET)) return BadName("a SET of attributes", der, start);
    while (CBS_len(&set) != 0) {
      NameAttribute& attribute = name.attributes.emplace_back(NameAttribute{.rdn = rdn});
      if (!ParseAttribute(&set, attribute)) {
        return InvalidArgument(fmt::format(
            "name: expected a type and a value as attribute {} (RFC 5280 section 4.1.2.4)",
            name.attributes.size()));
      }
    }
  }
  return name;
}

std::string AttributeText(const NameAttribute& attribute) {
  return StringToUtf8(attribute.tag, attribute.value).value_or(Latin1ToUtf8(attribute.value));
}

std::string CommonName(const Name& name) {
  for (auto it = name.attributes.rbegin(); it != name.attributes.rend(); ++it) {
    if (it->oid == kCommonName) return AttributeText(*it);
  }
  return {};
}

std::string ShortSubject(const Name& name) {
  std::string common_name = CommonName(name);
  if (!common_name.empty() || name.attributes.empty()) return common_name;
  return AttributeText(name.attributes.back());
}

}  // namespace tlsprobe
