#include "tlsprobe/session/judge.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "tlsprobe/check/check.h"
#include "tlsprobe/check/verify_codes.h"

namespace tlsprobe {
namespace {

CertificatePtr CertificateOf(const ChainVerification& chain, const VerifyStep& step) {
  if (step.policies) return nullptr;
  if (step.crl_path_of) return step.certificate;
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

// Why nothing can be said, at a depth where that is not tolerated; empty: nothing of the kind.
// Errors that are tolerated may have come before it.
std::string UncheckedChain(const VerifyOptions& options, const ChainVerification& chain) {
  const int depth = chain.unchecked_depth.value_or(0);
  if (!options.ends_handshake(depth)) return {};
  if (chain.verdict == Verdict::kNotChecked) return chain.how;
  if (!chain.unchecked_depth) return {};
  return fmt::format("the signature at depth {} is of a kind that this build cannot check", depth);
}

std::string UncheckedCrl(const VerifyOptions& options, const CrlVerification& crl) {
  for (const RevocationStatus& status : crl.certificates) {
    if (status.verdict != Verdict::kNotChecked || !options.ends_handshake(status.depth)) continue;
    return fmt::format("{} (at depth {})", status.how, status.depth);
  }
  return {};
}

// What nothing can be said about is not let through either: a forger picks what we cannot verify.
std::optional<Refusal> FindUnchecked(const VerifyOptions& options,
                                     const Verification& verification) {
  constexpr uint8_t kUnsupportedCertificate = 43;  // RFC 8446 section 6.2
  std::string how = UncheckedChain(options, verification.chain);
  if (how.empty()) how = UncheckedCrl(options, verification.crl);
  if (how.empty()) return std::nullopt;
  return Refusal{.alert = kUnsupportedCertificate,
                 .why = fmt::format("certificate verify failed: {}", how)};
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
  if (chain.verdict == Verdict::kFailed && chain.errors.empty()) return RefuseFor(chain.code, 0);
  return FindUnchecked(options, verification);
}

// `input` has the facts, which `rules` are added to.
Judgement Judge(const JudgeRules& rules, CheckInput input, UnixTime now) {
  input.anchors = rules.anchors;
  input.now = now;
  input.security_level = rules.security_level;
  input.untrusted = rules.untrusted;
  input.fetched = rules.fetched;
  input.crls = rules.crls;
  input.signatures = rules.signatures;
  Judgement judgement;
  CheckOutput output{judgement.verification, judgement.findings, judgement.needs};
  RunChecks(input, output);
  judgement.events = StepEvents(judgement.verification.chain);
  judgement.refusal = FindRefusal(rules.options, judgement.verification);
  return judgement;
}

bool IsAboutSending(const Finding& finding) { return finding.id.starts_with("sent."); }

}  // namespace

Judgement JudgePeer(const JudgeRules& rules, const Target& target, const TlsFacts& tls,
                    const PeerFacts& peer, UnixTime now) {
  return Judge(rules, {.options = rules.options, .target = target, .tls = tls, .peer = peer}, now);
}

Judgement VerifyChain(const JudgeRules& rules, std::span<const CertificatePtr> chain,
                      UnixTime now) {
  const Target nowhere;
  const TlsFacts no_connection;
  PeerFacts peer;
  for (const CertificatePtr& certificate : chain) {
    peer.certificates_der.push_back(certificate->der);
    peer.certificates.push_back(certificate);
    peer.parse_errors.emplace_back();
  }
  Judgement judgement = Judge(rules,
                              {.options = rules.options,
                               .target = nowhere,
                               .tls = no_connection,
                               .peer = peer,
                               .from_server = false},
                              now);
  if (chain.size() == 1) std::erase_if(judgement.findings, IsAboutSending);
  return judgement;
}

Verification NothingToJudge(std::string_view why) {
  Verification verification;
  verification.chain.how = why;
  verification.name.how = why;
  return verification;
}

}  // namespace tlsprobe
