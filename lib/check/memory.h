// What one run of the checks has worked out already, so that no check does it again: certificates
// of the trust store, parsed, and signatures, verified.
#ifndef TLSPROBE_CHECK_MEMORY_H_
#define TLSPROBE_CHECK_MEMORY_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "tlsprobe/check/chain_link.h"
#include "tlsprobe/check/crl_memory.h"
#include "tlsprobe/check/signature.h"
#include "tlsprobe/check/signature_cache.h"
#include "tlsprobe/model/materials.h"

namespace tlsprobe {

// Not thread-safe; lives for one run.
class CheckMemory {
 public:
  // Both may be null: nothing is trusted, no signature was seen before.
  CheckMemory(const CertificateSource* anchors, SignatureCache* shared)
      : anchors_(anchors), shared_(shared) {}

  // Every certificate of the store whose subject is the issuer of `subject`; stays where it is.
  const std::vector<ChainLink>& TrustedIssuers(const ChainLink& subject);

  // Whether `issuer` made the signature of `subject`; see CheckSignature.
  SignatureVerdict Verify(const ChainLink& subject, const ChainLink& issuer);
  // Whether Verify would have to compute.
  bool HasVerified(const ChainLink& subject, const ChainLink& issuer) const;
  // How many it has computed.
  size_t verified() const { return verified_; }

  CrlMemory& crls() { return crls_; }

 private:
  const CertificateSource* anchors_;
  SignatureCache* shared_;
  absl::node_hash_map<std::string, std::vector<ChainLink>> trusted_;  // by canonical name
  absl::node_hash_map<std::string, SignatureVerdict> signatures_;
  size_t verified_ = 0;
  CrlMemory crls_;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_MEMORY_H_
