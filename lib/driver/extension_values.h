// The contents of the extensions of certificates and CRLs in DER, for
// CertificateSpec::extra_extensions and CrlSpec::extra_extensions. Nothing is checked: an empty
// list gives an empty SEQUENCE, and a text that is no OID an OID without content, so that tests
// get what nobody should write.
#ifndef TLSPROBE_DRIVER_EXTENSION_VALUES_H_
#define TLSPROBE_DRIVER_EXTENSION_VALUES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/model/certificate.h"
#include "tlsprobe/model/crl.h"

namespace tlsprobe {

// 2.5.29.19, .15 (bits as in KeyUsageBit: 1 << bit) and .37 (dotted OIDs).
Bytes BasicConstraintsValue(const BasicConstraints& constraints);
Bytes KeyUsageValue(uint16_t usage);
Bytes ExtendedKeyUsageValue(const std::vector<std::string>& oids);

// A SEQUENCE OF GeneralName: subjectAltName 2.5.29.17, issuerAltName .18, and certificateIssuer
// .29 of a CRL's entry. Values are as in GeneralName.
Bytes GeneralNamesValue(const std::vector<GeneralName>& names);

// 2.5.29.30, RFC 5280 section 4.2.1.10.
Bytes NameConstraintsValue(const NameConstraints& constraints);

// 2.5.29.32, RFC 5280 section 4.2.1.4.
Bytes CertificatePoliciesValue(const std::vector<PolicyInformation>& policies);
PolicyQualifier CpsQualifier(std::string_view uri);
// An empty organization: without noticeRef. An empty text: without explicitText.
PolicyQualifier UserNoticeQualifier(std::string_view explicit_text,
                                    std::string_view organization = {},
                                    const std::vector<uint64_t>& notice_numbers = {});

// 2.5.29.33, .36 and .54, RFC 5280 sections 4.2.1.5, 4.2.1.11 and 4.2.1.14.
Bytes PolicyMappingsValue(const std::vector<PolicyMapping>& mappings);
Bytes PolicyConstraintsValue(const PolicyConstraints& constraints);
Bytes InhibitAnyPolicyValue(uint64_t skip_certificates);

// cRLDistributionPoints 2.5.29.31 and freshestCRL .46, RFC 5280 section 4.2.1.13.
Bytes DistributionPointsValue(const std::vector<DistributionPoint>& points);
// 2.5.29.28 of a CRL, RFC 5280 section 5.2.5.
Bytes IssuingDistributionPointValue(const IssuingDistributionPoint& point);

// 2.5.29.35, RFC 5280 section 4.2.1.1.
Bytes AuthorityKeyIdentifierValue(const AuthorityKeyIdentifier& identifier);
// 1.3.6.1.5.5.7.1.1, RFC 5280 section 4.2.2.1; the OCSP responders first.
Bytes AuthorityInfoAccessValue(const std::vector<std::string>& ocsp_urls,
                               const std::vector<std::string>& issuer_urls);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_EXTENSION_VALUES_H_
