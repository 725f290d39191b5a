#include "tlsprobe/base/time.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstdint>
#include <string>

using namespace tlsprobe;

TEST_CASE("known moments are written as RFC 3339 and as OpenSSL writes them") {
  struct Case {
    int64_t seconds;
    std::string rfc3339;
    std::string openssl;
  };
  const Case test = GENERATE(Case{0, "1970-01-01T00:00:00Z", "Jan  1 00:00:00 1970 GMT"},
                             Case{-1, "1969-12-31T23:59:59Z", "Dec 31 23:59:59 1969 GMT"},
                             Case{951782400, "2000-02-29T00:00:00Z", "Feb 29 00:00:00 2000 GMT"},
                             Case{1795426091, "2026-11-23T09:28:11Z", "Nov 23 09:28:11 2026 GMT"},
                             Case{253402300799, "9999-12-31T23:59:59Z", "Dec 31 23:59:59 9999 GMT"},
                             Case{-62167219200, "0000-01-01T00:00:00Z", "Jan  1 00:00:00 0 GMT"});
  CAPTURE(test.seconds);
  CHECK(FormatRfc3339({test.seconds}) == test.rfc3339);
  CHECK(FormatOpenSslTime({test.seconds}) == test.openssl);
}

TEST_CASE("a civil time goes there and back, a day at a time over four centuries") {
  constexpr int64_t kDay = 86400;
  for (int64_t seconds = -200 * 365 * kDay + 12345; seconds < 200 * 365 * kDay; seconds += kDay) {
    const auto back = FromCivil(ToCivil({seconds}));
    REQUIRE(back);
    REQUIRE(back->seconds == seconds);
  }
}

TEST_CASE("fields out of range are refused") {
  const CivilTime civil =
      GENERATE(CivilTime{2023, 2, 29, 0, 0, 0}, CivilTime{1900, 2, 29, 0, 0, 0},
               CivilTime{2024, 2, 30, 0, 0, 0}, CivilTime{2024, 13, 1, 0, 0, 0},
               CivilTime{2024, 0, 1, 0, 0, 0}, CivilTime{2024, 1, 0, 0, 0, 0},
               CivilTime{2024, 4, 31, 0, 0, 0}, CivilTime{2024, 1, 1, 24, 0, 0},
               CivilTime{2024, 1, 1, 0, 60, 0}, CivilTime{2024, 1, 1, 0, 0, 60},
               CivilTime{2024, 1, 1, -1, 0, 0}, CivilTime{70000, 1, 1, 0, 0, 0});
  CHECK_FALSE(FromCivil(civil));
}

TEST_CASE("times far outside of any calendar are clamped, not undefined") {
  CHECK(ToCivil({INT64_MAX}).year == 32767);
  CHECK(ToCivil({INT64_MIN}).year == -32767);
}

TEST_CASE("instants are added, subtracted and compared") {
  const Instant start{std::chrono::seconds(5)};
  const Instant end = start + std::chrono::milliseconds(1);
  CHECK(end > start);
  CHECK(end - start == std::chrono::milliseconds(1));
}
