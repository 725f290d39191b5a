#include "tlsprobe/base/hex.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tlsprobe/base/status.h"

using namespace tlsprobe;

TEST_CASE("bytes are written as digits of either case and read back") {
  const Bytes bytes = {0x00, 0x7f, 0xab, 0xff};
  CHECK(ToHex(bytes) == "007fabff");
  CHECK(ToHexUpper(bytes) == "007FABFF");
  CHECK(FromHex("007fABff").value() == bytes);
  CHECK(FromHex("").value().empty());
}

TEST_CASE("hex text with anything else in it is refused with the offset") {
  struct Case {
    std::string_view text;
    std::string_view offset;
  };
  const auto [text, offset] =
      GENERATE(Case{"0", "offset 0"}, Case{"abc", "offset 2"}, Case{"0g", "offset 1"},
               Case{"00 11", "offset 2"}, Case{"0x11", "offset 1"});
  CAPTURE(text);
  const auto result = FromHex(text);
  REQUIRE(result.status().code() == absl::StatusCode::kInvalidArgument);
  CHECK(Message(result.status()).find(offset) != std::string_view::npos);
}

TEST_CASE("a hexdump looks like OpenSSL's") {
  const Bytes bytes = {0x89, 0x50, 0x8e, 0x64, 0x4e, 0xa2, 0x7b, 0x50, 0x53,
                       0x36, 0xa9, 0x4c, 0x2b, 0x5c, 0x01, 0x6b, 0x41, 0x7e};
  CHECK(HexDump(bytes, 4) ==
        "    0000 - 89 50 8e 64 4e a2 7b 50-53 36 a9 4c 2b 5c 01 6b   .P.dN.{PS6.L+\\.k\n"
        "    0010 - 41 7e                                             A~\n");
  CHECK(HexDump(bytes).starts_with("0000 - 89 50"));
  CHECK(HexDump({}).empty());
}
