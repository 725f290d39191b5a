// The CRLs one run of the checks has to go by, and what it has worked out about them.
#ifndef TLSPROBE_CHECK_CRL_MEMORY_H_
#define TLSPROBE_CHECK_CRL_MEMORY_H_

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "tlsprobe/check/chain_link.h"
#include "tlsprobe/check/check.h"
#include "tlsprobe/check/crl_facts.h"
#include "tlsprobe/check/crl_index.h"
#include "tlsprobe/check/signature.h"
#include "tlsprobe/model/verification.h"

namespace tlsprobe {

// What came of verifying the certificate of a CRL's issuer. Kept by issuer alone, with steps about
// the names that the first to ask wanted: nobody may go by those who asks for none.
struct CrlIssuerPath {
  std::vector<VerifyStep> steps = {};  // each with a `certificate`
  bool ended = false;                  // before all was looked at
  CertificatePtr top = {};             // where the path ends
  std::string unchecked = {};          // why nothing can be said; empty: it can
  std::vector<Need> needs = {};
};

// Not thread-safe; lives for one run. What it gives stays where it is.
class CrlMemory {
 public:
  using List = std::deque<KnownCrl>;

  // Those that were given or fetched, and those of the store by the issuer of `subject`.
  const List& Given(const CheckInput& input);
  const List& Stored(const CheckInput& input, const ChainLink& subject);
  // Certificates beside the chain that may be a CRL's issuer.
  const std::vector<ChainLink>& Untrusted(const CheckInput& input);

  const KnownPoints& Points(const ChainLink& subject);
  // Whether `issuer` made the signature of `crl`; see CheckSignature.
  SignatureVerdict Verify(const KnownCrl& crl, const ChainLink& issuer);
  // The entry of `subject` on `crl`; see FindRevoked.
  std::optional<RevokedCertificate> Find(const KnownCrl& crl, const ChainLink& subject);
  // Empty until it is filled.
  std::optional<CrlIssuerPath>& IssuerPath(const ChainLink& issuer);

 private:
  std::optional<List> given_ = {};
  std::optional<std::vector<ChainLink>> untrusted_ = {};
  absl::node_hash_map<std::string, List> stored_;         // by canonical name
  absl::node_hash_map<std::string, KnownPoints> points_;  // by SHA-256 of the certificate
  absl::node_hash_map<std::string, SignatureVerdict> signatures_;
  absl::node_hash_map<std::string, RevokedIndex> indexes_;  // by SHA-256 of the CRL
  absl::node_hash_map<std::string, std::optional<CrlIssuerPath>> paths_;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_CRL_MEMORY_H_
