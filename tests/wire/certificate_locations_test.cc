#include "tlsprobe/wire/certificate_locations.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "tlsprobe/base/hex.h"

namespace tlsprobe {
namespace {

Bytes Hex(std::string_view text) { return FromHex(text).value(); }

// AccessDescriptions { id-ad-ocsp, URI "http://o" } and { id-ad-caIssuers, URI "http://i" }.
constexpr std::string_view kBothAccess =
    "302c"
    "301406082b060105050730018608687474703a2f2f6f"
    "301406082b060105050730028608687474703a2f2f69";
// One DistributionPoint whose fullName is URI "http://c".
constexpr std::string_view kOnePoint = "3010300ea00ca00a8608687474703a2f2f63";

TEST_CASE("places of OCSP and of the issuer are told apart") {
  Certificate certificate;
  REQUIRE(ReadAuthorityInfoAccess(Hex(kBothAccess), certificate));
  CHECK(certificate.ocsp_urls == std::vector<std::string>{"http://o"});
  CHECK(certificate.issuer_urls == std::vector<std::string>{"http://i"});
}

TEST_CASE("the places of a CRL are those of the full name") {
  Certificate certificate;
  REQUIRE(ReadCrlDistributionPoints(Hex(kOnePoint), certificate));
  CHECK(certificate.crl_urls == std::vector<std::string>{"http://c"});
  CHECK(certificate.crl_distribution_points.size() == 1);
  CHECK(certificate.freshest_crl.empty());
}

TEST_CASE("the places of a delta CRL are kept apart") {
  Certificate certificate;
  REQUIRE(ReadFreshestCrl(Hex(kOnePoint), certificate));
  REQUIRE(certificate.freshest_crl.size() == 1);
  CHECK(AsText(certificate.freshest_crl[0].name.full_name.at(0).value) == "http://c");
  CHECK(certificate.crl_urls.empty());
  CHECK(certificate.crl_distribution_points.empty());
}

TEST_CASE("what is cut off anywhere is refused and changes nothing") {
  for (const std::string_view whole : {kBothAccess, kOnePoint}) {
    const Bytes value = Hex(whole);
    for (size_t size = 0; size < value.size(); ++size) {
      Certificate certificate;
      const BytesView head = BytesView(value).first(size);
      CHECK_FALSE(ReadAuthorityInfoAccess(head, certificate));
      CHECK_FALSE(ReadCrlDistributionPoints(head, certificate));
      CHECK_FALSE(ReadFreshestCrl(head, certificate));
      CHECK(certificate.ocsp_urls.empty());
      CHECK(certificate.crl_urls.empty());
      CHECK(certificate.crl_distribution_points.empty());
      CHECK(certificate.freshest_crl.empty());
    }
  }
}

TEST_CASE("bytes behind the sequence are refused") {
  Certificate certificate;
  CHECK_FALSE(ReadAuthorityInfoAccess(Hex(std::string(kBothAccess) + "00"), certificate));
  CHECK_FALSE(ReadCrlDistributionPoints(Hex(std::string(kOnePoint) + "00"), certificate));
  CHECK_FALSE(ReadFreshestCrl(Hex(std::string(kOnePoint) + "00"), certificate));
}

}  // namespace
}  // namespace tlsprobe
