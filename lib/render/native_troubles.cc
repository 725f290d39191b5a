// What a report has to complain of, in the order of Conclusion: the first trouble is the verdict.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "tlsprobe/base/text.h"
#include "tlsprobe/render/native_parts.h"

namespace tlsprobe {
namespace {

// A verdict that can be the conclusion, and the findings that say why.
struct VerdictRow {
  Conclusion conclusion;
  std::string_view finding_prefix;
  std::string_view what;
  Verdict (*verdict)(const Verification& verification);
  const std::string& (*how)(const Verification& verification);
};
constexpr VerdictRow kVerdicts[] = {
    {Conclusion::kBadChain, "chain.", "certificate chain",
     [](const Verification& it) { return it.chain.verdict; },
     [](const Verification& it) -> const std::string& { return it.chain.how; }},
    {Conclusion::kWrongName, "name.", "name",
     [](const Verification& it) { return it.name.verdict; },
     [](const Verification& it) -> const std::string& { return it.name.how; }},
    {Conclusion::kRevocation, "crl.", "revocation status",
     [](const Verification& it) { return it.crl.verdict; },
     [](const Verification& it) -> const std::string& { return it.crl.how; }},
};

// Null for a conclusion that is no verdict's.
const VerdictRow* FindVerdict(Conclusion conclusion) {
  const auto* row = std::ranges::find(kVerdicts, conclusion, &VerdictRow::conclusion);
  return row == std::end(kVerdicts) ? nullptr : row;
}

// Our own judgement of the certificates ended the handshake.
bool RefusedByUs(const Outcome& outcome) {
  return outcome.openssl_reason == "certificate verify failed";
}

// Which conclusion a finding is the reason for.
Conclusion ConclusionOf(const Finding& finding, const ProbeReport& report, Severity fail_on) {
  for (const VerdictRow& row : kVerdicts) {
    const bool failed = row.verdict(report.verification) != Verdict::kOk;
    const bool says_why =
        finding.severity == Severity::kError && finding.id.starts_with(row.finding_prefix);
    if (failed && says_why) return row.conclusion;
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
Trouble VerdictTrouble(const Verification& verification, const VerdictRow& row) {
  return {.conclusion = row.conclusion,
          .text = fmt::format("the {} does not verify: {}", row.what,
                              EscapeControls(row.how(verification)))};
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
    const bool explained = std::ranges::any_of(
        kVerdicts, [&told](const VerdictRow& row) { return told(row.conclusion); });
    if (RefusedByUs(report.outcome) && explained) return;
    troubles.push_back(OutcomeTrouble(report, conclusion));
    return;
  }
  if (EndedBadly(report.outcome)) {
    troubles.push_back(OutcomeTrouble(report, Conclusion::kClosedEarly));
  }
  const VerdictRow* row = FindVerdict(conclusion);
  if (row != nullptr && !told(conclusion)) {
    troubles.push_back(VerdictTrouble(report.verification, *row));
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
