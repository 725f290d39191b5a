// The step of the walk that processes certification policies (RFC 5280 section 6.1), the last one.
#include <utility>
#include <vector>

#include "tlsprobe/check/chain_walk.h"
#include "tlsprobe/check/policy_tree.h"
#include "tlsprobe/check/verify_codes.h"

namespace tlsprobe {
namespace {

// The anchor is no part of the path.
std::vector<PolicyFacts> FactsOfPath(const ChainWalk& walk) {
  std::vector<PolicyFacts> path;
  for (size_t depth = walk.chain.size() - 1; depth-- > 0;) {
    path.push_back(ReadPolicyFacts(*walk.chain[depth]));
  }
  return path;
}

void FailAtFault(const std::vector<PolicyFacts>& path, ChainWalk& walk) {
  for (size_t depth = 0; depth < path.size(); ++depth) {
    if (!path[path.size() - 1 - depth].fault.empty()) walk.Fail(depth, kInvalidPolicyExtension);
  }
}

// OpenSSL's error_depth stays where it was last.
int LastDepth(const ChainWalk& walk) { return walk.steps.empty() ? 0 : walk.steps.back().depth; }

}  // namespace

bool CheckPolicies(ChainWalk& walk) {
  const VerifyOptions& options = walk.input.options;
  if (!options.processes_policies() || walk.parent != nullptr) return true;
  const std::vector<PolicyFacts> path = FactsOfPath(walk);
  PolicyResult result = ProcessPolicies(path, {.accepted = options.policies,
                                               .explicit_policy = options.explicit_policy,
                                               .inhibit_any = options.inhibit_any,
                                               .inhibit_mapping = options.inhibit_map});
  walk.policies = std::move(result.outcome);
  const int depth = LastDepth(walk);
  switch (result.verdict) {
    case PolicyVerdict::kTooMany:
      walk.Abort(static_cast<size_t>(depth), kOutOfMemory);  // what OpenSSL calls it
      return false;
    case PolicyVerdict::kInvalid:
      FailAtFault(path, walk);
      return true;
    case PolicyVerdict::kNotMet:
      walk.Fail(static_cast<size_t>(depth), kNoExplicitPolicy);
      walk.steps.back().policies = true;  // it is about no certificate
      return true;
    case PolicyVerdict::kMet:
      break;
  }
  if (options.policy_print) {
    walk.steps.push_back({.depth = depth, .code = walk.code, .policies = true});
  }
  return true;
}

}  // namespace tlsprobe
