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

// The first error ends the judging, as it does in OpenSSL when its callback refuses.
void RefuseChain(Judgement& judgement) {
  ChainVerification& chain = judgement.verification.chain;
  int depth = 0;
  int code = chain.code;
  if (!chain.errors.empty()) {
    depth = chain.errors.front().depth;
    code = chain.errors.front().code;
  }
  for (size_t i = 0; i < judgement.events.size(); ++i) {
    if (judgement.events[i].step.ok) continue;
    judgement.events.resize(i + 1);
    break;
  }
  chain.code = code;
  judgement.refusal = RefuseFor(code, depth);
}

}  // namespace

Judgement JudgePeer(const ProbeContext& context, const Target& target, const TlsFacts& tls,
                    const PeerFacts& peer, UnixTime now) {
  const VerifyOptions& options = context.config().verify;
  Judgement judgement;
  std::vector<Need> needs;  // nothing fetches yet: a verdict that needs more says so in its `how`
  CheckOutput output{judgement.verification, judgement.findings, needs};
  RunChecks({.options = options,
             .target = target,
             .tls = tls,
             .peer = peer,
             .anchors = context.materials().anchors.get(),
             .now = now,
             .security_level = context.security_level()},
            output);
  judgement.events = StepEvents(judgement.verification.chain);
  if (!options.fail_handshake) return judgement;
  if (judgement.verification.chain.verdict == Verdict::kFailed) {
    RefuseChain(judgement);
  } else if (judgement.verification.name.verdict == Verdict::kFailed) {
    // Wrong host, address and email are all the same alert.
    judgement.refusal = {
        .alert = SslAlertForVerifyCode(kHostnameMismatch),
        .why = fmt::format("certificate verify failed: {}", judgement.verification.name.how)};
  }
  return judgement;
}

Verification NothingToJudge(std::string_view why) {
  Verification verification;
  verification.chain.how = why;
  verification.name.how = why;
  return verification;
}

}  // namespace tlsprobe
