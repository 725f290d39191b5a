#include "tlsprobe/wire/cbs.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/wire/der_parts.h"

namespace tlsprobe {
namespace {

TEST_CASE("a sequence must be all there is") {
  const auto open = [](std::string_view hex) {
    const Bytes value = Hex(hex);
    CBS content;
    return OpenSequence(value, content) ? ToHex(View(content)) : "refused";
  };
  CHECK(open("30020500") == "0500");
  CHECK(open("3000") == "");
  CHECK(open("300000") == "refused");
  CHECK(open("3001") == "refused");
  CHECK(open("3100") == "refused");
}

TEST_CASE("any byte but zero is true, and an absent boolean changes nothing") {
  const auto take = [](std::string_view hex, bool before) -> std::optional<bool> {
    const Bytes value = Hex(hex);
    CBS in(value);
    if (!TakeOptionalBoolean(in, kContext | 1, before)) return {};
    return before;
  };
  CHECK(take("8101ff", false) == true);
  CHECK(take("810101", false) == true);
  CHECK(take("810100", true) == false);
  CHECK(take("", true) == true);
  CHECK(take("0101ff", false) == false);
  CHECK_FALSE(take("8100", false).has_value());
  CHECK_FALSE(take("8102ffff", false).has_value());
  CHECK_FALSE(take("8102ff", false).has_value());
}

TEST_CASE("an object identifier must have a dotted form") {
  const auto take = [](std::string_view hex) {
    const Bytes value = Hex(hex);
    CBS in(value);
    std::string dotted;
    return TakeOid(in, dotted) ? dotted : "refused";
  };
  CHECK(take("0603550403") == "2.5.4.3");
  CHECK(take("0600") == "refused");
  CHECK(take("060180") == "refused");
  CHECK(take("0403550403") == "refused");
}

TEST_CASE("numbers are not negative, and those that do not fit are the largest") {
  const auto number = [](std::string_view hex) { return ReadNumber(Hex(hex)); };
  CHECK(number("00") == 0u);
  CHECK(number("7f") == 127u);
  CHECK(number("0080") == 128u);
  CHECK(number("00fffffffffffffffe") == UINT64_MAX - 1);
  CHECK(number("00ffffffffffffffff") == UINT64_MAX);
  CHECK(number("010000000000000000") == UINT64_MAX);
  CHECK(number("7f000000000000000000") == UINT64_MAX);
  CHECK_FALSE(number("").has_value());
  CHECK_FALSE(number("80").has_value());
  CHECK_FALSE(number("0001").has_value());
}

TEST_CASE("unused bits come as zero, and bits have the number of the standard") {
  const auto bits = [](std::string_view hex) { return ReadNamedBits(Hex(hex)); };
  CHECK(bits("00") == Bytes{});
  CHECK(bits("07ff") == Bytes{0x80});
  CHECK(bits("01ffff") == Bytes{0xff, 0xfe});
  CHECK_FALSE(bits("").has_value());
  CHECK_FALSE(bits("01").has_value());
  CHECK_FALSE(bits("08ff").has_value());
  CHECK(LowBits(Hex("8080"), 9) == (1 << 0 | 1 << 8));
  CHECK(LowBits(Hex("ffff"), 9) == 0x1ff);
  CHECK(LowBits(Hex("ffffff"), 16) == 0xffff);
  CHECK(LowBits({}, 9) == 0);
}

}  // namespace
}  // namespace tlsprobe
