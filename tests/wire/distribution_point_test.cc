#include "tlsprobe/wire/distribution_point.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tests/wire/der_parts.h"

namespace tlsprobe {
namespace {

// distributionPoint [0] with a choice in it.
Bytes PointName(const Bytes& choice) { return Element(0xa0, choice); }
Bytes FullName(const std::vector<Bytes>& names) { return Element(0xa0, Join(names)); }

DistributionPoint OnePoint(const std::vector<Bytes>& parts) {
  const auto points = ParseDistributionPoints(Sequence({Sequence(parts)}));
  REQUIRE(points.has_value());
  REQUIRE(points->size() == 1);
  return points->front();
}

TEST_CASE("a distribution point has a full name, reasons and an issuer") {
  const DistributionPoint point =
      OnePoint({PointName(FullName({Uri("http://a"), Uri("ldap://b")})), Hex("81020640"),
                Element(0xa2, DirectoryName(NameDer("Issuer")))});
  REQUIRE(point.name.full_name.size() == 2);
  CHECK(AsText(point.name.full_name[0].value) == "http://a");
  CHECK(AsText(point.name.full_name[1].value) == "ldap://b");
  CHECK(point.name.relative_name.empty());
  CHECK_FALSE(point.name.empty());
  CHECK(point.reasons == 1 << 1);
  REQUIRE(point.crl_issuer.size() == 1);
  CHECK(point.crl_issuer[0].value == NameDer("Issuer"));
}

TEST_CASE("a distribution point may have a name to put behind the issuer's") {
  const Bytes attributes = Join({Sequence({Hex("0603550403"), Element(0x0c, AsBytes("part"))}),
                                 Sequence({Hex("0603550406"), Element(0x13, AsBytes("CH"))})});
  const DistributionPoint point = OnePoint({PointName(Element(0xa1, attributes))});
  CHECK(point.name.relative_name == attributes);
  CHECK(point.name.full_name.empty());
  CHECK_FALSE(point.name.empty());
}

TEST_CASE("all of a distribution point may be absent") {
  const DistributionPoint point = OnePoint({});
  CHECK(point.name.empty());
  CHECK_FALSE(point.reasons.has_value());
  CHECK(point.crl_issuer.empty());
  CHECK(OnePoint({PointName(FullName({}))}).name.empty());
  CHECK(OnePoint({PointName(Hex("a100"))}).name.empty());
  CHECK(ParseDistributionPoints(Hex("3000")).value().empty());
}

TEST_CASE("the bits of reasons are those of the standard") {
  const auto reasons = [](std::string_view hex) { return OnePoint({Hex(hex)}).reasons; };
  CHECK(reasons("810100") == 0);
  CHECK(reasons("81020780") == 1);
  CHECK(reasons("81030780ff") == (1 | 1 << 8));
  CHECK(reasons("810300ffff") == kAllReasons);
  CHECK(reasons("8102077f") == 0);  // unused bits do not count
}

TEST_CASE("distribution points that do not parse are refused") {
  const Bytes value = GENERATE(values<Bytes>(
      {Hex(""),
       Hex("0500"),
       Hex("300000"),
       Hex("30020500"),
       Sequence({Sequence({Hex("0500")})}),
       Sequence({Sequence({Hex("a000")})}),
       Sequence({Sequence({Hex("a0020500")})}),
       Sequence({Sequence({PointName(FullName({Hex("0500")}))})}),
       Sequence({Sequence({PointName(Join({FullName({}), FullName({})}))})}),
       Sequence({Sequence({PointName(Join({Hex("a100"), FullName({})}))})}),
       Sequence({Sequence({PointName(Hex("a1020500"))})}),
       Sequence({Sequence({PointName(Element(0xa1, Sequence({Hex("0603550403")})))})}),
       Sequence({Sequence(
           {PointName(Element(0xa1, Sequence({Hex("0603550403"), Hex("0500"), Hex("0500")})))})}),
       Sequence({Sequence({Hex("8100")})}),
       Sequence({Sequence({Hex("810108")})}),
       Sequence({Sequence({Hex("810101")})}),
       Sequence({Sequence({Hex("a100")})}),
       Sequence({Sequence({Hex("8200")})}),
       Sequence({Sequence({Hex("a2020500")})}),
       Sequence({Sequence({Hex("a200"), Hex("810100")})})}));
  CAPTURE(ToHex(value));
  CHECK_FALSE(ParseDistributionPoints(value).has_value());
}

}  // namespace
}  // namespace tlsprobe
