#include "tlsprobe/wire/user_notice.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tlsprobe/base/hex.h"

using namespace tlsprobe;

namespace {

std::optional<UserNotice> Parse(std::string_view hex) {
  return ParseUserNotice(FromHex(hex).value());
}

}  // namespace

TEST_CASE("a user notice is taken apart") {
  const auto notice = Parse(
      "3014"
      "300c16034f7267"  // IA5String "Org"
      "3005020101020102"
      "0c0474657874");  // UTF8String "text"
  REQUIRE(!notice);     // the inner length is wrong by two
  const auto right = Parse(
      "3015"
      "300d16034f7267"
      "3006020101020102"
      "0c0474657874");
  REQUIRE(right);
  REQUIRE(right->reference);
  CHECK(right->reference->organization.tag == 22);
  CHECK(right->reference->organization.value == ToBytes("Org"));
  CHECK(right->reference->numbers == std::vector<std::string>{"1", "2"});
  REQUIRE(right->explicit_text);
  CHECK(right->explicit_text->tag == 12);
  CHECK(right->explicit_text->value == ToBytes("text"));
}

TEST_CASE("both parts of a user notice are optional") {
  const auto none = Parse("3000");
  REQUIRE(none);
  CHECK(!none->reference);
  CHECK(!none->explicit_text);
  const auto text = Parse("30041a027879");
  REQUIRE(text);
  CHECK(!text->reference);
  CHECK(text->explicit_text->value == ToBytes("xy"));
}

TEST_CASE("notice numbers are decimal up to 127 bits, and hex above") {
  struct Case {
    std::string_view number;  // the content of the INTEGER
    std::string_view text;
  };
  const auto [number, text] = GENERATE(
      Case{"00", "0"}, Case{"7f", "127"}, Case{"0080", "128"}, Case{"ff", "-1"}, Case{"80", "-128"},
      Case{"ff00", "-256"}, Case{"fefe", "-258"},
      Case{"7fffffffffffffffffffffffffffffff", "170141183460469231731687303715884105727"},
      Case{"0080000000000000000000000000000000", "0x80000000000000000000000000000000"},
      Case{"010203040506070809101112131415161718", "0x010203040506070809101112131415161718"},
      Case{"80000000000000000000000000000000", "-0x80000000000000000000000000000000"},
      Case{"80000000000000000000000000000001", "-170141183460469231731687303715884105727"});
  const Bytes content = FromHex(number).value();
  Bytes numbers = {0x02, static_cast<uint8_t>(content.size())};
  numbers.insert(numbers.end(), content.begin(), content.end());
  Bytes reference = {0x0c, 0x01, 'O', 0x30, static_cast<uint8_t>(numbers.size())};
  reference.insert(reference.end(), numbers.begin(), numbers.end());
  Bytes notice = {0x30, static_cast<uint8_t>(reference.size() + 2), 0x30,
                  static_cast<uint8_t>(reference.size())};
  notice.insert(notice.end(), reference.begin(), reference.end());
  const auto parsed = ParseUserNotice(notice);
  REQUIRE(parsed);
  CHECK(parsed->reference->numbers == std::vector<std::string>{std::string(text)});
}

TEST_CASE("what is no user notice gives none") {
  const std::string_view hex = GENERATE(as<std::string_view>{}, "", "0500", "300000",  // behind it
                                        "300413027879", "30040c0278", "3003020101",
                                        "30051e03006100",              // BMPString, odd
                                        "30073005160141020101",        // no list of numbers
                                        "300a3008160141300302010001",  // behind the numbers
                                        "300b3009160141300402020001",  // not the shortest
                                        "30060c01610c0162",            // two texts
                                        "300a0c016130051601413000"     // the wrong order
  );
  CAPTURE(hex);
  const auto bytes = FromHex(hex);
  CHECK(!ParseUserNotice(bytes.ok() ? *bytes : Bytes()));
}
