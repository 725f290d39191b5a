// Rules for what every certificate has, of whatever version: serial number and dates.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "tlsprobe/check/web_pki_rules.h"

namespace tlsprobe {
namespace {

constexpr int64_t kDaySeconds = 86400;

std::string Version(const WebPkiSubject& it) {
  const int version = it.certificate.version;
  return version == 3 ? "" : fmt::format("is of version {} instead of 3", version);
}

std::string SerialRange(const WebPkiSubject& it) {
  constexpr size_t kMostBytes = 20;
  const Bytes& serial = it.certificate.serial;
  const bool zero = std::ranges::all_of(serial, [](uint8_t byte) { return byte == 0; });
  if (zero) return "has the serial number zero";
  if ((serial[0] & 0x80) != 0) return "has a negative serial number";
  if (serial.size() <= kMostBytes) return "";
  return fmt::format("has a serial number of {} bytes, of at most {} allowed", serial.size(),
                     kMostBytes);
}

// How random a number is cannot be seen, but one that is too short cannot be random enough. Of
// numbers of exactly 64 random bits one in 256 has 7 bytes: that says nothing yet.
std::string SerialLength(const WebPkiSubject& it) {
  constexpr size_t kLeastBytes = 7;
  const Bytes& serial = it.certificate.serial;
  const auto first = std::ranges::find_if(serial, [](uint8_t byte) { return byte != 0; });
  const size_t size = static_cast<size_t>(serial.end() - first);
  if (size == 0 || size >= kLeastBytes) return "";
  return fmt::format("has a serial number of {} byte{}, too few for 64 random bits", size,
                     size == 1 ? "" : "s");
}

struct Lifetime {
  UnixTime since;
  int64_t days;
};
// The latest first. Before these it was 39 months, and 60.
constexpr Lifetime kLifetimes[] = {
    {DayOf(2029, 3, 15), 47}, {DayOf(2027, 3, 15), 100}, {DayOf(2026, 3, 15), 200},
    {DayOf(2020, 9, 1), 398}, {DayOf(2018, 3, 1), 825},
};

// A day has 86400 seconds and both ends count; the smallest part of a day more is one more day.
std::string TooLong(const WebPkiSubject& it) {
  const Certificate& certificate = it.certificate;
  if (certificate.bad_not_before || certificate.bad_not_after) return "";
  const auto* row = std::ranges::find_if(kLifetimes, [&certificate](const Lifetime& each) {
    return certificate.not_before >= each.since;
  });
  if (row == std::end(kLifetimes)) return "";
  const int64_t seconds = certificate.not_after.seconds - certificate.not_before.seconds + 1;
  if (seconds <= row->days * kDaySeconds) return "";
  return fmt::format(
      "is valid for {} days, longer than the {} days allowed of those issued since {}",
      (seconds + kDaySeconds - 1) / kDaySeconds, row->days,
      FormatRfc3339(row->since).substr(0, 10));
}

constexpr std::string_view kNewSerial =
    "Have the CA issue it anew with a positive serial number of at most 20 bytes, at least 64 bits "
    "of it random.";

constexpr WebPkiRule kRules[] = {
    {"webpki.version", Severity::kError, WebPkiScope::kAny, kAlways, "7.1.1", Version,
     "Have the CA issue it anew as an X.509 certificate of version 3: others can name no host."},
    {"webpki.serial.range", Severity::kWarning, WebPkiScope::kLeaf, kAlways, "7.1.2.7", SerialRange,
     kNewSerial},
    {"webpki.serial.range", Severity::kWarning, WebPkiScope::kCa, kAlways, "7.1.2.6", SerialRange,
     kNewSerial},
    {"webpki.serial.length", Severity::kWarning, WebPkiScope::kLeaf, DayOf(2016, 9, 30), "7.1.2.7",
     SerialLength, kNewSerial},
    {"webpki.serial.length", Severity::kWarning, WebPkiScope::kCa, DayOf(2016, 9, 30), "7.1.2.6",
     SerialLength, kNewSerial},
    {"webpki.validity.too_long", Severity::kError, WebPkiScope::kLeaf, kAlways, "6.3.2", TooLong,
     "Have the CA issue it anew for a shorter time, and renew it by machine (ACME, RFC 8555)."},
};

}  // namespace

std::span<const WebPkiRule> WebPkiBasicRules() { return kRules; }

}  // namespace tlsprobe
