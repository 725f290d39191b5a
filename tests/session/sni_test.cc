#include "tlsprobe/session/sni.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <optional>
#include <string>

namespace tlsprobe {
namespace {

struct Case {
  std::string name;
  TlsOptions options;
  Target target;
  std::string expected;
};

TEST_CASE("The name for SNI follows from options and target") {
  const Case each = GENERATE(
      Case{"a host name", {}, {.host = "www.example.org"}, "www.example.org"},
      Case{"a single label", {}, {.host = "localhost"}, "localhost"},
      Case{"a trailing dot is not sent", {}, {.host = "www.example.org."}, "www.example.org"},
      Case{"IPv4", {}, {.host = "192.0.2.1"}, ""}, Case{"IPv6", {}, {.host = "2001:db8::1"}, ""},
      Case{"IPv6 with a zone", {}, {.host = "fe80::1%eth0"}, ""},
      Case{"IPv4 in a short form", {}, {.host = "127.1"}, ""},
      Case{"IPv4 as one number", {}, {.host = "2130706433"}, ""},
      Case{"IPv4 with hexadecimal", {}, {.host = "1.0x7F"}, ""},
      Case{"a number and a dot", {}, {.host = "127.1."}, ""},
      Case{"0x alone is zero", {}, {.host = "127.0x"}, ""},
      Case{"digits before a name", {}, {.host = "127.1a"}, "127.1a"},
      Case{"hexadecimal without 0x", {}, {.host = "be.ef"}, "be.ef"},
      Case{"a Unix socket", {}, {.unix_path = "/run/s"}, ""},
      Case{"a Unix socket with a host", {}, {.host = "www.example.org", .unix_path = "/run/s"}, ""},
      Case{"switched off",
           {.server_name = "a.example", .send_server_name = false},
           {.host = "b.example"},
           ""},
      Case{"an explicit name", {.server_name = "a.example."}, {.host = "192.0.2.1"}, "a.example."},
      Case{"explicit on a Unix socket", {.server_name = "a"}, {.unix_path = "/run/s"}, "a"});
  CAPTURE(each.name);
  CHECK(ServerNameToSend(each.options, each.target) == each.expected);
}

TEST_CASE("With sni_needs_dot only what s_client takes for a DNS name is sent") {
  struct Row {
    std::string host;
    bool sent;
  };
  const Row row = GENERATE(Row{"www.example.org", true}, Row{"a_b.example", true},
                           Row{"1.2.example", true}, Row{"localhost", false}, Row{"a..b", false},
                           Row{".example", false}, Row{"example.", false}, Row{"-a.example", false},
                           Row{"a-.example", false}, Row{"a.b!c", false}, Row{"1234.5", false},
                           Row{std::string(64, 'a') + ".example", false});
  CAPTURE(row.host);
  const std::string expected = row.sent ? row.host : "";
  CHECK(ServerNameToSend({.sni_needs_dot = true}, {.host = row.host}) == expected);
}

}  // namespace
}  // namespace tlsprobe
