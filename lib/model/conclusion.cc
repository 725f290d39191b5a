#include "tlsprobe/model/conclusion.h"

#include <algorithm>

namespace tlsprobe {
namespace {

bool NotReached(const ProbeReport& report) {
  // In TLS 1.3 the server's answer to our certificate comes behind the handshake's end.
  return !report.outcome.handshake_complete ||
         report.peer.client_certificate == ClientCertificateOutcome::kRejected;
}

bool AnyFinding(const Findings& findings, Severity fail_on) {
  return std::ranges::any_of(
      findings, [fail_on](const Finding& finding) { return finding.severity >= fail_on; });
}

// What should have been judged and could not be is not in order: a forger picks what we cannot
// verify.
bool IsBadChain(const ProbeReport& report) {
  const Verdict verdict = report.verification.chain.verdict;
  return verdict == Verdict::kFailed ||
         (verdict == Verdict::kNotChecked && !report.peer.certificates.empty());
}

bool IsBadCrl(const CrlVerification& crl) {
  return crl.verdict == Verdict::kFailed ||
         (crl.verdict == Verdict::kNotChecked && !crl.certificates.empty());
}

}  // namespace

Conclusion Conclude(const ProbeReport& report, Severity fail_on) {
  if (NotReached(report)) return Conclusion::kNotReached;
  if (IsBadChain(report)) return Conclusion::kBadChain;
  if (report.verification.name.verdict == Verdict::kFailed) return Conclusion::kWrongName;
  if (IsBadCrl(report.verification.crl)) return Conclusion::kRevocation;
  if (EndedBadly(report.outcome)) return Conclusion::kClosedEarly;
  return AnyFinding(report.findings, fail_on) ? Conclusion::kFinding : Conclusion::kFine;
}

}  // namespace tlsprobe
