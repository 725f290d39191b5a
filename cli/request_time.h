// Points in time as RFC 3339 writes them.
#ifndef TLSPROBE_CLI_REQUEST_TIME_H_
#define TLSPROBE_CLI_REQUEST_TIME_H_

#include <optional>
#include <string_view>

#include "tlsprobe/base/time.h"

namespace tlsprobe::cli {

// ParseRfc3339 takes "2026-11-23T09:28:11Z", also with an offset in the place of Z; a fraction of
// a second is cut off (RFC 3339 section 5.6). Nullopt: it is none.
std::optional<UnixTime> ParseRfc3339(std::string_view text);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_REQUEST_TIME_H_
