#include "cli/exit_code.h"

#include <algorithm>
#include <array>

#include "tlsprobe/model/conclusion.h"

namespace tlsprobe::cli {
namespace {

constexpr std::array<int, 12> kOrder = {kExitUsage,      kExitResolve,     kExitConnect, kExitProxy,
                                        kExitStartTls,   kExitHandshake,   kExitChain,   kExitName,
                                        kExitRevocation, kExitClosedEarly, kExitFinding, kExitFine};

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

// Nothing was sent, for a reason on this side: -bind, permissions, no descriptor left.
bool NeverLeft(const Outcome& outcome) {
  return outcome.phase <= Phase::kProxy && outcome.bytes_written == 0 &&
         outcome.ended_by == EndedBy::kUs &&
         (outcome.how == How::kError || outcome.how == How::kNotFound);
}

// What s_client takes without a word would let a stranger speak for the server.
bool ClearTextBeforeTls(const ProbeReport& report) {
  return std::ranges::any_of(report.findings, [](const Finding& finding) {
    return finding.id.ends_with(".clear_text") && finding.severity == Severity::kError;
  });
}

}  // namespace

int NativeExitCode(const ProbeReport& report, Severity fail_on) {
  if (NeverLeft(report.outcome)) return kExitUsage;
  switch (Conclude(report, fail_on)) {
    case Conclusion::kNotReached:
      return report.outcome.handshake_complete ? kExitHandshake : PhaseCode(report.outcome.phase);
    case Conclusion::kBadChain:
      return kExitChain;
    case Conclusion::kWrongName:
      return kExitName;
    case Conclusion::kRevocation:
      return kExitRevocation;
    case Conclusion::kClosedEarly:
      return kExitClosedEarly;
    case Conclusion::kFinding:
      return kExitFinding;
    case Conclusion::kFine:
      return kExitFine;
  }
  return kExitFine;
}

int WorstExitCode(std::span<const int> codes) {
  for (const int code : kOrder) {
    if (std::find(codes.begin(), codes.end(), code) != codes.end()) return code;
  }
  return kExitFine;
}

int DialectExitCode(const ProbeReport& report, bool user_quit, Profile profile) {
  const Outcome& outcome = report.outcome;
  if (!outcome.handshake_complete || ClearTextBeforeTls(report)) return 1;
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
  // Our farewell was not taken; what was to be said before it was.
  if (user_quit && outcome.how == How::kTimeout) return 0;
  // Before 3.0 the end of the stream without close_notify was no error.
  if (outcome.how == How::kEof) return profile == Profile::k110 ? 0 : 1;
  const bool fits = outcome.system_error > 0 && outcome.system_error < 256;
  return fits ? outcome.system_error : 1;
}

}  // namespace tlsprobe::cli
