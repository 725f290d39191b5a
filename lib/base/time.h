// Two clocks that cannot be mistaken for each other. Neither can be read here: the core is told
// the time by whoever drives it.
#ifndef TLSPROBE_BASE_TIME_H_
#define TLSPROBE_BASE_TIME_H_

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace tlsprobe {

// Instant is a point on a monotonic clock with an origin of the driver's choosing. Deadlines and
// timings are made of it.
struct Instant {
  std::chrono::nanoseconds since_origin = {};

  friend auto operator<=>(const Instant&, const Instant&) = default;
  friend Instant operator+(Instant at, std::chrono::nanoseconds by) {
    return {at.since_origin + by};
  }
  friend std::chrono::nanoseconds operator-(Instant later, Instant earlier) {
    return later.since_origin - earlier.since_origin;
  }
};

// UnixTime is civil time in whole seconds since 1970-01-01T00:00:00Z, leap seconds ignored; any
// date of an X.509 certificate (years 0000 to 9999) fits. Certificates are judged by it.
struct UnixTime {
  int64_t seconds = 0;

  friend auto operator<=>(const UnixTime&, const UnixTime&) = default;
};

// CivilTime is a UnixTime taken apart, in UTC (proleptic Gregorian).
struct CivilTime {
  int year = 1970;  // may be outside 0..9999 for a UnixTime outside of them
  int month = 1;    // 1..12
  int day = 1;      // 1..31
  int hour = 0;
  int minute = 0;
  int second = 0;

  friend bool operator==(const CivilTime&, const CivilTime&) = default;
};

CivilTime ToCivil(UnixTime time);

// FromCivil is nullopt where a field is out of range (February 30th, hour 24, second 60).
std::optional<UnixTime> FromCivil(const CivilTime& civil);

// FormatRfc3339 gives "2026-11-23T09:28:11Z" (RFC 3339 section 5.6).
std::string FormatRfc3339(UnixTime time);

// FormatOpenSslTime gives "Nov 23 09:28:11 2026 GMT", the day padded with a blank, as OpenSSL's
// ASN1_TIME_print.
std::string FormatOpenSslTime(UnixTime time);

}  // namespace tlsprobe

#endif  // TLSPROBE_BASE_TIME_H_
