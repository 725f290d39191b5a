#include "tlsprobe/session/judge.h"

#include <fmt/format.h>

#include <utility>

#include "tlsprobe/check/check.h"
#include "tlsprobe/check/verify_codes.h"

namespace tlsprobe {
namespace {

CertificatePtr CertificateOf(const ChainVerification& chain, const VerifyStep& step) {
  if (step.policies) return nullptr;
  if (step.crl_path) return step.certificate;
  const bool known = step.depth >= 0 && static_cast<size_t>(step.depth) < chain.built.size();
  return known ? chain.built[static_cast<size_t>(step.depth)] : CertificatePtr();
}

std::vector<VerifyEvent> StepEvents(const ChainVerification& chain) {
  std::vector<VerifyEvent> events;
  events.reserve(chain.steps.size());
  for (const VerifyStep& step : chain.steps) {
    events.push_back({.step = step, .certificate = CertificateOf(chain, step)});
  }
  return events;
}

Refusal RefuseFor(int code, int depth) {
  return {.alert = SslAlertForVerifyCode(code),
          .why = fmt::format("certificate verify failed: {} ({}) at depth {}", VerifyCodeText(code),
                             code, depth)};
}

// By the first error that is not tolerated, as in OpenSSL when its callback refuses.
std::optional<Refusal> FindRefusal(const VerifyOptions& options, const Verification& verification) {
  if (!options.fail_handshake) return std::nullopt;
  const ChainVerification& chain = verification.chain;
  for (const VerifyError& error : chain.errors) {
    if (!options.ends_handshake(error.depth)) continue;
    if (!IsNameError(error.code)) return RefuseFor(error.code, error.depth);
    return Refusal{.alert = SslAlertForVerifyCode(error.code),
                   .why = fmt::format("certificate verify failed: {}", verification.name.how)};
  }
  const bool failed_otherwise = chain.verdict == Verdict::kFailed && chain.errors.empty();
  return failed_otherwise ? std::optional(RefuseFor(chain.code, 0)) : std::nullopt;
}

}  // namespace

Judgement JudgePeer(const JudgeRules& rules, const Target& target, const TlsFacts& tls,
                    const PeerFacts& peer, UnixTime now) {
  Judgement judgement;
  CheckOutput output{judgement.verification, judgement.findings, judgement.needs};
  RunChecks({.options = rules.options,
             .target = target,
             .tls = tls,
             .peer = peer,
             .anchors = rules.anchors,
             .now = now,
             .security_level = rules.security_level,
             .untrusted = rules.untrusted,
             .crls = rules.crls,
             .signatures = rules.signatures},
            output);
  judgement.events = StepEvents(judgement.verification.chain);
  judgement.refusal = FindRefusal(rules.options, judgement.verification);
  return judgement;
}

Judgement VerifyChain(const JudgeRules& rules, const CertificatePtr& leaf, UnixTime now) {
  PeerFacts peer;
  peer.certificates_der = {leaf->der};
  peer.certificates = {leaf};
  peer.parse_errors = {""};
  return JudgePeer(rules, {}, {}, peer, now);
}

Verification NothingToJudge(std::string_view why) {
  Verification verification;
  verification.chain.how = why;
  verification.name.how = why;
  return verification;
}

}  // namespace tlsprobe
