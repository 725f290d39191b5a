// The object identifiers that checks go by: of extensions, of what stands in them, of names.
#ifndef TLSPROBE_CHECK_OIDS_H_
#define TLSPROBE_CHECK_OIDS_H_

#include <string_view>

namespace tlsprobe::oid {

// Extensions (RFC 5280 section 4.2; the others name theirs).
inline constexpr std::string_view kSubjectKeyId = "2.5.29.14";
inline constexpr std::string_view kKeyUsage = "2.5.29.15";
inline constexpr std::string_view kSubjectAltName = "2.5.29.17";
inline constexpr std::string_view kIssuerAltName = "2.5.29.18";
inline constexpr std::string_view kBasicConstraints = "2.5.29.19";
inline constexpr std::string_view kNameConstraints = "2.5.29.30";
inline constexpr std::string_view kCrlDistributionPoints = "2.5.29.31";
inline constexpr std::string_view kCertificatePolicies = "2.5.29.32";
inline constexpr std::string_view kPolicyMappings = "2.5.29.33";
inline constexpr std::string_view kAuthorityKeyId = "2.5.29.35";
inline constexpr std::string_view kPolicyConstraints = "2.5.29.36";
inline constexpr std::string_view kExtendedKeyUsage = "2.5.29.37";
inline constexpr std::string_view kInhibitAnyPolicy = "2.5.29.54";
inline constexpr std::string_view kAuthorityInfoAccess = "1.3.6.1.5.5.7.1.1";
inline constexpr std::string_view kProxyCertInfo = "1.3.6.1.5.5.7.1.14";      // RFC 3820
inline constexpr std::string_view kOcspNoCheck = "1.3.6.1.5.5.7.48.1.5";      // RFC 6960
inline constexpr std::string_view kEmbeddedScts = "1.3.6.1.4.1.11129.2.4.2";  // RFC 6962
inline constexpr std::string_view kNetscapeCertType = "2.16.840.1.113730.1.1";

// In certificatePolicies.
inline constexpr std::string_view kAnyPolicy = "2.5.29.32.0";
inline constexpr std::string_view kCpsQualifier = "1.3.6.1.5.5.7.2.1";

// In extendedKeyUsage.
inline constexpr std::string_view kAnyExtendedKeyUsage = "2.5.29.37.0";
inline constexpr std::string_view kServerAuth = "1.3.6.1.5.5.7.3.1";
inline constexpr std::string_view kClientAuth = "1.3.6.1.5.5.7.3.2";
inline constexpr std::string_view kCodeSigning = "1.3.6.1.5.5.7.3.3";
inline constexpr std::string_view kEmailProtection = "1.3.6.1.5.5.7.3.4";
inline constexpr std::string_view kTimeStamping = "1.3.6.1.5.5.7.3.8";
inline constexpr std::string_view kOcspSigning = "1.3.6.1.5.5.7.3.9";
inline constexpr std::string_view kDvcs = "1.3.6.1.5.5.7.3.10";
inline constexpr std::string_view kPrecertificateSigning = "1.3.6.1.4.1.11129.2.4.4";
inline constexpr std::string_view kMicrosoftServerGatedCrypto = "1.3.6.1.4.1.311.10.3.3";
inline constexpr std::string_view kNetscapeServerGatedCrypto = "2.16.840.1.113730.4.1";

// Attributes of names (RFC 5280 appendix A.1, X.520, CA/Browser Forum EV guidelines).
inline constexpr std::string_view kCommonName = "2.5.4.3";
inline constexpr std::string_view kSurname = "2.5.4.4";
inline constexpr std::string_view kSerialNumber = "2.5.4.5";
inline constexpr std::string_view kCountry = "2.5.4.6";
inline constexpr std::string_view kLocality = "2.5.4.7";
inline constexpr std::string_view kState = "2.5.4.8";
inline constexpr std::string_view kStreet = "2.5.4.9";
inline constexpr std::string_view kOrganization = "2.5.4.10";
inline constexpr std::string_view kUnit = "2.5.4.11";
inline constexpr std::string_view kBusinessCategory = "2.5.4.15";
inline constexpr std::string_view kPostalCode = "2.5.4.17";
inline constexpr std::string_view kGivenName = "2.5.4.42";
inline constexpr std::string_view kDomainComponent = "0.9.2342.19200300.100.1.25";
inline constexpr std::string_view kJurisdictionLocality = "1.3.6.1.4.1.311.60.2.1.1";
inline constexpr std::string_view kJurisdictionState = "1.3.6.1.4.1.311.60.2.1.2";
inline constexpr std::string_view kJurisdictionCountry = "1.3.6.1.4.1.311.60.2.1.3";

}  // namespace tlsprobe::oid

#endif  // TLSPROBE_CHECK_OIDS_H_
