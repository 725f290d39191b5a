// From a command line to something that can be probed with.
#ifndef TLSPROBE_CLI_CONTEXT_H_
#define TLSPROBE_CLI_CONTEXT_H_

#include <memory>

#include "absl/status/statusor.h"
#include "cli/command_line.h"
#include "tlsprobe/session/probe_context.h"

namespace tlsprobe::cli {

// MakeContext reads the files that are named, also those that are only looked at, and checks the
// whole config. Errors: one line naming option, file and what was expected.
absl::StatusOr<std::shared_ptr<const ProbeContext>> MakeContext(const CommandLine& line);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_CONTEXT_H_
