#include "tlsprobe/driver/opener.h"

#include <netdb.h>
#include <sys/socket.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <cerrno>
#include <chrono>
#include <optional>
#include <string>

#include "tests/driver/fixtures.h"
#include "tlsprobe/driver/open_failures.h"
#include "tlsprobe/driver/probe.h"

namespace tlsprobe {
namespace {

using Catch::Matchers::ContainsSubstring;
using std::chrono::milliseconds;

Opened Open(const Target& target, const ProbeConfig& config = {}) {
  Loop loop;
  Resolver resolver(loop);
  std::optional<Opened> result;
  Opener opener(loop, resolver, config, target, MonotonicNow(), [&](Opened opened) {
    result = std::move(opened);
    loop.Stop();
  });
  opener.Start();
  if (!result) loop.Run();
  return *std::move(result);
}

TEST_CASE("a name is looked up and connected to") {
  const testing::Listener server;
  const Opened opened =
      Open({.host = "localhost", .port = server.port()}, {.family = AddressFamily::kIpv4});
  REQUIRE(opened.fd.open());
  CHECK(opened.connection.address == "127.0.0.1");
  CHECK(opened.connection.port == server.port());
  CHECK(opened.connection.local_address.starts_with("127.0.0.1:"));
  CHECK(opened.connection.attempts.size() == 1);
  CHECK(opened.connection.round_trip.count() > 0);
  CHECK(opened.connection.connect_took >= opened.connection.round_trip);
}

TEST_CASE("given addresses are tried in their order and the name is not looked up") {
  const testing::Listener server;
  const Opened opened = Open(
      {.host = "no-such-name.invalid", .port = server.port(), .addresses = {"::1", "127.0.0.1"}});
  REQUIRE(opened.fd.open());
  CHECK(opened.connection.attempts[0].address == "::1");
  CHECK(opened.connection.address == "127.0.0.1");
}

TEST_CASE("a Unix socket is connected to by its path") {
  const testing::TemporaryFolder folder;
  const std::string path = folder.path("socket");
  const Opened missing = Open({.unix_path = path});
  CHECK(missing.outcome.how == How::kNotFound);
  CHECK(missing.outcome.system_error == ENOENT);
  const OwnedFd listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const SocketAddress address = UnixSocketAddress(path);
  REQUIRE(bind(listener.get(), reinterpret_cast<const sockaddr*>(address.raw.data()),
               static_cast<socklen_t>(address.raw.size())) == 0);
  REQUIRE(listen(listener.get(), 1) == 0);
  const Opened opened = Open({.unix_path = path});
  CHECK(opened.fd.open());
  CHECK(opened.connection.address == path);
}

TEST_CASE("refused by all: the outcome lists every address") {
  const uint16_t port = testing::ClosedPort();
  const Opened opened =
      Open({.host = "example.test", .port = port, .addresses = {"127.0.0.1", "127.0.0.2"}});
  CHECK_FALSE(opened.fd.open());
  CHECK(opened.outcome.phase == Phase::kConnect);
  CHECK(opened.outcome.how == How::kRefused);
  CHECK(opened.outcome.ended_by == EndedBy::kNetwork);
  CHECK(opened.outcome.system_error == ECONNREFUSED);
  CHECK(opened.outcome.openssl_reason == "Connection refused");
  CHECK_THAT(opened.outcome.message, ContainsSubstring("connect to example.test:"));
  CHECK_THAT(opened.outcome.message,
             ContainsSubstring("\"refused\" at 127.0.0.1, \"refused\" at 127.0.0.2"));
  CHECK_THAT(opened.outcome.advice, ContainsSubstring("port"));
}

TEST_CASE("a name without an address of the family fails in the look-up") {
  const Opened literal = Open({.host = "127.0.0.1", .port = 443}, {.family = AddressFamily::kIpv6});
  CHECK(literal.outcome.phase == Phase::kResolve);
  CHECK(literal.outcome.how == How::kNotFound);
  CHECK_THAT(literal.outcome.message, ContainsSubstring("expected an IPv6 address"));
  CHECK(literal.outcome.advice == "127.0.0.1 is no IPv6 address; drop -6.");
  const Opened given = Open({.host = "example.test", .port = 443, .addresses = {"::1"}},
                            {.family = AddressFamily::kIpv4});
  CHECK(given.outcome.phase == Phase::kResolve);
  CHECK(given.outcome.advice == "example.test has no IPv4 address; drop -4.");
}

TEST_CASE("the connection is bound where that was asked for") {
  const testing::Listener server;
  const Target target = {.host = "127.0.0.1", .port = server.port()};
  CHECK(Open(target, {.bind_address = "127.0.0.9"})
            .connection.local_address.starts_with("127.0.0.9:"));
  const uint16_t port = testing::ClosedPort();
  CHECK(Open(target, {.bind_address = "127.0.0.9:" + std::to_string(port)})
            .connection.local_address == "127.0.0.9:" + std::to_string(port));
  const uint16_t other = testing::ClosedPort();
  CHECK(Open(target, {.bind_address = ":" + std::to_string(other)}).connection.local_address ==
        "127.0.0.1:" + std::to_string(other));
}

TEST_CASE("a local address that cannot be is named") {
  const testing::Listener server;
  const Target target = {.host = "127.0.0.1", .port = server.port()};
  const Opened foreign = Open(target, {.bind_address = "192.0.2.1"});
  CHECK(foreign.outcome.system_error == EADDRNOTAVAIL);
  CHECK_THAT(foreign.outcome.message, ContainsSubstring("with -bind 192.0.2.1: "));
  CHECK_THAT(foreign.outcome.advice, ContainsSubstring("Give -bind one of this machine's"));
  CHECK(foreign.outcome.ended_by == EndedBy::kUs);
  const std::string taken = "127.0.0.1:" + std::to_string(server.port());
  const Opened busy = Open(target, {.bind_address = taken});
  CHECK(busy.outcome.system_error == EADDRINUSE);
  CHECK_THAT(busy.outcome.message, ContainsSubstring("with -bind " + taken));
  CHECK_THAT(busy.outcome.advice, ContainsSubstring("another port"));
  const Opened unknown = Open(target, {.bind_address = "no-such-name.invalid"});
  CHECK_THAT(unknown.outcome.message, ContainsSubstring("-bind no-such-name.invalid: expected"));
  CHECK_THAT(unknown.outcome.advice, ContainsSubstring("-bind"));
  CHECK(unknown.outcome.ended_by == EndedBy::kUs);
  CHECK(unknown.outcome.how == How::kNotFound);
  const Opened garbled = Open(target, {.bind_address = "127.0.0.1:http"});
  CHECK_FALSE(garbled.fd.open());
  CHECK_THAT(garbled.outcome.message, ContainsSubstring("-bind 127.0.0.1:http"));
}

TEST_CASE("each failure of a look-up has its words") {
  struct Case {
    int error;
    How how;
    std::string words;
  };
  const Case cases[] = {
      {EAI_NONAME, How::kNotFound, "no such name"},
      {EAI_NODATA, How::kNotFound, "a name without one"},
      {EAI_AGAIN, How::kError, "no answer from the name servers"},
      {EAI_MEMORY, How::kError, "an error of the resolver: "},
  };
  for (const Case& each : cases) {
    const Outcome outcome =
        LookUpFailure("example.test", AddressFamily::kAny, {.error = each.error});
    CHECK(outcome.phase == Phase::kResolve);
    CHECK(outcome.how == each.how);
    CHECK_THAT(
        outcome.message,
        ContainsSubstring("look-up of example.test: expected an address, got: " + each.words));
  }
  const Outcome timeout = LookUpTimeout("example.test", milliseconds(5000));
  CHECK(timeout.how == How::kTimeout);
  CHECK_THAT(timeout.message, ContainsSubstring("timed out after 5000 ms"));
}

TEST_CASE("names and addresses are escaped, and a long list is cut") {
  CHECK_THAT(LookUpFailure("evil\x1b[0m", AddressFamily::kAny, {.error = EAI_NONAME}).message,
             ContainsSubstring("evil\\x1b[0m"));
  const std::vector<AddressAttempt> many(
      20, {.address = "192.0.2.1", .port = 1, .result = "refused", .system_error = ECONNREFUSED});
  CHECK_THAT(ConnectFailure({.host = "h", .port = 1}, many).message,
             ContainsSubstring("and 12 more"));
}

TEST_CASE("the most telling error stands for all") {
  const std::vector<AddressAttempt> attempts = {
      {.address = "a", .port = 1, .result = "unreachable", .system_error = ENETUNREACH},
      {.address = "b", .port = 1, .result = "timed out", .system_error = ETIMEDOUT},
      {.address = "c", .port = 1, .result = "not tried"},
  };
  const Outcome outcome = ConnectFailure({.host = "h", .port = 1}, attempts);
  CHECK(outcome.how == How::kTimeout);
  CHECK(outcome.ended_by == EndedBy::kUs);
}

TEST_CASE("without -bind no local address is blamed") {
  const std::vector<AddressAttempt> attempts = {
      {.address = "192.0.2.1", .port = 1, .result = "x", .system_error = EADDRNOTAVAIL}};
  const Outcome outcome = ConnectFailure({.host = "h", .port = 1}, attempts);
  CHECK(outcome.message.find("-bind") == std::string::npos);
  CHECK_THAT(outcome.advice, ContainsSubstring("No local port"));
}

TEST_CASE("each failure to connect says whose it is") {
  struct Case {
    int error;
    How how;
    EndedBy ended_by;
    std::string advice;
  };
  const Case cases[] = {
      {ECONNRESET, How::kReset, EndedBy::kPeer, "broke it off at once"},
      {EMFILE, How::kError, EndedBy::kUs, "ulimit -n"},
      {ENFILE, How::kError, EndedBy::kUs, "ulimit -n"},
      {EACCES, How::kError, EndedBy::kUs, "permissions"},
      {ETIMEDOUT, How::kTimeout, EndedBy::kUs, "firewall"},
      {ENETUNREACH, How::kUnreachable, EndedBy::kNetwork, "no route"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.error);
    const Outcome outcome = ConnectFailure(
        {.host = "h", .port = 1},
        {{.address = "192.0.2.1", .port = 1, .result = "x", .system_error = each.error}});
    CHECK(outcome.how == each.how);
    CHECK(outcome.ended_by == each.ended_by);
    CHECK_THAT(outcome.advice, ContainsSubstring(each.advice));
  }
}

TEST_CASE("an address with a zone is connected to, and a zone that is none is named") {
  const testing::Listener server(nullptr, "::1");
  // Zones of other than link-local addresses are numbers.
  const Opened opened = Open({.host = "::1%1", .port = server.port()});
  CHECK(opened.fd.open());
  const Opened unknown = Open({.host = "fe80::1%no-such-interface", .port = 1});
  CHECK_THAT(unknown.outcome.advice, ContainsSubstring("network interfaces"));
}

}  // namespace
}  // namespace tlsprobe
