#include "tlsprobe/wire/oid_content.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tlsprobe/base/hex.h"
#include "tlsprobe/wire/oid.h"

using namespace tlsprobe;

TEST_CASE("dotted text is encoded, and read back as it was") {
  struct Case {
    std::string_view dotted;
    std::string_view hex;
  };
  const auto [dotted, hex] =
      GENERATE(Case{"2.5.4.3", "550403"}, Case{"1.2.840.113549.1.1.11", "2a864886f70d01010b"},
               Case{"0.0", "00"}, Case{"0.39", "27"}, Case{"1.0", "28"}, Case{"1.39", "4f"},
               Case{"2.0", "50"}, Case{"2.999.3", "883703"}, Case{"1.2.127.128", "2a7f8100"},
               Case{"2.25.9223372036854775935", "698180808080808080807f"},
               Case{"2.25.340282366920938463463374607431768211455",
                    "6983ffffffffffffffffffffffffffffffffff7f"});
  CHECK(ToHex(OidContent(dotted)) == hex);
  CHECK(DottedOid(OidContent(dotted)) == dotted);
}

TEST_CASE("what is no object identifier has no content") {
  const std::string_view dotted = GENERATE(
      as<std::string_view>{}, "", "1", "1.", ".1", "1..2", "3.1", "0.40", "1.40", "1.2.x", "1.2.-3",
      "1.2.03", "1.2 ", "2.25.340282366920938463463374607431768211456",
      "2.340282366920938463463374607431768211455", "340282366920938463463374607431768211455.1");
  CAPTURE(dotted);
  CHECK(OidContent(dotted).empty());
}
