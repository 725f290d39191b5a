// A session between a person (or a pipe) and a server: relays both ways at once until one ends.
#ifndef TLSPROBE_DRIVER_TERMINAL_H_
#define TLSPROBE_DRIVER_TERMINAL_H_

#include <memory>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "tlsprobe/model/event.h"
#include "tlsprobe/model/probe_report.h"
#include "tlsprobe/session/probe_context.h"

namespace tlsprobe {

struct TerminalOptions {
  // Anything read(2) takes: terminal, pipe, file, device. One that is closed is at its end.
  int input_fd = 0;
  bool crlf = false;       // LF from input becomes CRLF
  bool end_on_eof = true;  // end of input closes the session
  bool commands = true;    // a read that begins with Q, R, k or K is a command
  bool read_input = true;  // false: input is never looked at, the session closes once settled
};

struct TerminalResult {
  ProbeReport report = {};
  bool user_quit = false;          // Q or the end of input asked for the end
  std::string command_error = {};  // of a command that could not be carried out, which did
};

// What the caller does with each event; returns false to stop (standard output was closed).
// Blocking in it blocks the session: that is the back-pressure.
using EventSink = absl::AnyInvocable<bool(const Event&, const ProbeReport&)>;
// Told of commands that were carried out, in the words s_client prints ("RENEGOTIATING").
using NoticeSink = absl::AnyInvocable<void(std::string_view)>;

// RunTerminal connects and relays until the session is done. Blocks. Errors: as Probe.
absl::StatusOr<TerminalResult> RunTerminal(std::shared_ptr<const ProbeContext> context,
                                           const Target& target, const TerminalOptions& options,
                                           EventSink on_event, NoticeSink on_notice);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_TERMINAL_H_
