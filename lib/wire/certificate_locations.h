// The certificate extensions that say where to fetch from. All functions give false, and leave
// `certificate` as it is, where `value` does not parse.
#ifndef TLSPROBE_WIRE_CERTIFICATE_LOCATIONS_H_
#define TLSPROBE_WIRE_CERTIFICATE_LOCATIONS_H_

#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// ReadAuthorityInfoAccess fills `ocsp_urls` and `issuer_urls` (RFC 5280 section 4.2.2.1).
bool ReadAuthorityInfoAccess(BytesView value, Certificate& certificate);

// ReadCrlDistributionPoints fills `crl_distribution_points`, and `crl_urls` with the URIs of their
// full names (RFC 5280 section 4.2.1.13).
bool ReadCrlDistributionPoints(BytesView value, Certificate& certificate);

// ReadFreshestCrl fills `freshest_crl` (RFC 5280 section 4.2.1.15).
bool ReadFreshestCrl(BytesView value, Certificate& certificate);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_CERTIFICATE_LOCATIONS_H_
