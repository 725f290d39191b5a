#include "tlsprobe/render/general_names.h"

#include "tlsprobe/base/address.h"
#include "tlsprobe/base/hex.h"
#include "tlsprobe/wire/name.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {

std::string_view GeneralNameType(GeneralName::Type type) {
  // In the order of the context tags (RFC 5280 section 4.2.1.6).
  constexpr std::string_view kNames[] = {"other",     "email", "dns", "x400",         "directory",
                                         "edi_party", "uri",   "ip",  "registered_id"};
  return kNames[static_cast<size_t>(type)];
}

std::string GeneralNameText(const GeneralName& name) {
  switch (name.type) {
    case GeneralName::Type::kEmail:
    case GeneralName::Type::kDns:
    case GeneralName::Type::kUri:
      return std::string(AsText(name.value));
    case GeneralName::Type::kIp:
      return FormatIpAddress(name.value);
    case GeneralName::Type::kRegisteredId:
      return DottedOid(name.value);
    case GeneralName::Type::kDirectory: {
      const auto parsed = ParseName(name.value);
      return parsed.ok() ? RenderName(*parsed) : ToHex(name.value);
    }
    case GeneralName::Type::kOther:
    case GeneralName::Type::kX400:
    case GeneralName::Type::kEdiParty:
      return ToHex(name.value);
  }
  return ToHex(name.value);
}

const std::vector<GeneralName>& SubjectAltNames(const Certificate& certificate) {
  static const std::vector<GeneralName> kNone = {};
  return certificate.subject_alt_names ? *certificate.subject_alt_names : kNone;
}

}  // namespace tlsprobe
