// What is decided once every option is read: contradictions, the target, and what a profile or a
// face has as its default.
#ifndef TLSPROBE_CLI_FINISH_H_
#define TLSPROBE_CLI_FINISH_H_

#include <optional>
#include <string>
#include <string_view>

#include "cli/command_line.h"
#include "cli/parser.h"

namespace tlsprobe::cli {

// Finish fills in `target` and `config`. Looks service names up in this machine's table.
std::optional<UsageError> Finish(Face face, CommandLine& line);

// How lines of an error begin: "s_client", "tlsprobe" or "verify".
std::string_view Prefix(Face face);
// The line behind errors that say little in OpenSSL's voice; natively an error is one line.
std::string UseHelp(Face face);
// An error of one line, and one that, except natively, also points at -help.
UsageError OneLine(Face face, std::string_view text);
UsageError Usage(Face face, std::string_view text);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_FINISH_H_
