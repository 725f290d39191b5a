// The words that say where to connect, made into a Target.
#ifndef TLSPROBE_CLI_TARGET_H_
#define TLSPROBE_CLI_TARGET_H_

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/command_line.h"

namespace tlsprobe::cli {

// ReadDialectTarget reads as s_client does: -connect or the target's word over -host and -port;
// what is missing is port 4433, and an empty host stays empty. A target with a unix_path is left as
// it is. Errors: kInvalidArgument.
absl::Status ReadDialectTarget(const TargetWords& words, Target& target);

// ReadNativeTarget reads host, host:port, [v6]:port or a URL, whose scheme gives the port and the
// protocol of `starttls`; without a port it is the usual one of that protocol, else 443. Errors:
// kInvalidArgument, also where a scheme and `starttls` name different protocols.
absl::Status ReadNativeTarget(const TargetWords& words, Target& target, StarttlsOptions& starttls);

// ReadPort takes a number of 1 to 65535 or a service name of this machine's table. Errors:
// kInvalidArgument.
absl::StatusOr<uint16_t> ReadPort(std::string_view text);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_TARGET_H_
