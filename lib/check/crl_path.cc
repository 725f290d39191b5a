#include "tlsprobe/check/crl_path.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "tlsprobe/check/crl_memory.h"
#include "tlsprobe/check/crl_needs.h"
#include "tlsprobe/check/verify_codes.h"

namespace tlsprobe {
namespace {

bool IsFault(const VerifyStep& step) { return !step.ok; }

// OpenSSL holds the issuer of a CRL, too, to the name the server must have. Nobody asks that of it.
bool IsFaultOfPath(const VerifyStep& step) { return IsFault(step) && !IsNameError(step.code); }

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

// The steps up to where the callback refuses, and whether it does: then the CRL's issuer is not
// verified. A wrong name counts where the options name one, as OpenSSL's do; not that of the
// target.
std::pair<std::span<const VerifyStep>, bool> UntilRefused(const VerifyOptions& options,
                                                          const std::vector<VerifyStep>& steps) {
  const bool named = !options.host.empty() || !options.email.empty() || !options.ip.empty();
  const auto refused = std::ranges::find_if(steps, [&](const VerifyStep& step) {
    return (named ? IsFault(step) : IsFaultOfPath(step)) && options.ends_handshake(step.depth);
  });
  if (refused == steps.end()) return {steps, false};
  return {std::span(steps).first(static_cast<size_t>(refused - steps.begin()) + 1), true};
}

}  // namespace

CrlPathVerdict CheckCrlPath(ChainWalk& walk, size_t depth, const ChainLink& issuer) {
  // No paths upon paths.
  if (walk.parent != nullptr) return CrlPathVerdict::kRefused;
  std::optional<CrlIssuerPath>& path = walk.memory.crls().IssuerPath(issuer);
  if (!path) path = Verify(walk, issuer);
  const auto [steps, refused] = UntilRefused(walk.input.options, path->steps);
  for (const VerifyStep& step : steps) {
    walk.steps.push_back(step);
    walk.steps.back().crl_path_of = static_cast<int>(depth);
  }
  AddNeeds(walk, path->needs);
  if (refused || path->ended || path->top->sha256 != walk.chain.back()->sha256) {
    return CrlPathVerdict::kRefused;
  }
  if (std::ranges::any_of(path->steps, IsFaultOfPath)) return CrlPathVerdict::kTolerated;
  return path->unchecked.empty() ? CrlPathVerdict::kGood : CrlPathVerdict::kUnchecked;
}

}  // namespace tlsprobe
