// Checks judge facts: pure functions, run again whenever there is more evidence.
#ifndef TLSPROBE_CHECK_CHECK_H_
#define TLSPROBE_CHECK_CHECK_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/base/time.h"
#include "tlsprobe/model/certificate.h"
#include "tlsprobe/model/crl.h"
#include "tlsprobe/model/facts.h"
#include "tlsprobe/model/fetch.h"
#include "tlsprobe/model/finding.h"
#include "tlsprobe/model/materials.h"
#include "tlsprobe/model/probe_config.h"
#include "tlsprobe/model/verification.h"

namespace tlsprobe {

class CheckMemory;
class SignatureCache;

// Everything a check may look at. Views are valid for the call.
struct CheckInput {
  const VerifyOptions& options;
  const Target& target;
  const TlsFacts& tls;
  const PeerFacts& peer;
  bool from_server = true;  // false: nobody sent `peer`, so that words must not speak of a server
  const CertificateSource* anchors = nullptr;  // null: nothing is trusted
  UnixTime now = {};                           // wall clock; `options.at_time` overrides it
  int security_level = 2;                      // resolved: option, cipher string, default
  // Beside what the peer sent: what else may complete a chain, and CRLs; given or fetched.
  std::span<const CertificatePtr> untrusted = {};  // none is null
  std::span<const CertificatePtr> fetched = {};    // those of `untrusted` that were
  std::span<const CrlFact> crls = {};
  SignatureCache* signatures = nullptr;  // null: every signature is verified
  CheckMemory* memory = nullptr;         // RunChecks gives it to the checks
};

// A wish for evidence that only the outside can bring (CRL, issuer).
using Need = FetchRequest;

// A check adds its verdict to `verification`, its findings, and what it would need to say more.
struct CheckOutput {
  Verification& verification;
  Findings& findings;
  std::vector<Need>& needs;
};

struct Check {
  std::string_view id = {};         // "chain"
  std::string_view reference = {};  // "RFC 5280 section 6"
  void (*run)(const CheckInput& input, CheckOutput& output) = nullptr;
};

// Every check, in the order they run: a later one may read the verdicts of earlier ones.
std::span<const Check> AllChecks();

// Runs all of them from scratch.
void RunChecks(const CheckInput& input, CheckOutput& output);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_CHECK_H_
