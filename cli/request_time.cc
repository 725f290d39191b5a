#include "cli/request_time.h"

#include <algorithm>

#include "tlsprobe/base/text.h"

namespace tlsprobe::cli {
namespace {

constexpr std::string_view kDigits = "0123456789";

// Takes the characters of `pattern` off the front: 'd' is a digit, others stand for themselves in
// either case. False, with nothing taken, where they are not there.
bool TakePattern(std::string_view& text, std::string_view pattern, std::string_view& taken) {
  const auto fits = [](char c, char p) {
    return p == 'd' ? kDigits.find(c) != std::string_view::npos
                    : c == p || (p >= 'A' && p <= 'Z' && c == p - 'A' + 'a');
  };
  if (text.size() < pattern.size()) return false;
  if (!std::equal(pattern.begin(), pattern.end(), text.begin(),
                  [&](char p, char c) { return fits(c, p); })) {
    return false;
  }
  taken = text.substr(0, pattern.size());
  text.remove_prefix(pattern.size());
  return true;
}

int Number(std::string_view digits) { return static_cast<int>(ParseUint(digits).value_or(0)); }

bool SkipFraction(std::string_view& text) {
  if (!text.starts_with('.')) return true;
  const size_t end = text.find_first_not_of(kDigits, 1);
  if (end == 1) return false;
  text.remove_prefix(std::min(end, text.size()));
  return text.size() > 0;
}

// Seconds that local time is ahead of UTC.
std::optional<int64_t> TakeOffset(std::string_view& text) {
  std::string_view taken;
  if (TakePattern(text, "Z", taken)) return 0;
  const bool behind = text.starts_with('-');
  if (!TakePattern(text, behind ? "-dd:dd" : "+dd:dd", taken)) return std::nullopt;
  const int hours = Number(taken.substr(1, 2));
  const int minutes = Number(taken.substr(4, 2));
  if (hours > 23 || minutes > 59) return std::nullopt;
  const int64_t seconds = 3600 * hours + 60 * minutes;
  return behind ? -seconds : seconds;
}

}  // namespace

std::optional<UnixTime> ParseRfc3339(std::string_view text) {
  std::string_view taken;
  if (!TakePattern(text, "dddd-dd-ddTdd:dd:dd", taken)) return std::nullopt;
  const std::optional<UnixTime> local = FromCivil({.year = Number(taken.substr(0, 4)),
                                                   .month = Number(taken.substr(5, 2)),
                                                   .day = Number(taken.substr(8, 2)),
                                                   .hour = Number(taken.substr(11, 2)),
                                                   .minute = Number(taken.substr(14, 2)),
                                                   .second = Number(taken.substr(17, 2))});
  if (!local || !SkipFraction(text)) return std::nullopt;
  const std::optional<int64_t> ahead = TakeOffset(text);
  if (!ahead || !text.empty()) return std::nullopt;
  return UnixTime{local->seconds - *ahead};
}

}  // namespace tlsprobe::cli
