#include "tlsprobe/wire/certificate_time.h"

#include <algorithm>

namespace tlsprobe {
namespace {

constexpr uint8_t kUtcTime = 0x17;
constexpr uint8_t kGeneralizedTime = 0x18;

int TakeNumber(BytesView& digits, size_t count) {
  int number = 0;
  for (const uint8_t digit : digits.first(count)) number = 10 * number + (digit - '0');
  digits = digits.subspan(count);
  return number;
}

}  // namespace

bool ParseCertificateTime(uint8_t tag, BytesView content, UnixTime& time) {
  if (tag != kUtcTime && tag != kGeneralizedTime) return false;
  const size_t year_digits = tag == kUtcTime ? 2 : 4;
  if (content.size() != year_digits + 11 || content.back() != 'Z') return false;
  BytesView digits = content.first(content.size() - 1);
  if (!std::ranges::all_of(digits, [](uint8_t c) { return c >= '0' && c <= '9'; })) return false;
  CivilTime civil;
  civil.year = TakeNumber(digits, year_digits);
  if (tag == kUtcTime) civil.year += civil.year < 50 ? 2000 : 1900;
  civil.month = TakeNumber(digits, 2);
  civil.day = TakeNumber(digits, 2);
  civil.hour = TakeNumber(digits, 2);
  civil.minute = TakeNumber(digits, 2);
  civil.second = TakeNumber(digits, 2);
  const std::optional<UnixTime> parsed = FromCivil(civil);
  if (!parsed) return false;
  time = *parsed;
  return true;
}

}  // namespace tlsprobe
