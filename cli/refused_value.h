// What is said about a value that OpenSSL hands to SSL_CONF_cmd: its words in the dialect, and in
// `tlsprobe check` what is wrong before the long list of what is allowed.
#ifndef TLSPROBE_CLI_REFUSED_VALUE_H_
#define TLSPROBE_CLI_REFUSED_VALUE_H_

#include <string_view>

#include "absl/status/status.h"
#include "cli/option.h"

namespace tlsprobe::cli {

// `why` may be a message of the library: "groups: expected names out of …, got \"NOPE\"".
absl::Status RefusedByConfCommand(const OptionUse& use, std::string_view why);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_REFUSED_VALUE_H_
