// The canonical form of a name, by which OpenSSL compares names and hashed directories are named.
#include <openssl/bytestring.h>
#include <openssl/sha.h>

#include <algorithm>

#include "tlsprobe/wire/der.h"
#include "tlsprobe/wire/name.h"
#include "tlsprobe/wire/name_text.h"

namespace tlsprobe {
namespace {

constexpr uint8_t kSequence = 0x30;
constexpr uint8_t kSet = 0x31;
constexpr uint8_t kUtf8String = 0x0c;

BytesView View(const CBS& cbs) { return {CBS_data(&cbs), CBS_len(&cbs)}; }

void Append(Bytes& out, BytesView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

bool IsBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Blanks at the ends go, those within become one; A to Z become small.
void Fold(std::string& text) {
  size_t length = 0;
  for (const char c : text) {
    if (IsBlank(c)) {
      if (length != 0 && text[length - 1] != ' ') text[length++] = ' ';
      continue;
    }
    text[length++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (length != 0 && text[length - 1] == ' ') --length;
  text.resize(length);
}

// The types that are compared as text: those of DirectoryString (RFC 5280 section 4.1.2.4), and
// IA5String and VisibleString. NumericString is not among them.
bool IsFolded(uint8_t tag) {
  return CharacterWidth(tag) >= 0 && (tag < 0x17 || tag > 0x18) && tag != 0x12;
}

// Gives the attribute in canonical form; false where it does not parse.
bool CanonicalAttribute(CBS* set, Bytes& out) {
  CBS entry, oid_element, element, value;
  CBS_ASN1_TAG tag = 0;
  size_t header_size = 0;
  if (!CBS_get_asn1(set, &entry, CBS_ASN1_SEQUENCE) ||
      !CBS_get_asn1_element(&entry, &oid_element, CBS_ASN1_OBJECT) ||
      !CBS_get_any_asn1_element(&entry, &element, &tag, &header_size) || CBS_len(&entry) != 0) {
    return false;
  }
  value = element;
  if (!CBS_skip(&value, header_size)) return false;
  Bytes canonical;
  const uint8_t type = *CBS_data(&element);
  std::optional<std::string> text;
  if (IsFolded(type)) text = StringToUtf8(type, View(value));
  if (text) {
    Fold(*text);
    AppendDerHeader(canonical, kUtf8String, text->size());
    Append(canonical, AsBytes(*text));
  } else {
    Append(canonical, View(element));
  }
  AppendDerHeader(out, kSequence, CBS_len(&oid_element) + canonical.size());
  Append(out, View(oid_element));
  Append(out, canonical);
  return true;
}

// One RDN: DER has the members of a SET OF in ascending order (X.690 section 11.6).
bool CanonicalRdn(CBS* rdns, Bytes& out) {
  CBS set;
  if (!CBS_get_asn1(rdns, &set, CBS_ASN1_SET)) return false;
  std::vector<Bytes> attributes;
  size_t length = 0;
  while (CBS_len(&set) != 0) {
    if (!CanonicalAttribute(&set, attributes.emplace_back())) return false;
    length += attributes.back().size();
  }
  if (attributes.empty()) return true;  // OpenSSL forgets a set without members
  std::ranges::sort(attributes);
  AppendDerHeader(out, kSet, length);
  for (const Bytes& attribute : attributes) Append(out, attribute);
  return true;
}

}  // namespace

Bytes CanonicalName(BytesView der) {
  CBS in(der), rdns;
  if (!CBS_get_asn1(&in, &rdns, CBS_ASN1_SEQUENCE) || CBS_len(&in) != 0) return ToBytes(der);
  Bytes out;
  out.reserve(der.size());
  while (CBS_len(&rdns) != 0) {
    if (!CanonicalRdn(&rdns, out)) return ToBytes(der);
  }
  return out;
}

uint32_t NameHash(BytesView der) {
  const Bytes canonical = CanonicalName(der);
  uint8_t digest[SHA_DIGEST_LENGTH];
  SHA1(canonical.data(), canonical.size(), digest);
  return static_cast<uint32_t>(digest[0]) | static_cast<uint32_t>(digest[1]) << 8 |
         static_cast<uint32_t>(digest[2]) << 16 | static_cast<uint32_t>(digest[3]) << 24;
}

}  // namespace tlsprobe
