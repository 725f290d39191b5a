#include "tlsprobe/session/judge.h"

#include <fmt/format.h>

#include <utility>

#include "tlsprobe/check/check.h"

namespace tlsprobe {
namespace {

constexpr int kHostnameMismatch = 62;  // X509_V_ERR_HOSTNAME_MISMATCH

std::vector<VerifyEvent> StepEvents(const ChainVerification& chain) {
  std::vector<VerifyEvent> events;
  events.reserve(chain.steps.size());
  for (const VerifyStep& step : chain.steps) {
    const bool known = step.depth >= 0 && static_cast<size_t>(step.depth) < chain.built.size();
    events.push_back(
        {.step = step,
         .certificate = known ? chain.built[static_cast<size_t>(step.depth)] : CertificatePtr()});
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
  if (chain.verdict == Verdict::kFailed) {
    for (const VerifyError& error : chain.errors) {
      if (options.ends_handshake(error.depth)) return RefuseFor(error.code, error.depth);
    }
    if (chain.errors.empty()) return RefuseFor(chain.code, 0);
    return std::nullopt;
  }
  if (verification.name.verdict != Verdict::kFailed || !options.ends_handshake(0)) {
    return std::nullopt;
  }
  // Wrong host, address and email are all the same alert.
  return Refusal{.alert = SslAlertForVerifyCode(kHostnameMismatch),
                 .why = fmt::format("certificate verify failed: {}", verification.name.how)};
}

}  // namespace

Judgement JudgePeer(const JudgeRules& rules, const Target& target, const TlsFacts& tls,
                    const PeerFacts& peer, UnixTime now) {
  Judgement judgement;
  std::vector<Need> needs;  // nothing fetches yet: a verdict that needs more says so in its `how`
  CheckOutput output{judgement.verification, judgement.findings, needs};
  RunChecks({.options = rules.options,
             .target = target,
             .tls = tls,
             .peer = peer,
             .anchors = rules.anchors,
             .now = now,
             .security_level = rules.security_level},
            output);
  judgement.events = StepEvents(judgement.verification.chain);
  judgement.refusal = FindRefusal(rules.options, judgement.verification);
  return judgement;
}

Verification NothingToJudge(std::string_view why) {
  Verification verification;
  verification.chain.how = why;
  verification.name.how = why;
  return verification;
}

}  // namespace tlsprobe
