// One verification of one chain: what it has to go by, the chain as far as it is built, and what
// was said about it so far. The steps of the walk (chain.cc) share it; it lives for one call.
#ifndef TLSPROBE_CHECK_CHAIN_WALK_H_
#define TLSPROBE_CHECK_CHAIN_WALK_H_

#include <cstddef>
#include <string>
#include <vector>

#include "tlsprobe/check/chain_link.h"
#include "tlsprobe/check/check.h"
#include "tlsprobe/check/memory.h"
#include "tlsprobe/model/verification.h"

namespace tlsprobe {

// A signature nothing can be said about, because this build has no code for it.
struct UncheckedSignature {
  int depth = 0;
  std::string algorithm = {};  // UncheckedWords
};
// "RSA-SHA3-256", or "ecdsa-with-SHA256 with the issuer's EC key (brainpoolP256r1)" where it is the
// key that there is no code for.
std::string UncheckedWords(const SignatureAlgorithm& algorithm, const ChainLink& issuer);

struct ChainWalk {
  const CheckInput& input;
  CheckMemory& memory;
  UnixTime judged_at = {};
  int max_depth = 100;
  Purpose purpose = Purpose::kAny;
  bool allow_proxies = false;
  // The walk on which a CRL was met whose issuer this one is about (RFC 5280 section 6.3.3 (f));
  // null for the chain itself.
  const ChainWalk* parent = nullptr;

  std::vector<ChainLink> chain = {};  // from the leaf up
  size_t untrusted = 0;               // how many of `chain`, from the leaf, are not from the store
  bool trusted = false;               // the chain reached a trust anchor

  std::vector<VerifyStep> steps = {};
  std::vector<VerifyError> errors = {};
  int code = 0;                                    // the last error, as X509_STORE_CTX_get_error
  std::vector<UncheckedSignature> unchecked = {};  // of the chain's own certificates
  // Why CRLs that were asked for are no evidence, where nothing is wrong with them: such a
  // signature on a CRL, or on the path of its issuer. Empty: they are.
  std::string crls_unchecked = {};
  PolicyOutcome policies = {};
  std::vector<RevocationStatus> revocations = {};
  std::vector<Need> needs = {};

  // The callback with an error, and with a certificate that passed. The walk always goes on.
  void Fail(size_t depth, int error) {
    code = error;
    steps.push_back({.depth = static_cast<int>(depth), .code = error, .ok = false});
    errors.push_back({.depth = static_cast<int>(depth), .code = error});
  }
  void Pass(size_t depth) { steps.push_back({.depth = static_cast<int>(depth)}); }
  // An error that ends a verification without a word to the callback.
  void Abort(size_t depth, int error) {
    code = error;
    errors.push_back({.depth = static_cast<int>(depth), .code = error});
  }
};

// NewWalk is one from `leaf` up, with what `input` says of it.
ChainWalk NewWalk(const CheckInput& input, CheckMemory& memory, CertificatePtr leaf);
// RunWalk takes all steps; JudgePath those behind BuildPath, over a `chain` that is there already
// with `untrusted` and `trusted` set.
void RunWalk(ChainWalk& walk);
void JudgePath(ChainWalk& walk);

// The steps, in OpenSSL's order. False: the verification ends here.
bool CheckLeafKeyLevel(ChainWalk& walk);
bool BuildPath(ChainWalk& walk);
bool CheckExtensions(ChainWalk& walk);
bool CheckAuthLevel(ChainWalk& walk);
bool CheckIdentity(ChainWalk& walk);
bool CheckRevocation(ChainWalk& walk);
bool CheckSuiteB(ChainWalk& walk);
bool CheckSignaturesAndTimes(ChainWalk& walk);
bool CheckNameConstraints(ChainWalk& walk);
bool CheckPolicies(ChainWalk& walk);

// Whether `certificate` is valid at the walk's time; true where times are not checked.
bool TimeFits(const ChainWalk& walk, const Certificate& certificate);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_CHAIN_WALK_H_
