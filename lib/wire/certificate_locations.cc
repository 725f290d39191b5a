#include "tlsprobe/wire/certificate_locations.h"

#include <openssl/bytestring.h>

#include <utility>

#include "tlsprobe/wire/general_name.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

constexpr CBS_ASN1_TAG kPrimitive = CBS_ASN1_CONTEXT_SPECIFIC;
constexpr CBS_ASN1_TAG kConstructed = CBS_ASN1_CONTEXT_SPECIFIC | CBS_ASN1_CONSTRUCTED;

BytesView View(const CBS& cbs) { return {CBS_data(&cbs), CBS_len(&cbs)}; }

// Opens the one SEQUENCE that is all of `value`.
bool OpenSequence(BytesView value, CBS& content) {
  CBS in(value);
  return CBS_get_asn1(&in, &content, CBS_ASN1_SEQUENCE) && CBS_len(&in) == 0;
}

// DistributionPoint ::= SEQUENCE { distributionPoint [0], reasons [1], cRLIssuer [2] }: adds the
// URIs of its full name.
bool ReadDistributionPoint(CBS point, std::vector<std::string>& urls) {
  CBS name, full_name, ignored;
  int has_name = 0, has_full_name = 0;
  if (!CBS_get_optional_asn1(&point, &name, &has_name, kConstructed | 0) ||
      !CBS_get_optional_asn1(&point, &ignored, nullptr, kPrimitive | 1) ||
      !CBS_get_optional_asn1(&point, &ignored, nullptr, kConstructed | 2) || CBS_len(&point) != 0) {
    return false;
  }
  if (!has_name) return true;
  if (!CBS_get_optional_asn1(&name, &full_name, &has_full_name, kConstructed | 0)) return false;
  if (!has_full_name) {
    return CBS_get_asn1(&name, &ignored, kConstructed | 1) && CBS_len(&name) == 0;
  }
  const std::optional<std::vector<GeneralName>> names = ParseGeneralNames(View(full_name));
  if (!names || CBS_len(&name) != 0) return false;
  for (const GeneralName& each : *names) {
    if (each.type == GeneralName::Type::kUri) urls.emplace_back(AsText(each.value));
  }
  return true;
}

}  // namespace

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
  CBS content, point;
  std::vector<std::string> urls;
  if (!OpenSequence(value, content)) return false;
  while (CBS_len(&content) != 0) {
    if (!CBS_get_asn1(&content, &point, CBS_ASN1_SEQUENCE) || !ReadDistributionPoint(point, urls)) {
      return false;
    }
  }
  certificate.crl_urls = std::move(urls);
  return true;
}

}  // namespace tlsprobe
