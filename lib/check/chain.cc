// Verifies the chain in OpenSSL 3.0's way: the same steps in the same order, so that the calls of
// the verify callback and the error numbers are the same.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tlsprobe/check/chain_walk.h"
#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/references.h"
#include "tlsprobe/check/verify_codes.h"

namespace tlsprobe {
namespace {

constexpr bool (*kSteps[])(ChainWalk& walk) = {
    CheckLeafKeyLevel,    BuildPath,     CheckExtensions,
    CheckAuthLevel,       CheckIdentity, CheckSignaturesAndTimes,
    CheckNameConstraints,
};

// A wrong name is the name verdict's to say; the chain can be in order all the same.
bool IsNameError(int code) {
  return code == kHostMismatch || code == kEmailMismatch || code == kIpMismatch;
}

std::string DescribeError(const VerifyError& error) {
  return fmt::format("{} ({}) at depth {}", VerifyCodeText(error.code), error.code, error.depth);
}

void Judge(const ChainWalk& walk, ChainVerification& chain) {
  const auto chain_error = std::ranges::find_if(
      walk.errors, [](const VerifyError& error) { return !IsNameError(error.code); });
  if (chain_error != walk.errors.end()) {
    chain.verdict = Verdict::kFailed;
    chain.how = DescribeError(*chain_error);
    return;
  }
  if (!walk.unchecked.empty()) {
    const UncheckedSignature& first = walk.unchecked.front();
    chain.how = fmt::format("the signature at depth {} is {}, which this build cannot check",
                            first.depth, first.algorithm);
    if (walk.code == kVerifyOk) chain.code = kNothingChecked;
    return;
  }
  if (!walk.trusted) {
    chain.verdict = Verdict::kFailed;
    chain.how = "no path to a trust anchor";
    return;
  }
  chain.verdict = Verdict::kOk;
  chain.how = fmt::format("path to a trust anchor, {} certificate{}", walk.chain.size(),
                          walk.chain.size() == 1 ? "" : "s");
}

// Where the callback refuses, nothing is said after that error.
void StopAtRefusal(const VerifyOptions& options, ChainVerification& chain) {
  const auto refused = std::ranges::find_if(chain.steps, [&](const VerifyStep& step) {
    return !step.ok && options.ends_handshake(step.depth);
  });
  if (refused == chain.steps.end()) return;
  chain.code = refused->code;
  chain.steps.erase(refused + 1, chain.steps.end());
}

void NoLeaf(const PeerFacts& peer, ChainVerification& chain) {
  if (peer.certificates.empty()) {
    chain.how = "no certificate arrived";
    return;
  }
  chain.verdict = Verdict::kFailed;
  chain.how = "the server's certificate does not parse";
  chain.code = kUnspecified;
  chain.errors = {{.depth = 0, .code = kUnspecified}};
}

}  // namespace

bool CheckIdentity(ChainWalk& walk) {
  const References references = FindReferences(walk.input.options, walk.input.target);
  const Certificate& leaf = *walk.chain[0];
  if (!references.host.empty() && MatchedHost(references, leaf).empty()) {
    walk.Fail(0, kHostMismatch);
  }
  if (!references.email.empty() && MatchedEmail(references, leaf).empty()) {
    walk.Fail(0, kEmailMismatch);
  }
  if (!references.ip.empty() && MatchedIp(references, leaf).empty()) walk.Fail(0, kIpMismatch);
  return true;
}

void CheckChain(const CheckInput& input, CheckOutput& output) {
  ChainVerification& chain = output.verification.chain;
  chain.judged_at = input.options.at_time.value_or(input.now);
  chain.auth_level = input.security_level;
  if (input.peer.certificates.empty() || input.peer.certificates[0] == nullptr) {
    return NoLeaf(input.peer, chain);
  }
  ChainWalk walk{.input = input, .judged_at = chain.judged_at};
  // Far above any chain that fits a handshake.
  walk.max_depth = std::min(input.options.max_depth.value_or(100), 200);
  walk.chain.emplace_back(input.peer.certificates[0]);
  for (const auto step : kSteps) {
    if (!step(walk)) break;
  }
  chain.code = walk.code;
  Judge(walk, chain);
  for (const ChainLink& link : walk.chain) chain.built.push_back(link.certificate());
  chain.anchored = walk.untrusted < walk.chain.size();
  chain.steps = std::move(walk.steps);
  chain.errors = std::move(walk.errors);
  StopAtRefusal(input.options, chain);
}

}  // namespace tlsprobe
