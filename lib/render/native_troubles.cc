// What a report has to complain of, in the order of Conclusion: the first trouble is the verdict.
#include <fmt/format.h>

#include <algorithm>

#include "tlsprobe/base/text.h"
#include "tlsprobe/render/native_parts.h"

namespace tlsprobe {
namespace {

// Our own judgement of the certificates ended the handshake.
bool RefusedByUs(const Outcome& outcome) {
  return outcome.openssl_reason == "certificate verify failed";
}

// Which conclusion a finding is the reason for.
Conclusion ConclusionOf(const Finding& finding, const ProbeReport& report, Severity fail_on) {
  const Verification& verification = report.verification;
  if (finding.severity == Severity::kError) {
    const bool chain_failed = verification.chain.verdict == Verdict::kFailed;
    if (chain_failed && finding.id.starts_with("chain.")) return Conclusion::kBadChain;
    const bool name_failed = verification.name.verdict == Verdict::kFailed;
    if (name_failed && finding.id.starts_with("name.")) return Conclusion::kWrongName;
  }
  return finding.severity >= fail_on ? Conclusion::kFinding : Conclusion::kFine;
}

Trouble OutcomeTrouble(const ProbeReport& report, Conclusion conclusion) {
  const Outcome& outcome = report.outcome;
  const std::string precise = outcome.message.empty()
                                  ? fmt::format("the probe ended in phase {} ({})",
                                                PhaseName(outcome.phase), HowName(outcome.how))
                                  : EscapeControls(outcome.message);
  Trouble trouble{.conclusion = conclusion,
                  .severity = Severity::kError,
                  .text = precise,
                  .advice = EscapeControls(outcome.advice)};
  if (outcome.cause.empty()) return trouble;
  trouble.text = fmt::format("{} {}", TargetText(report.target), EscapeControls(outcome.cause));
  trouble.detail = precise;
  return trouble;
}

// A verdict that failed without a finding to say why still has its reason.
Trouble VerdictTrouble(const Verification& verification, Conclusion conclusion) {
  const bool chain = conclusion == Conclusion::kBadChain;
  const std::string& how = chain ? verification.chain.how : verification.name.how;
  return {.conclusion = conclusion,
          .text = fmt::format("the {} does not verify: {}", chain ? "certificate chain" : "name",
                              EscapeControls(how))};
}

void AddFindings(const ProbeReport& report, Severity fail_on, std::vector<Trouble>& troubles) {
  for (const Finding& finding : report.findings) {
    if (finding.severity < std::min(fail_on, Severity::kNotice)) continue;
    troubles.push_back({.conclusion = ConclusionOf(finding, report, fail_on),
                        .severity = finding.severity,
                        .text = EscapeControls(finding.text),
                        .advice = EscapeControls(finding.advice)});
  }
}

// What the conclusion itself needs to be told, where no finding tells it.
void AddConclusion(const ProbeReport& report, Conclusion conclusion,
                   std::vector<Trouble>& troubles) {
  const auto told = [&troubles](Conclusion what) {
    return std::ranges::find(troubles, what, &Trouble::conclusion) != troubles.end();
  };
  if (conclusion == Conclusion::kNotReached) {
    const bool explained = told(Conclusion::kBadChain) || told(Conclusion::kWrongName);
    if (RefusedByUs(report.outcome) && explained) return;
    troubles.push_back(OutcomeTrouble(report, conclusion));
    return;
  }
  if (EndedBadly(report.outcome)) {
    troubles.push_back(OutcomeTrouble(report, Conclusion::kClosedEarly));
  }
  const bool verdict = conclusion == Conclusion::kBadChain || conclusion == Conclusion::kWrongName;
  if (verdict && !told(conclusion)) {
    troubles.push_back(VerdictTrouble(report.verification, conclusion));
  }
}

}  // namespace

std::vector<Trouble> Troubles(const ProbeReport& report, Severity fail_on) {
  std::vector<Trouble> troubles;
  AddFindings(report, fail_on, troubles);
  AddConclusion(report, Conclude(report, fail_on), troubles);
  std::ranges::stable_sort(troubles, [](const Trouble& a, const Trouble& b) {
    if (a.conclusion != b.conclusion) return a.conclusion < b.conclusion;
    return a.severity > b.severity;
  });
  return troubles;
}

}  // namespace tlsprobe
