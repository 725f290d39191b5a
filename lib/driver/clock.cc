// This machine's clocks.
#include <chrono>

#include "tlsprobe/driver/probe.h"

namespace tlsprobe {

Instant MonotonicNow() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(now)};
}

UnixTime WallClockNow() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::floor<std::chrono::seconds>(now).count()};
}

}  // namespace tlsprobe
