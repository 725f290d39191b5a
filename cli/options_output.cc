#include "cli/option.h"

namespace tlsprobe::cli {
namespace {

template <bool RenderOptions::*kMember>
absl::Status Show(const OptionUse&, CommandLine& line) {
  line.render.*kMember = true;
  return absl::OkStatus();
}

absl::Status SetBrief(const OptionUse&, CommandLine& line) {
  line.render.brief = true;
  line.render.verify_quiet = true;
  return absl::OkStatus();
}

absl::Status SetQuiet(const OptionUse&, CommandLine& line) {
  line.render.quiet = true;
  line.terminal.end_on_eof = false;
  return absl::OkStatus();
}

absl::Status SetKeyLog(const OptionUse& use, CommandLine& line) {
  if (use.value.empty()) return BadValue(use, "the name of a file");
  line.key_log_path = use.value;
  line.config.tls.key_log = true;
  return absl::OkStatus();
}

constexpr Option kOptions[] = {
    {"showcerts", "", "Show every certificate the server sent", Show<&RenderOptions::showcerts>},
    {"brief", "", "Show a short summary of the connection", SetBrief, InCheck::kNoEffect},
    {"quiet", "", "Show only data from the server; implies -ign_eof", SetQuiet, InCheck::kNoEffect},
    {"prexit", "", "Show the session again at the end", Show<&RenderOptions::prexit>,
     InCheck::kNoEffect},
    {"crlf", "", "Send CRLF for each LF of the input",
     [](const OptionUse&, CommandLine& line) {
       line.terminal.crlf = true;
       return absl::OkStatus();
     },
     InCheck::kNoEffect},
    {"ign_eof", "", "Go on at the end of the input",
     [](const OptionUse&, CommandLine& line) {
       line.terminal.end_on_eof = false;
       return absl::OkStatus();
     },
     InCheck::kNoEffect},
    {"no_ign_eof", "", "Close at the end of the input, also with -quiet",
     [](const OptionUse&, CommandLine& line) {
       line.terminal.end_on_eof = true;
       return absl::OkStatus();
     },
     InCheck::kNoEffect},
    {"nocommands", "", "Take no letter of the input as a command",
     [](const OptionUse&, CommandLine& line) {
       line.terminal.commands = false;
       return absl::OkStatus();
     },
     InCheck::kNoEffect},
    {"no-interactive", "", "Do not read the input, close after the handshake",
     [](const OptionUse&, CommandLine& line) {
       line.terminal.read_input = false;
       return absl::OkStatus();
     },
     InCheck::kNoEffect},
    {"keylogfile", "FILE", "Append the session's secrets to FILE (NSS key log, RFC 9850)",
     SetKeyLog},
};

}  // namespace

std::span<const Option> OutputOptions() { return kOptions; }

}  // namespace tlsprobe::cli
