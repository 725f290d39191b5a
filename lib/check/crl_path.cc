#include "tlsprobe/check/crl_path.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tlsprobe/check/crl_memory.h"
#include "tlsprobe/check/crl_needs.h"

namespace tlsprobe {
namespace {

bool IsFault(const VerifyStep& step) { return !step.ok; }

// An error without a word to the callback ends a verification early.
bool WasAborted(const ChainWalk& nested) {
  return std::ranges::count_if(nested.steps, IsFault) != std::ssize(nested.errors);
}

CrlIssuerPath Verify(const ChainWalk& walk, const ChainLink& issuer) {
  ChainWalk nested = NewWalk(walk.input, walk.memory, issuer.certificate());
  nested.parent = &walk;
  nested.purpose = Purpose::kCrlSign;
  nested.allow_proxies = false;
  RunWalk(nested);
  CrlIssuerPath path = {.ended = WasAborted(nested), .top = nested.chain.back().certificate()};
  path.steps = std::move(nested.steps);
  for (VerifyStep& step : path.steps) {
    step.certificate = nested.chain[static_cast<size_t>(step.depth)].certificate();
  }
  // Where the callback refuses, the CRL's issuer is not verified.
  const auto refused = std::ranges::find_if(path.steps, [&walk](const VerifyStep& step) {
    return IsFault(step) && walk.input.options.ends_handshake(step.depth);
  });
  if (refused != path.steps.end()) {
    path.ended = true;
    path.steps.erase(refused + 1, path.steps.end());
  }
  path.unchecked = std::move(nested.crls_unchecked);
  if (!nested.unchecked.empty()) {
    path.unchecked = fmt::format(
        "a signature on the path of its issuer is {}, which this build "
        "cannot check",
        nested.unchecked.front().algorithm);
  }
  path.needs = std::move(nested.needs);
  return path;
}

}  // namespace

CrlPathVerdict CheckCrlPath(ChainWalk& walk, size_t depth, const ChainLink& issuer) {
  // No paths upon paths.
  if (walk.parent != nullptr) return CrlPathVerdict::kRefused;
  std::optional<CrlIssuerPath>& path = walk.memory.crls().IssuerPath(issuer);
  if (!path) path = Verify(walk, issuer);
  for (const VerifyStep& step : path->steps) {
    walk.steps.push_back(step);
    walk.steps.back().crl_path_of = static_cast<int>(depth);
  }
  AddNeeds(walk, path->needs);
  if (path->ended || path->top->sha256 != walk.chain.back()->sha256) {
    return CrlPathVerdict::kRefused;
  }
  if (std::ranges::any_of(path->steps, IsFault)) return CrlPathVerdict::kTolerated;
  return path->unchecked.empty() ? CrlPathVerdict::kGood : CrlPathVerdict::kUnchecked;
}

}  // namespace tlsprobe
