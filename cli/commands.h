// What the program can be asked to do. Each returns the exit status.
#ifndef TLSPROBE_CLI_COMMANDS_H_
#define TLSPROBE_CLI_COMMANDS_H_

#include <span>
#include <string>

#include "cli/command_line.h"

namespace tlsprobe::cli {

// Arguments begin behind the command's name.
int RunSClient(std::span<const std::string> arguments);
int RunCheck(std::span<const std::string> arguments);
int RunVerify(std::span<const std::string> arguments);
int RunDemo(std::span<const std::string> arguments);

// Check probes what `line` says and prints the report: RunCheck behind its parser.
int Check(const CommandLine& line);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_COMMANDS_H_
