#include "tlsprobe/session/validate.h"

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/base/status.h"

namespace tlsprobe {
namespace {

using std::chrono::milliseconds;

// A change to a good config, and what the refusal has to say.
struct ConfigCase {
  std::function<void(ProbeConfig&)> change;
  std::string_view message;
};

TEST_CASE("A config out of range is refused by field, value and what is allowed") {
  const std::vector<ConfigCase> cases = {
      {[](ProbeConfig& c) {
         c.tls.alpn = {"h2", ""};
       },
       "tls.alpn: expected names of 1 to 255 bytes (RFC 7301 section 3.1), got one of 0 bytes, "
       "\"\"."},
      {[](ProbeConfig& c) { c.tls.alpn = {std::string(256, 'a')}; }, "got one of 256 bytes"},
      {[](ProbeConfig& c) { c.tls.alpn.assign(300, std::string(255, 'a')); },
       "tls.alpn: expected a list of at most 65535 bytes, got 76800 bytes."},
      {[](ProbeConfig& c) { c.tls.server_name = ""; },
       "tls.server_name: expected 1 to 255 bytes (leave it out with send_server_name), got an "
       "empty name."},
      {[](ProbeConfig& c) { c.tls.server_name = std::string(256, 'a'); },
       "tls.server_name: expected at most 255 bytes, got 256."},
      {[](ProbeConfig& c) { c.tls.server_name = std::string("a\0b", 3); },
       "tls.server_name: expected a name without blanks and control characters, got \"a\\x00b\"."},
      {[](ProbeConfig& c) { c.tls.max_send_fragment = 511; },
       "tls.max_send_fragment: expected 512 to 16384 bytes, got 511."},
      {[](ProbeConfig& c) { c.tls.max_send_fragment = 16385; }, "got 16385."},
      {[](ProbeConfig& c) { c.verify.ip = "300.1.1.1"; },
       "verify.ip: expected an IPv4 or IPv6 address, got \"300.1.1.1\"."},
      {[](ProbeConfig& c) { c.verify.host = "a b"; }, "verify.host: expected a name without"},
      {[](ProbeConfig& c) { c.verify.email = "a\nb@c"; }, "verify.email: expected a name without"},
      {[](ProbeConfig& c) { c.verify.max_depth = -1; },
       "verify.max_depth: expected 0 to 2147483647, got -1."},
      {[](ProbeConfig& c) { c.verify.auth_level = 6; },
       "verify.auth_level: expected 0 to 5, got 6."},
      {[](ProbeConfig& c) { c.verify.default_security_level = -1; },
       "verify.default_security_level: expected 0 to 5, got -1."},
      {[](ProbeConfig& c) { c.limits.handshake = milliseconds(-1); },
       "limits.handshake: expected 0 ms (no limit) to a year, got -1 ms."},
      {[](ProbeConfig& c) { c.limits.total = milliseconds::max(); }, "limits.total: expected"},
      {[](ProbeConfig& c) { c.limits.settle_max = milliseconds(-5); }, "limits.settle_max:"},
      {[](ProbeConfig& c) { c.limits.write_buffer_bytes = 0; },
       "limits.write_buffer_bytes: expected 1 or more, got 0."},
      {[](ProbeConfig& c) { c.bind_address = "[::1"; },
       "bind_address: expected host or host:port, the port in digits, got \"[::1\"."},
      {[](ProbeConfig& c) { c.bind_address = "1.2.3.4:abc"; }, "got \"1.2.3.4:abc\"."},
      {[](ProbeConfig& c) { c.proxy = ProxyOptions{.port = 1}; }, "proxy.host: expected a name"},
      {[](ProbeConfig& c) { c.proxy = ProxyOptions{.host = "p"}; }, "proxy.port: expected 1 to"},
      {[](ProbeConfig& c) {
         c.proxy = ProxyOptions{.host = "p", .port = 1, .user = std::string(256, 'u')};
       },
       "proxy.user: expected at most 255 bytes, got 256."},
      {[](ProbeConfig& c) { c.proxy = ProxyOptions{.host = "p", .port = 1, .user = "a:b"}; },
       "proxy.user: expected a name without a colon"},
      {[](ProbeConfig& c) { c.proxy = ProxyOptions{.host = "p", .port = 1, .password = "pass:x"}; },
       "proxy.password: expected a proxy.user with it, got none."},
      {[](ProbeConfig& c) { c.starttls = {.protocol = Starttls::kSmtp, .script_file = "f"}; },
       "starttls.script_file: expected either a protocol or a script, got both."},
      {[](ProbeConfig& c) { c.starttls.client_name = "a\r\nQUIT"; }, "starttls.client_name: "},
      {[](ProbeConfig& c) { c.starttls = {.protocol = Starttls::kFtp, .after_tls = true}; },
       "xmpp-server or ldap as starttls.protocol, got ftp."},
      {[](ProbeConfig& c) { c.bind_address = "1.2.3.4:65536"; }, "got \"1.2.3.4:65536\"."},
  };
  for (const ConfigCase& each : cases) {
    ProbeConfig config;
    each.change(config);
    const absl::Status status = ValidateConfig(config);
    CAPTURE(each.message, Message(status));
    CHECK(status.code() == absl::StatusCode::kInvalidArgument);
    CHECK(Message(status).find(each.message) != std::string_view::npos);
  }
}

TEST_CASE("The default config and the edges of every range are accepted") {
  CHECK(ValidateConfig({}).ok());
  ProbeConfig config;
  config.tls.alpn = {"h", std::string(255, 'a')};
  config.tls.server_name = std::string(255, 'a');
  config.tls.max_send_fragment = 512;
  config.verify.auth_level = 0;
  config.verify.max_depth = 0;
  config.verify.ip = "2001:db8::1";
  config.limits.handshake = milliseconds(0);
  config.bind_address = "[::1]:1234";
  CHECK(ValidateConfig(config).ok());
}

TEST_CASE("A target that cannot be connected to is refused by field") {
  struct Case {
    Target target;
    std::string_view message;
  };
  const std::vector<Case> cases = {
      {{}, "target.host: expected a name or an address, got nothing."},
      {{.host = "a", .port = 0}, "target.port: expected 1 to 65535, got 0."},
      {{.host = "a b"}, "target.host: expected a name without blanks"},
      {{.host = std::string(256, 'a')}, "target.host: expected at most 255 bytes, got 256."},
      {{.host = "a", .addresses = {"192.0.2.1", "nonsense"}},
       "target.addresses: expected address literals, got \"nonsense\"."},
      {{.unix_path = std::string(108, 'a')},
       "target.unix_path: expected a path of at most 107 bytes without NUL, got 108 bytes."},
      {{.unix_path = std::string("a\0b", 3)}, "without NUL, got 3 bytes."},
  };
  for (const Case& each : cases) {
    const absl::Status status = ValidateTarget(each.target);
    CAPTURE(each.message, Message(status));
    CHECK(status.code() == absl::StatusCode::kInvalidArgument);
    CHECK(Message(status).find(each.message) != std::string_view::npos);
  }
  CHECK(ValidateTarget({.host = "a"}).ok());
  CHECK(ValidateTarget({.port = 0, .unix_path = std::string(107, 'a')}).ok());
  CHECK(ValidateTarget({.host = "a", .addresses = {"192.0.2.1", "2001:db8::1"}}).ok());
}

TEST_CASE("What a proxy cannot take is refused") {
  const ProbeConfig config = {.proxy = ProxyOptions{.host = "p", .port = 1, .user = "u"}};
  CHECK(ValidateConfig(config).ok());
  CHECK(ValidateTarget(config, {.host = "a"}).ok());
  CHECK_FALSE(ValidateTarget(config, {.unix_path = "/s"}).ok());
  CHECK(ValidateTarget(ProbeConfig(), {.unix_path = "/s"}).ok());
  const ProbeConfig socks4 = {
      .proxy = ProxyOptions{.kind = ProxyKind::kSocks4a, .host = "p", .port = 1}};
  CHECK(ValidateTarget(socks4, {.host = "a"}).ok());
  CHECK(Message(ValidateTarget(socks4, {.host = "::1"})).find("socks5://") !=
        std::string_view::npos);
  CHECK(ValidateProxyPassword(std::string(255, 'x')).ok());
  for (const std::string& password : {std::string(256, 'x'), std::string("a\r\nb")}) {
    const absl::Status status = ValidateProxyPassword(password);
    CHECK(Message(status).starts_with("proxy.password: expected "));
    CHECK(Message(status).find(password) == std::string_view::npos);
  }
}

TEST_CASE("Addresses of a target may have a zone") {
  CHECK(ValidateTarget({.host = "h", .addresses = {"fe80::1%eth0"}}).ok());
  CHECK_FALSE(ValidateTarget({.host = "h", .addresses = {"fe80::1%"}}).ok());
}

}  // namespace
}  // namespace tlsprobe
