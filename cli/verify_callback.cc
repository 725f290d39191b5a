#include "cli/verify_callback.h"

#include <algorithm>
#include <iterator>

#include "tlsprobe/check/verify_codes.h"

namespace tlsprobe::cli {
namespace {

constexpr int kTolerated[] = {
    kExpired,
    kCrlNotYetValid,
    kCrlExpired,
    kSelfSignedLeaf,
    kPathLengthExceeded,
    kInvalidPurpose,
    kUnhandledCritical,
    kInvalidNonCa,
    kNoExplicitPolicy,
    kAlgorithmsDiffer,
    kInvalidCa,
    kPathLengthOfNonCa,
    kPathLengthWithoutCertSign,
    kCertSignOfNonCa,
    kIssuerEmpty,
    kSubjectEmpty,
    kAuthorityKeyIdMissing,
    kSubjectKeyIdMissing,
    kAltNameEmpty,
    kAltNameNotCritical,
    kBasicConstraintsNotCritical,
    90,  // X509_V_ERR_AUTHORITY_KEY_IDENTIFIER_CRITICAL
    91,  // X509_V_ERR_SUBJECT_KEY_IDENTIFIER_CRITICAL
    kCaWithoutKeyUsage,
    kExtensionsNeedVersion3,
};

// Those about a CRL of the certificate at their depth.
constexpr int kAboutCrls[] = {
    kNoCrl,          kUndecryptableCrl, kCrlSignatureFailure,  kCrlNotYetValid,
    kCrlExpired,     kBadCrlThisUpdate, kBadCrlNextUpdate,     kRevoked,
    kNoCrlIssuer,    kNoCrlSign,        kUnhandledCriticalCrl, kDifferentCrlScope,
    kCrlPathFailure,
};

template <size_t kSize>
bool Contains(const int (&codes)[kSize], int code) {
  return std::ranges::find(codes, code) != std::end(codes);
}

// Which certificate a CRL was asked about: steps on its issuer's path do not say, but the next one
// may. Otherwise it is the leaf, as always unless the CRLs of the whole chain are asked.
int DepthOfCrl(std::span<const VerifyEvent> rest) {
  const auto next =
      std::ranges::find_if(rest, [](const VerifyEvent& event) { return !event.step.crl_path; });
  const bool about_crl =
      next != rest.end() && !next->step.ok && Contains(kAboutCrls, next->step.code);
  return about_crl ? next->step.depth : 0;
}

VerifyEvent CrlPathFailure(std::span<const VerifyEvent> rest, const ChainVerification& chain) {
  const int depth = DepthOfCrl(rest);
  VerifyEvent event = {.step = {.depth = depth, .code = kCrlPathFailure, .ok = false}};
  const auto index = static_cast<size_t>(depth);
  if (index < chain.built.size()) event.certificate = chain.built[index];
  return event;
}

}  // namespace

bool IsTolerated(int code) { return Contains(kTolerated, code); }

CallbackRun RunVerifyCallback(std::span<const VerifyEvent> events, const ChainVerification& chain) {
  CallbackRun run;
  for (size_t i = 0; i < events.size(); ++i) {
    run.events.push_back(events[i]);
    const VerifyStep& step = events[i].step;
    if (step.ok || IsTolerated(step.code)) continue;
    run.refused = true;
    if (step.crl_path) run.events.push_back(CrlPathFailure(events.subspan(i + 1), chain));
    break;
  }
  return run;
}

}  // namespace tlsprobe::cli
