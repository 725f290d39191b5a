// What the rows of several tables do, by the member of VerifyOptions they change.
#ifndef TLSPROBE_CLI_OPTION_SETTERS_H_
#define TLSPROBE_CLI_OPTION_SETTERS_H_

#include <string>

#include "absl/status/status.h"
#include "cli/command_line.h"
#include "cli/option.h"

namespace tlsprobe::cli {

template <bool VerifyOptions::*kMember, bool kValue = true>
absl::Status SetVerifyFlag(const OptionUse&, CommandLine& line) {
  line.config.verify.*kMember = kValue;
  return absl::OkStatus();
}

template <std::string VerifyOptions::*kMember>
absl::Status SetVerifyPath(const OptionUse& use, CommandLine& line) {
  if (use.value.empty()) return BadValue(use, "the name of a file or directory");
  line.config.verify.*kMember = use.value;
  return absl::OkStatus();
}

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_OPTION_SETTERS_H_
