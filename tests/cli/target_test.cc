#include "cli/target.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tlsprobe/base/status.h"

using namespace tlsprobe;
using namespace tlsprobe::cli;

TEST_CASE("s_client's targets are read as s_client reads them") {
  struct Case {
    TargetWords words;
    std::string_view host;
    int port;
  };
  const auto [words, host, port] = GENERATE(
      Case{{}, "", 4433}, Case{{.connect = "example.org:443"}, "example.org", 443},
      Case{{.connect = "example.org"}, "example.org", 4433},
      Case{{.connect = "example.org:https"}, "example.org", 443},
      Case{{.connect = ":5000"}, "", 5000}, Case{{.connect = "example.org:"}, "example.org", 4433},
      Case{{.connect = "[2001:db8::1]:443"}, "2001:db8::1", 443},
      Case{{.connect = "[::1]"}, "::1", 4433}, Case{{.positional = "h:1"}, "h", 1},
      Case{{.host = "h"}, "h", 4433}, Case{{.port = "99"}, "", 99},
      Case{{.connect = "c", .host = "h", .port = "99"}, "c", 99});
  Target target;
  REQUIRE(ReadDialectTarget(words, target).ok());
  CHECK(target.host == host);
  CHECK(target.port == port);
}

TEST_CASE("targets that s_client finds ambiguous are refused, with what was typed") {
  const std::string text =
      GENERATE("a:b:c", "::1", "[::1", "[::1]443", "h:0", "h:65536", "h:no-such-service", "h:-1");
  Target target;
  const absl::Status status = ReadDialectTarget({.connect = text}, target);
  REQUIRE(status.code() == absl::StatusCode::kInvalidArgument);
  CAPTURE(Message(status));
  CHECK(Message(status).find("expected") != std::string_view::npos);
}

TEST_CASE("native targets are hosts, addresses and URLs") {
  struct Case {
    std::string text;
    std::string_view host;
    int port;
  };
  const auto [text, host, port] = GENERATE(
      Case{"example.org", "example.org", 443}, Case{"example.org:8443", "example.org", 8443},
      Case{"192.0.2.1", "192.0.2.1", 443}, Case{"2001:db8::1", "2001:db8::1", 443},
      Case{"[2001:db8::1]:993", "2001:db8::1", 993},
      Case{"https://example.org", "example.org", 443},
      Case{"https://example.org:8443/path?q", "example.org", 8443},
      Case{"[fe80::1%eth0]:993", "fe80::1%eth0", 993}, Case{"fe80::1%eth0", "fe80::1%eth0", 443},
      Case{"https://[fe80::1%25eth0]:993", "fe80::1%eth0", 993}, Case{"imaps://[::1]", "::1", 993},
      Case{"LDAPS://d", "d", 636}, Case{"tls://h:1234", "h", 1234});
  Target target;
  StarttlsOptions starttls;
  CAPTURE(text);
  REQUIRE(ReadNativeTarget({.positional = text}, target, starttls).ok());
  CHECK(target.host == host);
  CHECK(target.port == port);
  CHECK_FALSE(starttls.wanted());
}

TEST_CASE("a scheme says by which protocol TLS is begun") {
  struct Case {
    std::string text;
    Starttls protocol;
    int port;
  };
  const auto [text, protocol, port] = GENERATE(
      Case{"smtp://mx.example", Starttls::kSmtp, 25}, Case{"submission://h", Starttls::kSmtp, 587},
      Case{"imap://h:1143", Starttls::kImap, 1143}, Case{"XMPP://h", Starttls::kXmpp, 5222},
      Case{"postgresql://h/base", Starttls::kPostgres, 5432}, Case{"rdp://h", Starttls::kRdp, 3389},
      Case{"mssql://h", Starttls::kMssql, 1433});
  Target target;
  StarttlsOptions starttls;
  CAPTURE(text);
  REQUIRE(ReadNativeTarget({.positional = text}, target, starttls).ok());
  CHECK(starttls.protocol == protocol);
  CHECK(target.port == port);
  CHECK(ReadNativeTarget({.positional = text}, target, starttls).ok());  // the same twice is fine
  starttls.protocol = Starttls::kTelnet;
  CHECK_FALSE(ReadNativeTarget({.positional = text}, target, starttls).ok());
}

TEST_CASE("-starttls gives the port where nothing else does") {
  Target target;
  StarttlsOptions starttls{.protocol = Starttls::kImap};
  REQUIRE(ReadNativeTarget({.positional = "h"}, target, starttls).ok());
  CHECK(target.port == 143);
  REQUIRE(ReadNativeTarget({.positional = "h:144"}, target, starttls).ok());
  CHECK(target.port == 144);
}

TEST_CASE("native targets that say nothing usable are refused") {
  struct Case {
    std::string text;
    std::string_view expected;
  };
  const auto [text, expected] =
      GENERATE(Case{"", "expected host"}, Case{":443", "expected host"}, Case{"h:0", "1 to 65535"},
               Case{"a:b:c", "[v6]:port"}, Case{"smtps://h:0", "1 to 65535"},
               Case{"gopher://h", "scheme"}, Case{"tls://h", "expected a port"},
               Case{"b\xc3\xbc"
                    "cher.example",
                    "write it as xn--"},
               Case{"\xff", "expected a name in ASCII"}, Case{"a b", "expected host"},
               Case{"https:///x", "expected host"}, Case{"[::1", "bracket"});
  Target target;
  StarttlsOptions starttls;
  CAPTURE(text);
  const absl::Status status = ReadNativeTarget({.positional = text}, target, starttls);
  REQUIRE(status.code() == absl::StatusCode::kInvalidArgument);
  CAPTURE(Message(status));
  CHECK(Message(status).find(expected) != std::string_view::npos);
}

TEST_CASE("a password in a target is not repeated") {
  for (const char* text : {"foo://u:secret@h", "https://u:secret@h:0", "https://u:se%zcret@h",
                           "tls://u:secret@h", "https://u:secret@"}) {
    CAPTURE(text);
    Target target;
    StarttlsOptions starttls;
    const absl::Status status = ReadNativeTarget({.positional = text}, target, starttls);
    CHECK_FALSE(status.ok());
    CHECK(Message(status).find("cret") == std::string_view::npos);
  }
}

TEST_CASE("-port counts natively where the target says no port") {
  const auto port = [](const TargetWords& words) {
    Target target;
    StarttlsOptions starttls;
    REQUIRE(ReadNativeTarget(words, target, starttls).ok());
    return target.port;
  };
  CHECK(port({.positional = "h", .port = "99"}) == 99);
  CHECK(port({.positional = "https://h", .port = "99"}) == 99);
  CHECK(port({.positional = "tls://h", .port = "99"}) == 99);
  CHECK(port({.positional = "h:1", .port = "99"}) == 1);
  CHECK(port({.host = "h"}) == 443);
}

TEST_CASE("a target must be given natively") {
  Target target;
  StarttlsOptions starttls;
  CHECK_FALSE(ReadNativeTarget({}, target, starttls).ok());
}
