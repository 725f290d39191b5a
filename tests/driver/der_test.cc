#include "tlsprobe/driver/der.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string_view>

#include "tlsprobe/base/hex.h"

namespace tlsprobe {
namespace {

TEST_CASE("lengths take the short form up to 127 bytes") {
  CHECK(ToHex(Der(kDerNull, BytesView())) == "0500");
  CHECK(ToHex(Der(kDerOctetString, Bytes(127))).starts_with("047f00"));
  CHECK(ToHex(Der(kDerOctetString, Bytes(128))).starts_with("04818000"));
  CHECK(ToHex(Der(kDerOctetString, Bytes(256))).starts_with("0482010000"));
}

TEST_CASE("the parts of an element stand one behind the other") {
  CHECK(ToHex(Der(kDerSequence, {DerUint(1), DerUint(2)})) == "3006020101020102");
}

TEST_CASE("numbers are positive and as short as can be") {
  CHECK(ToHex(DerUint(0)) == "020100");
  CHECK(ToHex(DerUint(127)) == "02017f");
  CHECK(ToHex(DerUint(128)) == "02020080");
  CHECK(ToHex(DerUint(UINT64_MAX)) == "020900ffffffffffffffff");
}

TEST_CASE("object identifiers are written, and refused where they are none") {
  CHECK(ToHex(*DerObjectId("1.2.840.113549.1.1.11")) == "06092a864886f70d01010b");
  CHECK(ToHex(*DerObjectId("2.999.0")) == "0603883700");
  const std::string_view bad = GENERATE("", "1", "3.1", "1.40", "1..2", "1.2.x", "-1.2", "1.2.");
  CAPTURE(bad);
  CHECK(!DerObjectId(bad));
}

}  // namespace
}  // namespace tlsprobe
