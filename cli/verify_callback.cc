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

// What becomes of the certificate at `depth` where the path of its CRL's issuer is refused.
VerifyEvent CrlPathFailure(int depth, const ChainVerification& chain) {
  VerifyEvent event = {.step = {.depth = depth, .code = kCrlPathFailure, .ok = false}};
  const auto index = static_cast<size_t>(depth);
  if (index < chain.built.size()) event.certificate = chain.built[index];
  return event;
}

}  // namespace

bool IsTolerated(int code) { return std::ranges::find(kTolerated, code) != std::end(kTolerated); }

CallbackRun RunVerifyCallback(std::span<const VerifyEvent> events, const ChainVerification& chain) {
  CallbackRun run;
  for (const VerifyEvent& event : events) {
    run.events.push_back(event);
    const VerifyStep& step = event.step;
    if (step.ok || IsTolerated(step.code)) continue;
    run.refused = true;
    if (step.crl_path_of) run.events.push_back(CrlPathFailure(*step.crl_path_of, chain));
    break;
  }
  return run;
}

}  // namespace tlsprobe::cli
