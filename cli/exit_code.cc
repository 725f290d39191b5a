#include "cli/exit_code.h"

#include <algorithm>
#include <array>

namespace tlsprobe::cli {
namespace {

constexpr std::array<int, 11> kOrder = {kExitUsage,       kExitResolve,   kExitConnect, kExitProxy,
                                        kExitStartTls,    kExitHandshake, kExitChain,   kExitName,
                                        kExitClosedEarly, kExitFinding,   kExitFine};

int PhaseCode(Phase phase) {
  switch (phase) {
    case Phase::kResolve:
      return kExitResolve;
    case Phase::kConnect:
      return kExitConnect;
    case Phase::kProxy:
      return kExitProxy;
    case Phase::kStartTls:
      return kExitStartTls;
    case Phase::kHandshake:
    case Phase::kOpen:
      return kExitHandshake;
  }
  return kExitHandshake;
}

bool ClosedEarly(const Outcome& outcome) {
  return outcome.how != How::kCloseNotify && outcome.how != How::kStillOpen;
}

}  // namespace

int NativeExitCode(const ProbeReport& report, Severity fail_on) {
  if (!report.outcome.handshake_complete) return PhaseCode(report.outcome.phase);
  // In TLS 1.3 the server's answer to our certificate comes behind the handshake's end.
  if (report.peer.client_certificate == ClientCertificateOutcome::kRejected) return kExitHandshake;
  if (report.verification.chain.verdict == Verdict::kFailed) return kExitChain;
  if (report.verification.name.verdict == Verdict::kFailed) return kExitName;
  if (ClosedEarly(report.outcome)) return kExitClosedEarly;
  const bool found =
      std::any_of(report.findings.begin(), report.findings.end(),
                  [&](const Finding& finding) { return finding.severity >= fail_on; });
  return found ? kExitFinding : kExitFine;
}

int WorstExitCode(std::span<const int> codes) {
  for (const int code : kOrder) {
    if (std::find(codes.begin(), codes.end(), code) != codes.end()) return code;
  }
  return kExitFine;
}

int DialectExitCode(const ProbeReport& report, bool user_quit, Profile profile) {
  const Outcome& outcome = report.outcome;
  if (!outcome.handshake_complete) return 1;
  switch (outcome.how) {
    case How::kStillOpen:
    case How::kCloseNotify:
      return 0;
    case How::kAlertSent:
    case How::kAlertReceived:
      return 1;
    default:
      break;
  }
  if (user_quit) return 0;
  // Before 3.0 the end of the stream without close_notify was no error.
  if (outcome.how == How::kEof) return profile == Profile::k110 ? 0 : 1;
  const bool fits = outcome.system_error > 0 && outcome.system_error < 256;
  return fits ? outcome.system_error : 1;
}

}  // namespace tlsprobe::cli
