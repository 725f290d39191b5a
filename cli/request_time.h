// Points in time as RFC 3339 writes them.
#ifndef TLSPROBE_CLI_REQUEST_TIME_H_
#define TLSPROBE_CLI_REQUEST_TIME_H_

#include <optional>
#include <string_view>

#include "tlsprobe/base/time.h"

namespace tlsprobe::cli {

// What a certificate can be judged at: years 0 to 9999, as X.509 and RFC 3339 have them.
inline constexpr UnixTime kFirstCivilTime = {-62167219200};
inline constexpr UnixTime kLastCivilTime = {253402300799};
constexpr bool IsCivilTime(UnixTime time) {
  return time >= kFirstCivilTime && time <= kLastCivilTime;
}

// ParseRfc3339 takes "2026-11-23T09:28:11Z", also with an offset in the place of Z; a fraction of
// a second is cut off (RFC 3339 section 5.6). Nullopt: it is none.
std::optional<UnixTime> ParseRfc3339(std::string_view text);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_REQUEST_TIME_H_
