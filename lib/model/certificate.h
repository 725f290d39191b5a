// An X.509 certificate taken apart (RFC 5280 section 4.1): what it says, not whether it is right.
#ifndef TLSPROBE_MODEL_CERTIFICATE_H_
#define TLSPROBE_MODEL_CERTIFICATE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/base/time.h"

namespace tlsprobe {

// One attribute of a distinguished name. Attributes with the same `rdn` stand in one set
// (multi-valued RDN).
struct NameAttribute {
  size_t rdn = 0;
  std::string oid = {};  // dotted
  uint8_t tag = 0;       // ASN.1 tag of the value: 0x0c UTF8String, 0x13 PrintableString …
  Bytes value = {};      // content bytes as sent
};

// A distinguished name in the order it was sent. RenderName (wire/name.h) writes it.
struct Name {
  Bytes der = {};  // the whole SEQUENCE
  std::vector<NameAttribute> attributes = {};
};

// One GeneralName (RFC 5280 section 4.2.1.6). `value` is the content: the text of rfc822Name,
// dNSName and URI, 4 or 16 bytes of an iPAddress (8 or 32 in name constraints), the DER Name of a
// directoryName, the OID's content for registeredID, the whole element for the others.
struct GeneralName {
  enum class Type : uint8_t {
    kOther = 0,
    kEmail = 1,
    kDns = 2,
    kX400 = 3,
    kDirectory = 4,
    kEdiParty = 5,
    kUri = 6,
    kIp = 7,
    kRegisteredId = 8,
  };
  Type type = Type::kOther;
  Bytes value = {};
};

struct CertificateExtension {
  std::string oid = {};  // dotted
  bool critical = false;
  Bytes value = {};  // inside the OCTET STRING
};

enum class KeyType : uint8_t {
  kUnknown,
  kRsa,
  kRsaPss,
  kEc,
  kEd25519,
  kEd448,
  kX25519,
  kX448,
  kDsa,
  kDh
};

struct PublicKey {
  KeyType type = KeyType::kUnknown;
  std::string algorithm_oid = {};  // dotted
  Bytes parameters = {};           // DER of the parameters, empty when absent
  std::string curve_oid = {};      // EC with a named curve: dotted
  int bits = 0;                    // RSA modulus, EC order, DSA and DH prime; 0: unknown
  Bytes spki = {};                 // the whole SubjectPublicKeyInfo
  Bytes key = {};                  // content of its BIT STRING
};

struct SignatureAlgorithm {
  std::string oid = {};   // dotted
  Bytes parameters = {};  // DER, empty when absent
};

struct BasicConstraints {
  bool ca = false;
  std::optional<uint64_t> path_length = {};
};

// keyUsage bits by their number in RFC 5280 section 4.2.1.3: bit 0 is digitalSignature.
enum KeyUsageBit : uint8_t {
  kDigitalSignature = 0,
  kNonRepudiation = 1,
  kKeyEncipherment = 2,
  kDataEncipherment = 3,
  kKeyAgreement = 4,
  kKeyCertSign = 5,
  kCrlSign = 6,
  kEncipherOnly = 7,
  kDecipherOnly = 8,
};

struct NameConstraints {
  std::vector<GeneralName> permitted = {};
  std::vector<GeneralName> excluded = {};
  bool has_minimum_or_maximum = false;  // a subtree with minimum != 0 or maximum (not supported)
};

// What a policy says about itself (RFC 5280 section 4.2.1.4): id-qt-cps or id-qt-unotice.
struct PolicyQualifier {
  std::string oid = {};  // dotted
  Bytes value = {};      // DER of the qualifier, empty where it has none
};
struct PolicyInformation {
  std::string oid = {};  // dotted; "2.5.29.32.0" is anyPolicy
  std::vector<PolicyQualifier> qualifiers = {};
};

// RFC 5280 section 4.2.1.5.
struct PolicyMapping {
  std::string issuer_policy = {};   // dotted
  std::string subject_policy = {};  // dotted
};

// RFC 5280 section 4.2.1.11: after how many certificates it counts. A number that does not fit is
// UINT64_MAX.
struct PolicyConstraints {
  std::optional<uint64_t> require_explicit_policy = {};
  std::optional<uint64_t> inhibit_policy_mapping = {};
};

// CRLReason bits as in ReasonFlags (RFC 5280 section 4.2.1.13): 1 << number, bit 0 "unused".
inline constexpr uint16_t kAllReasons = 0x1ff;

// The name of a place where CRLs are: either of the two forms, or none.
struct DistributionPointName {
  std::vector<GeneralName> full_name = {};
  Bytes relative_name = {};  // DER of the RelativeDistinguishedName's content, to be put behind
                             // the CRL issuer's name

