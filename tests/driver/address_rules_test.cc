#include "tlsprobe/driver/address_rules.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>
#include <string_view>

#include "tlsprobe/base/address.h"

namespace tlsprobe {
namespace {

std::string Refusal(std::string_view address) {
  const auto bytes = ParseIpAddress(address);
  REQUIRE(bytes);
  return AddressRefusal(*bytes);
}

struct Case {
  std::string_view address;
  std::string_view refusal;
};

TEST_CASE("the first and the last address of each special block of IPv4 are refused by name") {
  const auto [address, refusal] =
      GENERATE(Case{"0.0.0.0", "an unspecified address (RFC 1122 section 3.2.1.3)"},
               Case{"0.255.255.255", "an unspecified address (RFC 1122 section 3.2.1.3)"},
               Case{"10.0.0.0", "a private address (RFC 1918)"},
               Case{"10.255.255.255", "a private address (RFC 1918)"},
               Case{"100.64.0.0", "an address behind a provider's NAT (RFC 6598)"},
               Case{"100.127.255.255", "an address behind a provider's NAT (RFC 6598)"},
               Case{"127.0.0.0", "a loopback address (RFC 1122 section 3.2.1.3)"},
               Case{"127.255.255.255", "a loopback address (RFC 1122 section 3.2.1.3)"},
               Case{"169.254.0.0", "a link-local address (RFC 3927)"},
               Case{"169.254.169.254", "a link-local address (RFC 3927)"},
               Case{"169.254.255.255", "a link-local address (RFC 3927)"},
               Case{"172.16.0.0", "a private address (RFC 1918)"},
               Case{"172.31.255.255", "a private address (RFC 1918)"},
               Case{"192.0.0.0", "an address for protocols (RFC 6890 section 2.1)"},
               Case{"192.0.0.255", "an address for protocols (RFC 6890 section 2.1)"},
               Case{"192.0.2.0", "an address for documentation (RFC 5737)"},
               Case{"192.0.2.255", "an address for documentation (RFC 5737)"},
               Case{"192.88.99.1", "an address of 6to4 relays (RFC 7526)"},
               Case{"192.168.0.0", "a private address (RFC 1918)"},
               Case{"192.168.255.255", "a private address (RFC 1918)"},
               Case{"198.18.0.0", "an address for benchmarks (RFC 2544)"},
               Case{"198.19.255.255", "an address for benchmarks (RFC 2544)"},
               Case{"198.51.100.0", "an address for documentation (RFC 5737)"},
               Case{"203.0.113.255", "an address for documentation (RFC 5737)"},
               Case{"224.0.0.0", "a multicast address (RFC 5771)"},
               Case{"239.255.255.255", "a multicast address (RFC 5771)"},
               Case{"240.0.0.0", "a reserved address (RFC 1112 section 4)"},
               Case{"255.255.255.254", "a reserved address (RFC 1112 section 4)"},
               Case{"255.255.255.255", "the broadcast address (RFC 919)"});
  CAPTURE(address);
  CHECK(Refusal(address) == refusal);
}

TEST_CASE("the first and the last address of each special block of IPv6 are refused by name") {
  const auto [address, refusal] = GENERATE(
      Case{"::", "the unspecified address (RFC 4291 section 2.5.2)"},
      Case{"::1", "the loopback address (RFC 4291 section 2.5.3)"},
      Case{"64:ff9b:1::", "an address for translation within a network (RFC 8215)"},
      Case{"64:ff9b:1:ffff:ffff:ffff:808:808",
           "an address for translation within a network (RFC 8215)"},
      Case{"2001::", "a Teredo address (RFC 4380)"},
      Case{"2001:0:ffff:ffff:ffff:ffff:ffff:ffff", "a Teredo address (RFC 4380)"},
      Case{"2001:1::", "an address for protocols (RFC 2928)"},
      Case{"2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "an address for protocols (RFC 2928)"},
      Case{"2001:db8::", "an address for documentation (RFC 3849)"},
      Case{"2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "an address for documentation (RFC 3849)"},
      Case{"3fff::", "an address for documentation (RFC 9637)"},
      Case{"3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "an address for documentation (RFC 9637)"},
      Case{"fc00::", "a unique local address (RFC 4193)"},
      Case{"fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "a unique local address (RFC 4193)"},
      Case{"fe80::", "a link-local address (RFC 4291 section 2.5.6)"},
      Case{"febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
           "a link-local address (RFC 4291 section 2.5.6)"},
      Case{"fec0::", "a site-local address (RFC 3879)"},
      Case{"feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "a site-local address (RFC 3879)"},
      Case{"ff00::", "a multicast address (RFC 4291 section 2.7)"},
      Case{"ff02::1", "a multicast address (RFC 4291 section 2.7)"},
      Case{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
           "a multicast address (RFC 4291 section 2.7)"});
  CAPTURE(address);
  CHECK(Refusal(address) == refusal);
}

TEST_CASE("addresses of no host on the Internet are refused, whatever they may become one day") {
  const std::string_view address =
      GENERATE("::2", "::8.8.8.8", "::127.0.0.1", "64:ff9b::1:808:808", "100::1", "1fff::1",
               "4000::1", "5f00::1", "fe00::1", "fbff::1");
  CAPTURE(address);
  CHECK(Refusal(address) == "no address of a host on the Internet (RFC 4291 section 2.4)");
}

TEST_CASE("an IPv4 address within an IPv6 one is judged, not its disguise") {
  CHECK(Refusal("::ffff:127.0.0.1") ==
        "an IPv4-mapped address (RFC 4291 section 2.5.5.2) of 127.0.0.1, a loopback address (RFC "
        "1122 section 3.2.1.3)");
  CHECK(Refusal("::ffff:0:169.254.169.254") ==
        "an IPv4-translated address (RFC 2765 section 2.1) of 169.254.169.254, a link-local "
        "address (RFC 3927)");
  CHECK(Refusal("64:ff9b::10.0.0.1") ==
        "a NAT64 address (RFC 6052) of 10.0.0.1, a private address (RFC 1918)");
  CHECK(Refusal("2002:c0a8:101::1") ==
        "a 6to4 address (RFC 3056) of 192.168.1.1, a private address (RFC 1918)");
  const std::string_view open =
      GENERATE("::ffff:8.8.8.8", "::ffff:0:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1");
  CAPTURE(open);
  CHECK(Refusal(open).empty());
}

TEST_CASE("addresses of hosts are not refused, next door to a special block neither") {
  const std::string_view address = GENERATE(
      "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
      "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0",
      "192.0.3.0", "192.88.98.255", "192.88.100.0", "192.167.255.255", "192.169.0.0",
      "198.17.255.255", "198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255",
      "203.0.114.0", "223.255.255.255", "8.8.8.8", "2000::1", "2001:200::", "2001:4860:4860::8888",
      "2001:db7:ffff::", "2001:db9::", "2003::1", "2a00:1450::1", "3ffe::1", "3fff:1000::1");
  CAPTURE(address);
  CHECK(Refusal(address).empty());
}

TEST_CASE("private, loopback and link-local addresses can be allowed, and nothing else with them") {
  const std::string_view open =
      GENERATE("10.0.0.0", "10.255.255.255", "127.0.0.1", "169.254.1.1", "172.31.255.255",
               "192.168.0.1", "::1", "fc00::1", "fdff::1", "fe80::1", "::ffff:127.0.0.1",
               "64:ff9b::10.0.0.1", "8.8.8.8", "2001:4860:4860::8888");
  CAPTURE(open);
  CHECK(RefusalBesidePrivate(*ParseIpAddress(open)).empty());
  const std::string_view refused =
      GENERATE("0.0.0.0", "0.1.2.3", "100.64.0.1", "192.0.0.1", "192.0.2.1", "192.88.99.1",
               "198.18.0.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
               "::", "::2", "100::1", "2001::1", "2001:db8::1", "fec0::1", "ff02::1", "4000::1",
               "::ffff:0.0.0.0", "::ffff:224.0.0.1");
  CAPTURE(refused);
  CHECK(RefusalBesidePrivate(*ParseIpAddress(refused)) == AddressRefusal(*ParseIpAddress(refused)));
  CHECK_FALSE(RefusalBesidePrivate(*ParseIpAddress(refused)).empty());
  CHECK_FALSE(RefusalBesidePrivate({}).empty());
}

TEST_CASE("what is no address at all is refused") {
  CHECK_FALSE(AddressRefusal({}).empty());
  const Bytes odd = {8, 8, 8, 8, 8};
  CHECK_FALSE(AddressRefusal(odd).empty());
}

}  // namespace
}  // namespace tlsprobe
