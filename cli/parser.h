// Arguments into a CommandLine, by the table of options.
#ifndef TLSPROBE_CLI_PARSER_H_
#define TLSPROBE_CLI_PARSER_H_

#include <span>
#include <string>
#include <variant>
#include <vector>

#include "cli/command_line.h"

namespace tlsprobe::cli {

// What was wrong with the arguments: whole lines for standard error, without line ends.
struct UsageError {
  std::vector<std::string> lines = {};
  // As far as it could be told from the rest of the arguments.
  Target target = {.port = 0};
};

// ParseArguments reads options (-name value, --name value, -name=value) and the target. In the
// dialect options come before the target, as s_client wants it; natively in any order. `arguments`
// begin behind the program's name and the command's. With `help` set in the result the rest is not
// looked at.
std::variant<CommandLine, UsageError> ParseArguments(Face face,
                                                     std::span<const std::string> arguments);

// AsksForJson is true where -json stands among the arguments, whatever else is wrong with them.
bool AsksForJson(std::span<const std::string> arguments);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_PARSER_H_
