#include "cli/exit_code.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <vector>

using namespace tlsprobe;
using namespace tlsprobe::cli;

namespace {

ProbeReport Healthy() {
  ProbeReport report;
  report.outcome.phase = Phase::kOpen;
  report.outcome.how = How::kCloseNotify;
  report.outcome.ended_by = EndedBy::kUs;
  report.outcome.handshake_complete = true;
  report.verification.chain.verdict = Verdict::kOk;
  report.verification.name.verdict = Verdict::kOk;
  return report;
}

}  // namespace

TEST_CASE("a healthy server is 0 on both faces") {
  CHECK(NativeExitCode(Healthy(), Severity::kError) == 0);
  CHECK(DialectExitCode(Healthy(), true, Profile::k30) == 0);
}

TEST_CASE("without a handshake the phase decides, and s_client says 1") {
  struct Case {
    Phase phase;
    int code;
  };
  const auto [phase, code] =
      GENERATE(Case{Phase::kResolve, 10}, Case{Phase::kConnect, 11}, Case{Phase::kProxy, 12},
               Case{Phase::kStartTls, 13}, Case{Phase::kHandshake, 14});
  ProbeReport report = Healthy();
  report.outcome.handshake_complete = false;
  report.outcome.phase = phase;
  report.verification.chain.verdict = Verdict::kFailed;
  CHECK(NativeExitCode(report, Severity::kError) == code);
  CHECK(DialectExitCode(report, true, Profile::k30) == 1);
}

TEST_CASE("chain goes before name, name before an early end, that before other findings") {
  ProbeReport report = Healthy();
  report.findings.push_back({.id = "x", .severity = Severity::kError});
  CHECK(NativeExitCode(report, Severity::kError) == 1);
  report.outcome.how = How::kReset;
  CHECK(NativeExitCode(report, Severity::kError) == 15);
  report.verification.name.verdict = Verdict::kFailed;
  CHECK(NativeExitCode(report, Severity::kError) == 21);
  report.verification.chain.verdict = Verdict::kFailed;
  CHECK(NativeExitCode(report, Severity::kError) == 20);
  report.peer.client_certificate = ClientCertificateOutcome::kRejected;
  CHECK(NativeExitCode(report, Severity::kError) == 14);
}

TEST_CASE("what was not checked raises nothing") {
  ProbeReport report = Healthy();
  report.verification = {};
  CHECK(NativeExitCode(report, Severity::kError) == 0);
}

TEST_CASE("findings count from the severity asked for") {
  ProbeReport report = Healthy();
  report.findings.push_back({.id = "x", .severity = Severity::kWarning});
  CHECK(NativeExitCode(report, Severity::kError) == 0);
  CHECK(NativeExitCode(report, Severity::kWarning) == 1);
  CHECK(NativeExitCode(report, Severity::kInfo) == 1);
}

TEST_CASE("the verdict is ok exactly where the status is 0") {
  const auto severity =
      GENERATE(Severity::kInfo, Severity::kNotice, Severity::kWarning, Severity::kError);
  const auto fail_on =
      GENERATE(Severity::kInfo, Severity::kNotice, Severity::kWarning, Severity::kError);
  const auto chain = GENERATE(Verdict::kOk, Verdict::kFailed, Verdict::kNotChecked);
  const auto name = GENERATE(Verdict::kOk, Verdict::kFailed);
  const bool complete = GENERATE(true, false);
  ProbeReport report = Healthy();
  report.outcome.handshake_complete = complete;
  report.findings = {{.id = "x", .severity = severity, .text = "y"}};
  report.verification.chain.verdict = chain;
  report.verification.name.verdict = name;
  for (int how = 0; how <= static_cast<int>(How::kError); ++how) {
    report.outcome.how = static_cast<How>(how);
    CAPTURE(HowName(report.outcome.how), SeverityName(severity), SeverityName(fail_on), complete);
    const Text text = FindReportRenderer("native")->render(report, {.fail_on = fail_on});
    const bool ok = text.front().bytes.starts_with("ok: ");
    CHECK(ok == (NativeExitCode(report, fail_on) == kExitFine));
  }
}

TEST_CASE("of several codes the one that comes first in the order is taken") {
  CHECK(WorstExitCode(std::vector<int>{0, 1, 15, 21}) == 21);
  CHECK(WorstExitCode(std::vector<int>{20, 14, 0}) == 14);
  CHECK(WorstExitCode(std::vector<int>{0, 0}) == 0);
  CHECK(WorstExitCode({}) == 0);
}

TEST_CASE("s_client's status behind the handshake") {
  struct Case {
    How how;
    int system_error;
    bool user_quit;
    Profile profile;
    int code;
  };
  const auto row = GENERATE(
      Case{How::kCloseNotify, 0, false, Profile::k30, 0},
      Case{How::kReset, 104, false, Profile::k30, 104},
      Case{How::kReset, 0, false, Profile::k30, 1}, Case{How::kEof, 0, false, Profile::k30, 1},
      Case{How::kEof, 0, false, Profile::k110, 0},
      // After Q: only our farewell may be lost, not what was typed before it.
      Case{How::kTimeout, 0, true, Profile::k30, 0}, Case{How::kEof, 0, true, Profile::k30, 1},
      Case{How::kReset, 104, true, Profile::k30, 104},
      Case{How::kAlertReceived, 0, false, Profile::k30, 1},
      Case{How::kAlertReceived, 0, true, Profile::k30, 1},
      Case{How::kTimeout, 0, false, Profile::k30, 1});
  ProbeReport report = Healthy();
  report.outcome.how = row.how;
  report.outcome.system_error = row.system_error;
  CAPTURE(HowName(row.how), row.user_quit);
  CHECK(DialectExitCode(report, row.user_quit, row.profile) == row.code);
}

TEST_CASE("what never left this machine is 2, whatever phase it was in") {
  ProbeReport report;
  report.outcome = {.ended_by = EndedBy::kUs, .how = How::kError};
  for (const Phase phase : {Phase::kResolve, Phase::kConnect}) {
    report.outcome.phase = phase;
    report.outcome.how = phase == Phase::kResolve ? How::kNotFound : How::kError;
    CHECK(NativeExitCode(report, Severity::kError) == 2);
  }
  report.outcome.how = How::kTimeout;
  CHECK(NativeExitCode(report, Severity::kError) == 11);
  report.outcome = {.phase = Phase::kConnect, .ended_by = EndedBy::kNetwork, .how = How::kError};
  CHECK(NativeExitCode(report, Severity::kError) == 11);
}
