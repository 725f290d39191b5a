#include "tlsprobe/base/address.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tlsprobe/base/hex.h"
#include "tlsprobe/base/status.h"

using namespace tlsprobe;

TEST_CASE("host and port are cut apart as people write them") {
  struct Case {
    std::string_view text;
    std::string_view host;
    std::string_view port;
  };
  const auto [text, host, port] = GENERATE(
      Case{"example.org:443", "example.org", "443"}, Case{"example.org", "example.org", ""},
      Case{"example.org:https", "example.org", "https"}, Case{":4433", "", "4433"},
      Case{"host:", "host", ""}, Case{"[::1]:443", "::1", "443"}, Case{"[::1]", "::1", ""},
      Case{"::1", "::1", ""}, Case{"2001:db8::1", "2001:db8::1", ""}, Case{"", "", ""},
      Case{"[fe80::1]:", "fe80::1", ""});
  CAPTURE(text);
  const auto parts = ParseHostPort(text);
  REQUIRE(parts.ok());
  CHECK(parts->host == host);
  CHECK(parts->port == port);
}

TEST_CASE("a bracket that does not close or has text behind it is refused") {
  const std::string_view text = GENERATE("[::1", "[::1]443", "[", "[::1]x:443");
  CHECK(ParseHostPort(text).status().code() == absl::StatusCode::kInvalidArgument);
}

TEST_CASE("IPv6 literals are written in brackets") {
  CHECK(FormatHostPort("::1", 443) == "[::1]:443");
  CHECK(FormatHostPort("example.org", 25) == "example.org:25");
}

TEST_CASE("addresses are read and written in their canonical form") {
  struct Case {
    std::string_view text;
    std::string_view hex;
    std::string_view canonical;
  };
  const auto [text, hex, canonical] = GENERATE(
      Case{"127.0.0.1", "7f000001", "127.0.0.1"},
      Case{"255.255.255.255", "ffffffff", "255.255.255.255"},
      Case{"::", "00000000000000000000000000000000", "::"},
      Case{"::1", "00000000000000000000000000000001", "::1"},
      Case{"2001:DB8:0:0:0:0:0:1", "20010db8000000000000000000000001", "2001:db8::1"},
      Case{"2001:db8::", "20010db8000000000000000000000000", "2001:db8::"},
      Case{"1:0:0:2:0:0:0:3", "00010000000000020000000000000003", "1:0:0:2::3"},
      Case{"1:0:2:3:4:5:6:7", "00010000000200030004000500060007", "1:0:2:3:4:5:6:7"},
      Case{"2001:db8:0:0:1:0:0:1", "20010db8000000000001000000000001", "2001:db8::1:0:0:1"},
      Case{"::ffff:192.0.2.1", "00000000000000000000ffffc0000201", "::ffff:192.0.2.1"},
      Case{"64:ff9b::192.0.2.33", "0064ff9b0000000000000000c0000221", "64:ff9b::c000:221"},
      Case{"1:2:3:4:5:6:7::", "00010002000300040005000600070000", "1:2:3:4:5:6:7:0"});
  CAPTURE(text);
  const auto address = ParseIpAddress(text);
  REQUIRE(address);
  CHECK(ToHex(*address) == hex);
  CHECK(FormatIpAddress(*address) == canonical);
}

TEST_CASE("what is not an address is not read as one") {
  const std::string_view text =
      GENERATE("", "example.org", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.",
               "0x7f.0.0.1", ":", ":::", "1::2::3", "1:2:3:4:5:6:7:8:9",
               "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "12345::", "::g", "fe80::1%eth0",
               "1.2.3.4::", "::1.2.3", "1:2:3:4:5:6:7:1.2.3.4", "[::1]", ":1:2:3:4:5:6:7");
  CAPTURE(text);
  CHECK_FALSE(ParseIpAddress(text));
}

TEST_CASE("addresses of another size come back as hex") {
  const Bytes bytes = {1, 2, 3};
  CHECK(FormatIpAddress(bytes) == "010203");
}

TEST_CASE("a URL is cut into its parts") {
  const auto url = ParseUrl("HTTPS://us%65r:p%3Aw@[2001:db8::1]:8443/path?q#f");
  REQUIRE(url.ok());
  CHECK(url->scheme == "https");
  CHECK(url->user == "user");
  CHECK(url->password == "p:w");
  CHECK(url->has_password);
  CHECK(url->host == "2001:db8::1");
  CHECK(url->port == "8443");
  CHECK(url->path == "/path?q#f");

  const auto plain = ParseUrl("smtp://mx.example");
  REQUIRE(plain.ok());
  CHECK(plain->host == "mx.example");
  CHECK_FALSE(plain->has_password);
  CHECK(plain->port.empty());
  CHECK(plain->path.empty());
}

TEST_CASE("what is not a URL is refused") {
  const std::string_view text = GENERATE("example.org", "://x", "1a://x", "a b://x",
                                         "https://a%zz@x/", "https://a%4@x/", "https://[::1");
  CAPTURE(text);
  CHECK(ParseUrl(text).status().code() == absl::StatusCode::kInvalidArgument);
}

TEST_CASE("a zone is cut off an IPv6 literal and off nothing else") {
  CHECK(WithoutZone("fe80::1%eth0") == "fe80::1");
  CHECK(WithoutZone("fe80::1%25") == "fe80::1");
  CHECK(WithoutZone("fe80::1%") == "fe80::1%");
  CHECK(WithoutZone("a%b") == "a%b");
  CHECK(WithoutZone("a%b::1") == "a%b::1");
  CHECK(WithoutZone("::1") == "::1");
}
