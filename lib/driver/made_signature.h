// What the private key behind a made certificate does: it signs certificates and CRLs, and tells
// its public half.
#ifndef TLSPROBE_DRIVER_MADE_SIGNATURE_H_
#define TLSPROBE_DRIVER_MADE_SIGNATURE_H_

#include <functional>

#include "absl/status/statusor.h"
#include "tlsprobe/base/bytes.h"
#include "tlsprobe/driver/certificate_maker.h"

namespace tlsprobe {

struct SignatureSpec {
  MadeDigest digest = MadeDigest::kSha256;
  bool pss = false;
  int pss_salt_bytes = -1;     // -1: as long as the digest
  Bytes inner_algorithm = {};  // AlgorithmIdentifier to write instead; empty: the right one
  Bytes outer_algorithm = {};
  bool corrupt_signature = false;
};

// SignatureOf gathers what a CertificateSpec or CrlSpec says of it.
template <class Spec>
SignatureSpec SignatureOf(const Spec& spec) {
  return {.digest = spec.digest,
          .pss = spec.pss,
          .pss_salt_bytes = spec.pss_salt_bytes,
          .inner_algorithm = spec.inner_algorithm,
          .outer_algorithm = spec.outer_algorithm,
          .corrupt_signature = spec.corrupt_signature};
}

// The to-be-signed part, with this AlgorithmIdentifier in it.
using MakeTbs = std::function<absl::StatusOr<Bytes>(BytesView algorithm)>;

// MakeSigned gives SEQUENCE { tbs, algorithm, signature } (RFC 5280 sections 4.1 and 5.1), signed
// with a PKCS#8 key. Errors: kInvalidArgument where the key cannot sign so, and those of `tbs`.
absl::StatusOr<Bytes> MakeSigned(BytesView private_key, const SignatureSpec& spec,
                                 const MakeTbs& tbs);

// PublicKeyInfo gives the SubjectPublicKeyInfo of a PKCS#8 key. Errors: kInvalidArgument.
absl::StatusOr<Bytes> PublicKeyInfo(BytesView private_key);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_MADE_SIGNATURE_H_
