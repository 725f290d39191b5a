// Exit codes of both faces, as functions of what was found.
#ifndef TLSPROBE_CLI_EXIT_CODE_H_
#define TLSPROBE_CLI_EXIT_CODE_H_

#include <span>

#include "tlsprobe/model/finding.h"
#include "tlsprobe/model/probe_report.h"
#include "tlsprobe/render/render.h"

namespace tlsprobe::cli {

// The native face. The first that applies is taken, in the order of NativeExitCode.
inline constexpr int kExitFine = 0;
inline constexpr int kExitFinding = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitResolve = 10;
inline constexpr int kExitConnect = 11;
inline constexpr int kExitProxy = 12;
inline constexpr int kExitStartTls = 13;
inline constexpr int kExitHandshake = 14;
inline constexpr int kExitClosedEarly = 15;
inline constexpr int kExitChain = 20;
inline constexpr int kExitName = 21;
inline constexpr int kExitRevocation = 23;

// NativeExitCode gives one code: the phase that failed, else chain, name, closed early, and
// findings of `fail_on` or above.
int NativeExitCode(const ProbeReport& report, Severity fail_on);

// WorstExitCode takes of several probes' codes the one that comes first in that order; 0 for none.
int WorstExitCode(std::span<const int> codes);

// DialectExitCode is s_client's: 1 where no handshake was completed or TLS failed later, the errno
// of a transport error behind it, 0 otherwise. `user_quit`: ended by Q or the end of input.
int DialectExitCode(const ProbeReport& report, bool user_quit, Profile profile);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_EXIT_CODE_H_
