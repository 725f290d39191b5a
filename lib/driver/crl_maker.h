// Makes certificate revocation lists, also such as nobody should issue: for tests.
#ifndef TLSPROBE_DRIVER_CRL_MAKER_H_
#define TLSPROBE_DRIVER_CRL_MAKER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tlsprobe/base/bytes.h"
#include "tlsprobe/base/time.h"
#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/model/certificate.h"
#include "tlsprobe/model/crl.h"

namespace tlsprobe {

struct CrlEntrySpec {
  Bytes serial = {};                   // content of the INTEGER
  UnixTime revoked_at = {1609459200};  // 2021-01-01
  std::optional<int> reason = {};      // CRLReason, 0 to 127
  std::optional<UnixTime> invalid_since = {};
  Bytes certificate_issuer = {};  // DER Name; empty: no such extension
  bool certificate_issuer_critical = true;
  std::vector<CertificateExtension> extra_extensions = {};  // after all others
};

struct CrlSpec {
  const MadeCertificate* issuer = nullptr;               // not null: its key signs
  Bytes issuer_name = {};                                // DER Name; empty: the issuer's subject
  int version = 2;                                       // 1: no extensions at all
  UnixTime this_update = {1577836800};                   // 2020-01-01
  std::optional<UnixTime> next_update = {{2208988800}};  // 2040-01-01
  // Whole elements to write instead of the times; empty: none.
  Bytes this_update_element = {};
  Bytes next_update_element = {};
  std::vector<CrlEntrySpec> entries = {};

  bool authority_key_id = true;  // keyIdentifier
  Bytes number = {1};            // content of the INTEGER; empty: no such extension
  Bytes base_number = {};        // content of the INTEGER; not empty: a delta CRL
  bool base_number_critical = true;
  std::optional<IssuingDistributionPoint> issuing_distribution_point = {};
  bool issuing_distribution_point_critical = true;
  // Written as they are, after all others; driver/extension_values.h makes their values.
  std::vector<CertificateExtension> extra_extensions = {};

  // As in CertificateSpec.
  MadeDigest digest = MadeDigest::kSha256;
  bool pss = false;
  int pss_salt_bytes = -1;
  Bytes inner_algorithm = {};
  Bytes outer_algorithm = {};
  bool corrupt_signature = false;
};

// MakeCrl gives the DER of a CertificateList (RFC 5280 section 5.1). Errors: kInvalidArgument,
// naming what cannot be encoded.
absl::StatusOr<Bytes> MakeCrl(const CrlSpec& spec);

// CrlPem writes DER as "BEGIN X509 CRL".
std::string CrlPem(BytesView der);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_CRL_MAKER_H_
