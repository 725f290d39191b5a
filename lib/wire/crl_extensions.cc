#include "tlsprobe/wire/crl_extensions.h"

#include <utility>

#include "tlsprobe/wire/authority_key_id.h"
#include "tlsprobe/wire/cbs.h"
#include "tlsprobe/wire/distribution_point.h"
#include "tlsprobe/wire/known_extensions.h"

namespace tlsprobe {
namespace {

// The content of the one INTEGER that is all of `value`; it may be negative.
std::optional<Bytes> ReadInteger(BytesView value) {
  CBS in(value), content;
  if (!CBS_get_asn1(&in, &content, CBS_ASN1_INTEGER) || CBS_len(&in) != 0 ||
      !CBS_is_valid_asn1_integer(&content, nullptr)) {
    return {};
  }
  return ToBytes(View(content));
}

bool ReadNumberOfCrl(BytesView value, Crl& crl) {
  crl.number = ReadInteger(value);
  return crl.number.has_value();
}

bool ReadDeltaIndicator(BytesView value, Crl& crl) {
  crl.base_number = ReadInteger(value);
  return crl.base_number.has_value();
}

// RFC 5280 section 5.2.5
bool ReadIssuingDistributionPoint(BytesView value, Crl& crl) {
  CBS content;
  IssuingDistributionPoint point;
  if (!OpenSequence(value, content) || !TakeDistributionPointName(content, point.name) ||
      !TakeOptionalBoolean(content, kContext | 1, point.only_user_certificates) ||
      !TakeOptionalBoolean(content, kContext | 2, point.only_ca_certificates) ||
      !TakeReasons(content, kContext | 3, point.only_some_reasons) ||
      !TakeOptionalBoolean(content, kContext | 4, point.indirect) ||
      !TakeOptionalBoolean(content, kContext | 5, point.only_attribute_certificates) ||
      CBS_len(&content) != 0) {
    return false;
  }
  crl.issuing_distribution_point = std::move(point);
  return true;
}

bool ReadAuthorityKeyId(BytesView value, Crl& crl) {
  crl.authority_key_id = ParseAuthorityKeyId(value);
  return crl.authority_key_id.has_value();
}

bool ReadFreshestCrl(BytesView value, Crl& crl) {
  std::optional<std::vector<DistributionPoint>> points = ParseDistributionPoints(value);
  if (!points) return false;
  crl.freshest_crl = *std::move(points);
  return true;
}

constexpr ExtensionRow<Crl> kExtensions[] = {
    {"2.5.29.20", ReadNumberOfCrl},
    {"2.5.29.27", ReadDeltaIndicator},
    {"2.5.29.28", ReadIssuingDistributionPoint},
    {"2.5.29.35", ReadAuthorityKeyId},
    {"2.5.29.46", ReadFreshestCrl},
};

}  // namespace

void ParseCrlExtensions(Crl& crl) { ReadKnownExtensions<Crl>(kExtensions, crl); }

}  // namespace tlsprobe
