#include "tlsprobe/model/conclusion.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace tlsprobe;

namespace {

ProbeReport Healthy() {
  ProbeReport report;
  report.outcome.phase = Phase::kOpen;
  report.outcome.how = How::kCloseNotify;
  report.outcome.handshake_complete = true;
  report.verification.chain.verdict = Verdict::kOk;
  report.verification.name.verdict = Verdict::kOk;
  return report;
}

}  // namespace

TEST_CASE("the first that applies is concluded, whatever else is wrong") {
  ProbeReport report = Healthy();
  CHECK(Conclude(report, Severity::kInfo) == Conclusion::kFine);
  report.findings = {{.id = "x", .severity = Severity::kWarning}};
  CHECK(Conclude(report, Severity::kError) == Conclusion::kFine);
  CHECK(Conclude(report, Severity::kWarning) == Conclusion::kFinding);
  report.outcome.how = How::kEof;
  CHECK(Conclude(report, Severity::kWarning) == Conclusion::kClosedEarly);
  report.verification.name.verdict = Verdict::kFailed;
  CHECK(Conclude(report, Severity::kWarning) == Conclusion::kWrongName);
  report.verification.chain.verdict = Verdict::kFailed;
  CHECK(Conclude(report, Severity::kWarning) == Conclusion::kBadChain);
  report.peer.client_certificate = ClientCertificateOutcome::kRejected;
  CHECK(Conclude(report, Severity::kWarning) == Conclusion::kNotReached);
  report.peer.client_certificate = ClientCertificateOutcome::kNotRequested;
  report.outcome.handshake_complete = false;
  CHECK(Conclude(report, Severity::kWarning) == Conclusion::kNotReached);
}

TEST_CASE("every way to end but close_notify is an early end") {
  for (int how = 0; how <= static_cast<int>(How::kError); ++how) {
    ProbeReport report = Healthy();
    report.outcome.how = static_cast<How>(how);
    CAPTURE(HowName(report.outcome.how));
    const bool good =
        report.outcome.how == How::kCloseNotify || report.outcome.how == How::kStillOpen;
    CHECK(EndedBadly(report.outcome) == !good);
    CHECK((Conclude(report, Severity::kError) == Conclusion::kFine) == good);
  }
}

TEST_CASE("certificates that could not be checked are not in order") {
  ProbeReport report = Healthy();
  report.peer.certificates.emplace_back();
  CHECK(Conclude(report, Severity::kError) == Conclusion::kFine);
  report.verification.crl.certificates.emplace_back();
  CHECK(Conclude(report, Severity::kError) == Conclusion::kRevocation);
  report.verification.crl.verdict = Verdict::kOk;
  CHECK(Conclude(report, Severity::kError) == Conclusion::kFine);
  report.verification.chain.verdict = Verdict::kNotChecked;
  CHECK(Conclude(report, Severity::kError) == Conclusion::kBadChain);
}

TEST_CASE("where there was nothing to check nothing is raised") {
  ProbeReport report = Healthy();
  report.verification = {};
  CHECK(Conclude(report, Severity::kInfo) == Conclusion::kFine);
}
