#include "tlsprobe/check/special_use.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "tlsprobe/base/address.h"

namespace tlsprobe {
namespace {

TEST_CASE("names that no public CA may certify") {
  const std::string name =
      GENERATE(as<std::string>(), "localhost", "printer", "a.local", "A.LOCAL", "a.b.local.",
               "local", "a.internal", "a.corp", "a.home", "a.lan", "a.home.arpa", "home.arpa",
               "a.test", "a.example", "a.alt", "10.0.0.1", "");
  CAPTURE(name);
  CHECK(IsInternalName(name));
}

TEST_CASE("names that may be public, though they look alike") {
  const std::string name = GENERATE(as<std::string>(), "example.com", "local.example.com",
                                    "a.notlocal", "a.locals", "xhome.arpa", "1.2.3.4.in-addr.arpa",
                                    "expyuzz4wqqyqhjn.onion", "a.xn--p1ai", "1.ch");
  CAPTURE(name);
  CHECK_FALSE(IsInternalName(name));
}

TEST_CASE("reverse zones are told by whole labels") {
  CHECK(IsReverseZoneName("4.3.2.1.in-addr.arpa"));
  CHECK(IsReverseZoneName("1.0.0.2.IP6.ARPA."));
  CHECK(IsReverseZoneName("ip6.arpa"));
  CHECK_FALSE(IsReverseZoneName("xip6.arpa"));
  CHECK_FALSE(IsReverseZoneName("in-addr.arpa.example.com"));
}

TEST_CASE("addresses in a special block, to its very ends") {
  const std::string address = GENERATE(
      as<std::string>(), "0.0.0.0", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255",
      "127.0.0.1", "169.254.1.1", "172.16.0.0", "172.31.255.255", "192.0.0.170", "192.0.2.1",
      "192.168.0.1", "198.18.0.0", "198.19.255.255", "203.0.113.9", "240.0.0.1", "255.255.255.255",
      "::", "::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "100::1", "2001::1", "2001:1ff:ffff::1",
      "2001:db8::1", "2002::1", "2620:4f:8000::1", "3fff:fff::1", "5f00::1", "fc00::1",
      "fdff:ffff::1", "fe80::1", "febf::1");
  CAPTURE(address);
  CHECK(IsReservedAddress(*ParseIpAddress(address)));
}

TEST_CASE("addresses just outside of them") {
  const std::string address = GENERATE(
      as<std::string>(), "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
      "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0", "198.17.255.255", "198.20.0.0",
      "239.255.255.255", "::2", "64:ff9b:2::1", "2001:200::1", "2001:db9::1", "2003::1",
      "2606:4700::1111", "3fff:1000::1", "fec0::1", "fe7f::1");
  CAPTURE(address);
  CHECK_FALSE(IsReservedAddress(*ParseIpAddress(address)));
}

TEST_CASE("what is no address is none that is reserved") {
  CHECK_FALSE(IsReservedAddress({}));
  CHECK_FALSE(IsReservedAddress(Bytes{10, 0, 0}));
  CHECK_FALSE(IsReservedAddress(Bytes(17)));
}

}  // namespace
}  // namespace tlsprobe
