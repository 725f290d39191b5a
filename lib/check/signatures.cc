// The last look at a chain, from its top to the leaf: signatures and times (RFC 5280 section
// 6.1.3).
#include <algorithm>
#include <string>

#include "tlsprobe/check/chain_walk.h"
#include "tlsprobe/check/verify_codes.h"
#include "tlsprobe/check/words.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

// May a key with this keyUsage sign the certificate? 0 or the error.
int SigningAllowed(const Certificate& issuer, const Certificate& subject) {
  if (subject.proxy_certificate) {
    return KeyUsageRefuses(issuer, 1U << kDigitalSignature) ? kNoDigitalSignature : kVerifyOk;
  }
  return KeyUsageRefuses(issuer, 1U << kKeyCertSign) ? kNoCertSign : kVerifyOk;
}

// Who is no CA may sign for himself whatever his key usage says (RFC 6818 section 2).
bool SignsItself(const ChainWalk& walk, size_t depth) {
  const auto& basic = walk.chain[depth]->basic_constraints;
  return depth + 1 == walk.chain.size() && !(basic && basic->ca);
}

// False where this build cannot tell.
bool CheckSignatureOf(ChainWalk& walk, size_t depth) {
  const ChainLink& subject = walk.chain[depth];
  // The top stands for its own issuer where -check_ss_sig asks.
  const size_t above = std::min(depth + 1, walk.chain.size() - 1);
  const ChainLink& issuer = walk.chain[above];
  const int allowed = SignsItself(walk, depth) ? kVerifyOk : SigningAllowed(*issuer, *subject);
  if (allowed != kVerifyOk) walk.Fail(above, allowed);
  if (issuer.key().state == KeyState::kBroken) {
    walk.Fail(above, kUndecodableIssuerKey);
    return true;
  }
  switch (walk.memory.Verify(subject, issuer)) {
    case SignatureVerdict::kGood:
      return true;
    case SignatureVerdict::kBad:
      walk.Fail(depth, kSignatureFailure);
      return true;
    case SignatureVerdict::kNotSupported:
      break;
  }
  walk.unchecked.push_back({.depth = static_cast<int>(depth),
                            .algorithm = UncheckedWords(subject->signature_algorithm, issuer)});
  return false;
}

void CheckTimesOf(ChainWalk& walk, size_t depth) {
  const Certificate& certificate = *walk.chain[depth];
  if (walk.input.options.no_check_time && !walk.input.options.at_time) return;
  if (certificate.bad_not_before) {
    walk.Fail(depth, kBadNotBefore);
  } else if (certificate.not_before > walk.judged_at) {
    walk.Fail(depth, kNotYetValid);
  }
  if (certificate.bad_not_after) {
    walk.Fail(depth, kBadNotAfter);
  } else if (certificate.not_after <= walk.judged_at) {
    walk.Fail(depth, kExpired);
  }
}

}  // namespace

bool TimeFits(const ChainWalk& walk, const Certificate& certificate) {
  if (walk.input.options.no_check_time && !walk.input.options.at_time) return true;
  return !certificate.bad_not_before && !certificate.bad_not_after &&
         certificate.not_before <= walk.judged_at && certificate.not_after > walk.judged_at;
}

// A self-signature adds no security: it is not looked at unless asked for.
bool LooksAtTop(const ChainWalk& walk) {
  const ChainLink& top = walk.chain.back();
  return walk.input.options.check_ss_sig && top.self_signed();
}

bool CheckSignaturesAndTimes(ChainWalk& walk) {
  const size_t top = walk.chain.size() - 1;
  size_t first = top;
  const bool ends_open = !LikelyIssued(walk.chain[top], walk.chain[top]);
  if (ends_open && !walk.input.options.partial_chain) {
    // Nothing says who made the top: nothing is said about it, but that it is not verified where
    // it is the leaf.
    if (top == 0) {
      walk.Fail(0, kLeafNotVerified);
    } else {
      first = top - 1;
    }
  }
  for (size_t depth = first + 1; depth-- > 0;) {
    const bool look = depth != top || LooksAtTop(walk);
    const bool known = !look || CheckSignatureOf(walk, depth);
    CheckTimesOf(walk, depth);
    if (known) walk.Pass(depth);
  }
  return true;
}

std::string UncheckedWords(const SignatureAlgorithm& algorithm, const ChainLink& issuer) {
  std::string words = OidLongName(algorithm.oid);
  if (issuer.key().state != KeyState::kUsable) {
    words += " with the issuer's " + KeyWords(issuer->public_key);
  }
  return words;
}

}  // namespace tlsprobe
