// A certificate revocation list taken apart (RFC 5280 section 5): what it says, not whether it is
// right.
#ifndef TLSPROBE_MODEL_CRL_H_
#define TLSPROBE_MODEL_CRL_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/base/time.h"
#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// Which certificates a CRL is about (RFC 5280 section 5.2.5).
struct IssuingDistributionPoint {
  DistributionPointName name = {};
  bool only_user_certificates = false;
  bool only_ca_certificates = false;
  std::optional<uint16_t> only_some_reasons = {};  // bit n: 1 << n
  bool indirect = false;
  bool only_attribute_certificates = false;
};

// One entry. Entries are not kept apart: a CRL may have a million. wire/crl.h finds them.
struct RevokedCertificate {
  Bytes serial = {};  // content of the INTEGER as sent
  UnixTime revoked_at = {};
  bool bad_revoked_at = false;
  std::optional<int> reason = {};              // CRLReason, RFC 5280 section 5.3.1
  std::optional<UnixTime> invalid_since = {};  // invalidityDate
  Name issuer = {};  // of the certificate; empty: the CRL's issuer (section 5.3.3)
};

// Members of extensions are nullopt where the extension is absent or does not parse; the latter
// are named in `bad_extensions`.
struct Crl {
  Bytes der = {};
  size_t tbs_begin = 0;  // the TBSCertList, what is signed, is der[tbs_begin, tbs_begin + tbs_size)
  size_t tbs_size = 0;
  int version = 1;                              // 1 or 2
  SignatureAlgorithm tbs_signature = {};        // inside
  SignatureAlgorithm signature_algorithm = {};  // outside
  Bytes signature = {};                         // content of the BIT STRING
  Name issuer = {};
  UnixTime this_update = {};
  bool bad_this_update = false;
  std::optional<UnixTime> next_update = {};
  bool bad_next_update = false;  // there, and does not follow RFC 5280 section 5.1.2.5
  // The content of revokedCertificates, in `der`; every entry has been looked at once.
  size_t revoked_begin = 0;
  size_t revoked_size = 0;
  size_t revoked_count = 0;
  // An entry has a critical extension that is not known here (section 5.3): the whole CRL must not
  // be used.
  bool critical_unknown_entry = false;
  // The reasonCode or certificateIssuer of an entry does not parse or stands there twice: OpenSSL
  // reads no extension behind it, so that in an indirect CRL it is not known whose certificates the
  // entries there are about. An invalidityDate that does not parse is left out.
  bool entries_end_early = false;

  std::vector<CertificateExtension> extensions = {};
  std::vector<std::string> bad_extensions = {};        // OIDs
  std::vector<std::string> duplicate_extensions = {};  // OIDs
  std::optional<AuthorityKeyIdentifier> authority_key_id = {};
  std::optional<Bytes> number = {};       // content of the INTEGER, section 5.2.3
  std::optional<Bytes> base_number = {};  // deltaCRLIndicator, section 5.2.4: this is a delta CRL
  std::optional<IssuingDistributionPoint> issuing_distribution_point = {};
  std::vector<DistributionPoint> freshest_crl = {};

  Bytes sha256 = {};  // of `der`

  BytesView tbs() const { return BytesView(der).subspan(tbs_begin, tbs_size); }
  BytesView revoked() const { return BytesView(der).subspan(revoked_begin, revoked_size); }
  bool is_delta() const { return base_number.has_value(); }
};

using CrlPtr = std::shared_ptr<const Crl>;

// A CRL and where it is from: "the file crl.pem", "the trust store", a URL.
struct CrlFact {
  CrlPtr crl = {};  // not null
  std::string source = {};
};

// CrlReasonName gives "keyCompromise" for 1 … as in RFC 5280 section 5.3.1, "reason 7" for a number
// that has no name.
std::string CrlReasonName(int reason);

}  // namespace tlsprobe

#endif  // TLSPROBE_MODEL_CRL_H_
