#include "tlsprobe/wire/distribution_point.h"

#include <utility>

#include "tlsprobe/wire/cbs.h"
#include "tlsprobe/wire/general_name.h"

namespace tlsprobe {
namespace {

constexpr unsigned kReasonCount = 9;

// GeneralNames with `tag` OPTIONAL
bool TakeGeneralNames(CBS& in, CBS_ASN1_TAG tag, std::vector<GeneralName>& names, bool& present) {
  CBS content;
  int there = 0;
  if (!CBS_get_optional_asn1(&in, &content, &there, tag)) return false;
  present = there != 0;
  if (!present) return true;
  std::optional<std::vector<GeneralName>> parsed = ParseGeneralNames(View(content));
  if (!parsed) return false;
  names = *std::move(parsed);
  return true;
}

// A SET OF AttributeTypeAndValue ::= SEQUENCE { type OBJECT IDENTIFIER, value ANY }
bool IsRelativeName(CBS set) {
  CBS entry;
  while (CBS_len(&set) != 0) {
    if (!CBS_get_asn1(&set, &entry, CBS_ASN1_SEQUENCE) ||
        !CBS_get_asn1(&entry, nullptr, CBS_ASN1_OBJECT) ||
        !CBS_get_any_asn1_element(&entry, nullptr, nullptr, nullptr) || CBS_len(&entry) != 0) {
      return false;
    }
  }
  return true;
}

// DistributionPoint ::= SEQUENCE { distributionPoint [0], reasons [1], cRLIssuer [2] }
bool TakeDistributionPoint(CBS& list, DistributionPoint& point) {
  CBS content;
  bool has_issuer = false;
  return CBS_get_asn1(&list, &content, CBS_ASN1_SEQUENCE) &&
         TakeDistributionPointName(content, point.name) &&
         TakeReasons(content, kContext | 1, point.reasons) &&
         TakeGeneralNames(content, kContextConstructed | 2, point.crl_issuer, has_issuer) &&
         CBS_len(&content) == 0;
}

}  // namespace

// DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] }
bool TakeDistributionPointName(CBS& in, DistributionPointName& name) {
  CBS choice, relative;
  int present = 0;
  bool is_full = false;
  if (!CBS_get_optional_asn1(&in, &choice, &present, kContextConstructed | 0)) return false;
  if (!present) return true;
  if (!TakeGeneralNames(choice, kContextConstructed | 0, name.full_name, is_full)) return false;
  if (is_full) return CBS_len(&choice) == 0;
  if (!CBS_get_asn1(&choice, &relative, kContextConstructed | 1) || CBS_len(&choice) != 0 ||
      !IsRelativeName(relative)) {
    return false;
  }
  name.relative_name = ToBytes(View(relative));
  return true;
}

bool TakeReasons(CBS& in, CBS_ASN1_TAG tag, std::optional<uint16_t>& reasons) {
  CBS content;
  int present = 0;
  if (!CBS_get_optional_asn1(&in, &content, &present, tag)) return false;
  if (!present) return true;
  const std::optional<Bytes> bits = ReadNamedBits(View(content));
  if (bits) reasons = LowBits(*bits, kReasonCount);
  return bits.has_value();
}

std::optional<std::vector<DistributionPoint>> ParseDistributionPoints(BytesView der) {
  CBS content;
  std::vector<DistributionPoint> points;
  if (!OpenSequence(der, content)) return {};
  while (CBS_len(&content) != 0) {
    if (!TakeDistributionPoint(content, points.emplace_back())) return {};
  }
  return points;
}

}  // namespace tlsprobe
