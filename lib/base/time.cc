#include "tlsprobe/base/time.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "fmt/format.h"

namespace tlsprobe {
namespace {

constexpr int64_t kSecondsPerDay = 86400;

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

constexpr int64_t DayNumber(std::chrono::year_month_day date) {
  return std::chrono::sys_days(date).time_since_epoch().count();
}
constexpr int64_t kFirstDay =
    DayNumber(std::chrono::year::min() / std::chrono::January / std::chrono::day(1));
constexpr int64_t kLastDay =
    DayNumber(std::chrono::year::max() / std::chrono::December / std::chrono::day(31));

constexpr bool InRange(int value, int low, int high) { return value >= low && value <= high; }

}  // namespace

CivilTime ToCivil(UnixTime time) {
  int64_t days = time.seconds / kSecondsPerDay;
  int64_t rest = time.seconds % kSecondsPerDay;
  if (rest < 0) {
    rest += kSecondsPerDay;
    --days;
  }
  // std::chrono's year has 16 bits. Beyond them the nearest date it can hold stands in.
  days = std::clamp<int64_t>(days, kFirstDay, kLastDay);
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days))};
  CivilTime civil;
  civil.year = static_cast<int>(date.year());
  civil.month = static_cast<int>(static_cast<unsigned>(date.month()));
  civil.day = static_cast<int>(static_cast<unsigned>(date.day()));
  civil.hour = static_cast<int>(rest / 3600);
  civil.minute = static_cast<int>(rest / 60 % 60);
  civil.second = static_cast<int>(rest % 60);
  return civil;
}

std::optional<UnixTime> FromCivil(const CivilTime& civil) {
  if (!InRange(civil.year, -32767, 32767) || !InRange(civil.month, 1, 12) ||
      !InRange(civil.day, 1, 31) || !InRange(civil.hour, 0, 23) || !InRange(civil.minute, 0, 59) ||
      !InRange(civil.second, 0, 59)) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(civil.year),
                                         std::chrono::month(static_cast<unsigned>(civil.month)),
                                         std::chrono::day(static_cast<unsigned>(civil.day))};
  if (!date.ok()) return std::nullopt;
  return UnixTime{DayNumber(date) * kSecondsPerDay + civil.hour * 3600 + civil.minute * 60 +
                  civil.second};
}

std::string FormatRfc3339(UnixTime time) {
  const CivilTime civil = ToCivil(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", civil.year, civil.month, civil.day,
                     civil.hour, civil.minute, civil.second);
}

std::string FormatOpenSslTime(UnixTime time) {
  const CivilTime civil = ToCivil(time);
  return fmt::format("{} {:2} {:02}:{:02}:{:02} {} GMT",
                     kMonths[static_cast<size_t>(civil.month - 1)], civil.day, civil.hour,
                     civil.minute, civil.second, civil.year);
}

}  // namespace tlsprobe
