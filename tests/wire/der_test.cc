#include "tlsprobe/wire/der.h"

#include <catch2/catch_test_macros.hpp>

#include "tlsprobe/base/hex.h"

namespace tlsprobe {
namespace {

std::string Header(size_t length) {
  Bytes out;
  AppendDerHeader(out, 0x30, length);
  return ToHex(out);
}

TEST_CASE("a length is written in as few bytes as can be") {
  CHECK(Header(0) == "3000");
  CHECK(Header(127) == "307f");
  CHECK(Header(128) == "308180");
  CHECK(Header(255) == "3081ff");
  CHECK(Header(256) == "30820100");
  CHECK(Header(0x123456) == "3083123456");
}

TEST_CASE("the bits of an INTEGER are counted without zeros in front") {
  CHECK(IntegerBits(Bytes{0x01}) == 1);
  CHECK(IntegerBits(Bytes{0x7f}) == 7);
  CHECK(IntegerBits(Bytes{0x00, 0x80}) == 8);
  CHECK(IntegerBits(Bytes{0x01, 0x00}) == 9);
  CHECK(IntegerBits(Bytes{0x00, 0x00, 0x01}) == 1);
}

TEST_CASE("no bits are counted of zero, of nothing and of a negative INTEGER") {
  CHECK(IntegerBits(Bytes{}) == 0);
  CHECK(IntegerBits(Bytes{0x00}) == 0);
  CHECK(IntegerBits(Bytes{0x80, 0x01}) == 0);
}

TEST_CASE("an INTEGER of a hostile length does not overflow the count") {
  Bytes content(3 << 20);
  content.front() = 0x01;
  CHECK(IntegerBits(content) > 4'000'000);
}

}  // namespace
}  // namespace tlsprobe
