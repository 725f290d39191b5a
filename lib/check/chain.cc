// Verifies the chain in OpenSSL 3.0's way: the same steps in the same order, so that the calls of
// the verify callback and the error numbers are the same.
#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "tlsprobe/check/chain_walk.h"
#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/crl_words.h"
#include "tlsprobe/check/references.h"
#include "tlsprobe/check/verify_codes.h"

namespace tlsprobe {
namespace {

using Step = bool (*)(ChainWalk& walk);
constexpr Step kBuild[] = {CheckLeafKeyLevel, BuildPath};
constexpr Step kJudge[] = {
    CheckExtensions, CheckAuthLevel,          CheckIdentity,        CheckRevocation,
    CheckSuiteB,     CheckSignaturesAndTimes, CheckNameConstraints, CheckPolicies,
};

bool Take(std::span<const Step> steps, ChainWalk& walk) {
  return std::ranges::all_of(steps, [&walk](Step step) { return step(walk); });
}

// What CRLs and names are wrong about has verdicts of its own: the chain can be in order all the
// same.
bool IsChainError(const VerifyError& error) {
  return !IsNameError(error.code) && !IsCrlError(error.code);
}

std::string DescribeError(const VerifyError& error) {
  return fmt::format("{} ({}) at depth {}", VerifyCodeText(error.code), error.code, error.depth);
}

void Judge(const ChainWalk& walk, ChainVerification& chain) {
  const auto chain_error = std::ranges::find_if(walk.errors, IsChainError);
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
  const size_t count = *chain.anchor + 1;
  chain.how = fmt::format("path to a trust anchor, {} certificate{}", count, count == 1 ? "" : "s");
}

// Where the callback refuses, nothing is said after that error.
void StopAtRefusal(const VerifyOptions& options, ChainVerification& chain) {
  const auto refused = std::ranges::find_if(chain.steps, [&](const VerifyStep& step) {
    return !step.ok && !step.crl_path_of && options.ends_handshake(step.depth);
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
  ChainWalk walk = NewWalk(input, *input.memory, input.peer.certificates[0]);
  RunWalk(walk);
  chain.code = walk.code;
  // Where a leaf is trusted itself (partial_chain) nothing is below those of the trust store.
  if (walk.trusted) chain.anchor = walk.untrusted == 0 ? 0 : walk.chain.size() - 1;
  Judge(walk, chain);
  if (!walk.crls_unchecked.empty() && chain.code == kVerifyOk) chain.code = kNothingChecked;
  for (const ChainLink& link : walk.chain) chain.built.push_back(link.certificate());
  chain.untrusted = walk.untrusted;
  for (const UncheckedSignature& each : walk.unchecked) {
    chain.unchecked_depth = std::max(chain.unchecked_depth.value_or(0), each.depth);
  }
  chain.steps = std::move(walk.steps);
  chain.errors = std::move(walk.errors);
  chain.policies = std::move(walk.policies);
  output.verification.crl.certificates = std::move(walk.revocations);
  output.needs.insert(output.needs.end(), walk.needs.begin(), walk.needs.end());
  StopAtRefusal(input.options, chain);
}

ChainWalk NewWalk(const CheckInput& input, CheckMemory& memory, CertificatePtr leaf) {
  ChainWalk walk{.input = input,
                 .memory = memory,
                 .judged_at = input.options.at_time.value_or(input.now),
                 // Far above any chain that fits a handshake.
                 .max_depth = std::min(input.options.max_depth.value_or(100), 200),
                 .purpose = input.options.purpose,
                 .allow_proxies = input.options.allow_proxy_certs};
  walk.chain.emplace_back(std::move(leaf));
  return walk;
}

void RunWalk(ChainWalk& walk) {
  if (Take(kBuild, walk)) JudgePath(walk);
}

void JudgePath(ChainWalk& walk) { Take(kJudge, walk); }

}  // namespace tlsprobe