  bool empty() const { return full_name.empty() && relative_name.empty(); }
};

struct DistributionPoint {
  DistributionPointName name = {};
  std::optional<uint16_t> reasons = {};      // bit n: 1 << n; absent: all
  std::vector<GeneralName> crl_issuer = {};  // empty: the certificate's issuer
};

struct AuthorityKeyIdentifier {
  std::optional<Bytes> key_id = {};
  std::vector<GeneralName> issuer = {};
  std::optional<Bytes> serial = {};
};

// Members of extensions are nullopt where the extension is absent. A known extension that does
// not parse is named in `bad_extensions` and its member stays nullopt.
struct Certificate {
  Bytes der = {};
  Bytes tbs = {};     // the whole TBSCertificate, what is signed
  int version = 1;    // 1, 2 or 3
  Bytes serial = {};  // content of the INTEGER as sent (big-endian two's complement)
  SignatureAlgorithm tbs_signature = {};        // inside
  SignatureAlgorithm signature_algorithm = {};  // outside
  Bytes signature = {};                         // content of the BIT STRING
  Name issuer = {};
  Name subject = {};
  UnixTime not_before = {};
  UnixTime not_after = {};
  bool bad_not_before = false;  // the time does not follow RFC 5280 section 4.1.2.5
  bool bad_not_after = false;
  PublicKey public_key = {};
  std::vector<CertificateExtension> extensions = {};
  std::vector<std::string> bad_extensions = {};        // OIDs
  std::vector<std::string> duplicate_extensions = {};  // OIDs

  std::optional<BasicConstraints> basic_constraints = {};
  std::optional<uint16_t> key_usage = {};                           // bit n set: 1 << KeyUsageBit
  std::optional<std::vector<std::string>> extended_key_usage = {};  // dotted OIDs
  std::optional<uint8_t> netscape_cert_type = {};                   // bits as sent, bit 0 = 0x80
  std::optional<std::vector<GeneralName>> subject_alt_names = {};
  std::optional<NameConstraints> name_constraints = {};
  std::optional<Bytes> subject_key_id = {};
  std::optional<AuthorityKeyIdentifier> authority_key_id = {};
  std::vector<std::string> ocsp_urls = {};                      // authorityInfoAccess
  std::vector<std::string> issuer_urls = {};                    // authorityInfoAccess
  std::vector<std::string> crl_urls = {};                       // crlDistributionPoints
  std::optional<std::vector<PolicyInformation>> policies = {};  // certificatePolicies
  std::optional<std::vector<PolicyMapping>> policy_mappings = {};
  std::optional<PolicyConstraints> policy_constraints = {};
  std::optional<uint64_t> inhibit_any_policy = {};  // RFC 5280 section 4.2.1.14
  std::vector<DistributionPoint> crl_distribution_points = {};
  std::vector<DistributionPoint> freshest_crl = {};  // RFC 5280 section 4.2.1.15
  bool must_staple = false;                          // TLS feature 5, RFC 7633
  bool has_embedded_scts = false;                    // RFC 6962 section 3.3
  bool proxy_certificate = false;                    // proxyCertInfo, RFC 3820

  Bytes sha256 = {};       // of `der`
  Bytes sha1 = {};         // of `der`
  Bytes spki_sha256 = {};  // of `public_key.spki`

  // Subject and issuer are the same name, compared canonically.
  bool self_issued = false;
};

using CertificatePtr = std::shared_ptr<const Certificate>;

}  // namespace tlsprobe

#endif  // TLSPROBE_MODEL_CERTIFICATE_H_
