#include "tlsprobe/wire/certificate_locations.h"

#include <utility>

#include "tlsprobe/wire/cbs.h"
#include "tlsprobe/wire/distribution_point.h"
#include "tlsprobe/wire/general_name.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {

// A SEQUENCE OF { accessMethod, accessLocation }.
bool ReadAuthorityInfoAccess(BytesView value, Certificate& certificate) {
  CBS content, access, method;
  std::vector<std::string> ocsp_urls, issuer_urls;
  if (!OpenSequence(value, content)) return false;
  while (CBS_len(&content) != 0) {
    GeneralName location;
    if (!CBS_get_asn1(&content, &access, CBS_ASN1_SEQUENCE) ||
        !CBS_get_asn1(&access, &method, CBS_ASN1_OBJECT)) {
      return false;
    }
    BytesView rest = View(access);
    if (!TakeGeneralName(rest, location) || !rest.empty()) return false;
    if (location.type != GeneralName::Type::kUri) continue;
    const std::string oid = DottedOid(View(method));
    if (oid == "1.3.6.1.5.5.7.48.1") ocsp_urls.emplace_back(AsText(location.value));
    if (oid == "1.3.6.1.5.5.7.48.2") issuer_urls.emplace_back(AsText(location.value));
  }
  certificate.ocsp_urls = std::move(ocsp_urls);
  certificate.issuer_urls = std::move(issuer_urls);
  return true;
}

bool ReadCrlDistributionPoints(BytesView value, Certificate& certificate) {
  std::optional<std::vector<DistributionPoint>> points = ParseDistributionPoints(value);
  if (!points) return false;
  for (const DistributionPoint& point : *points) {
    for (const GeneralName& name : point.name.full_name) {
      if (name.type != GeneralName::Type::kUri) continue;
      certificate.crl_urls.emplace_back(AsText(name.value));
    }
  }
  certificate.crl_distribution_points = *std::move(points);
  return true;
}

bool ReadFreshestCrl(BytesView value, Certificate& certificate) {
  std::optional<std::vector<DistributionPoint>> points = ParseDistributionPoints(value);
  if (!points) return false;
  certificate.freshest_crl = *std::move(points);
  return true;
}

}  // namespace tlsprobe
