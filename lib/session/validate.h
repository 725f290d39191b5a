// What a caller may ask for: refuses a config or a target before anything is sent.
#ifndef TLSPROBE_SESSION_VALIDATE_H_
#define TLSPROBE_SESSION_VALIDATE_H_

#include <string_view>

#include "absl/status/status.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe {

// All give kInvalidArgument naming the field, its value (never a password) and what is allowed.
// ValidateConfig leaves cipher strings, groups, versions and the client's identity to the engine's
// factory.
absl::Status ValidateConfig(const ProbeConfig& config);
// The password that ProxyOptions::password led to.
absl::Status ValidateProxyPassword(std::string_view password);
absl::Status ValidateTarget(const Target& target);
// The same for a target that is reached as `config`, which is valid, says.
absl::Status ValidateTarget(const ProbeConfig& config, const Target& target);

}  // namespace tlsprobe

#endif  // TLSPROBE_SESSION_VALIDATE_H_
