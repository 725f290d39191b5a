#include "tlsprobe/driver/connector.h"

#include <sys/socket.h>

#include <catch2/catch_test_macros.hpp>
#include <cerrno>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "tests/driver/fixtures.h"
#include "tlsprobe/driver/probe.h"
#include "tlsprobe/driver/resolver.h"

namespace tlsprobe {
namespace {

using std::chrono::milliseconds;

SocketAddress At(const std::string& literal, uint16_t port) {
  SocketAddress address = LookUpLiteral(literal, AddressFamily::kAny).addresses.at(0);
  address.SetPort(port);
  return address;
}

Connector::Result Connect(ConnectPlan plan) {
  Loop loop;
  std::optional<Connector::Result> result;
  Connector connector(loop, std::move(plan), [&](Connector::Result got) {
    result = std::move(got);
    loop.Stop();
  });
  loop.Run();
  return *std::move(result);
}

// Nobody answers there (TEST-NET-1, RFC 5737) or there is no route: a listener with a full backlog
// is silent for sure.
class SilentPort {
 public:
  SilentPort() : fd_(NewStreamSocket(AF_INET)) {
    const SocketAddress any = At("127.0.0.1", 0);
    const auto* raw = reinterpret_cast<const sockaddr*>(any.raw.data());
    REQUIRE(bind(fd_.get(), raw, static_cast<socklen_t>(any.raw.size())) == 0);
    REQUIRE(listen(fd_.get(), 0) == 0);
    const std::string local = LocalAddress(fd_.get());
    port_ = static_cast<uint16_t>(std::stoi(local.substr(local.rfind(':') + 1)));
    // Fill the backlog: what comes after is dropped without a word.
    for (int i = 0; i < 4; ++i) {
      waiting_.push_back(NewStreamSocket(AF_INET));
      StartConnect(waiting_.back().get(), At("127.0.0.1", port_));
    }
  }
  uint16_t port() const { return port_; }

 private:
  OwnedFd fd_;
  std::vector<OwnedFd> waiting_;
  uint16_t port_ = 0;
};

std::vector<std::string> Results(const Connector::Result& result) {
  std::vector<std::string> words;
  for (const AddressAttempt& attempt : result.attempts) words.push_back(attempt.result);
  return words;
}

using Words = std::vector<std::string>;

TEST_CASE("the first address that answers wins and the rest is not tried") {
  const testing::Listener server;
  Connector::Result result =
      Connect({.addresses = {At("127.0.0.1", server.port()), At("127.0.0.2", server.port())}});
  CHECK(result.fd.open());
  CHECK(result.winner == 0);
  CHECK(Results(result) == Words{"connected", "not tried"});
  CHECK(result.attempts[0].address == "127.0.0.1");
  CHECK(result.attempts[0].port == server.port());
}

TEST_CASE("after a refusal the next address is tried at once") {
  const testing::Listener server;
  Connector::Result result =
      Connect({.addresses = {At("127.0.0.1", testing::ClosedPort()),
                             At("::1", testing::ClosedPort()), At("127.0.0.1", server.port())}});
  CHECK(result.fd.open());
  CHECK(result.winner == 2);
  CHECK(Results(result)[0] == "refused");
  CHECK(result.attempts[0].system_error == ECONNREFUSED);
  CHECK(Results(result)[2] == "connected");
}

TEST_CASE("nobody answers: every address says why") {
  Connector::Result result = Connect({.addresses = {At("127.0.0.1", testing::ClosedPort()),
                                                    At("127.0.0.1", testing::ClosedPort())}});
  CHECK_FALSE(result.fd.open());
  CHECK(Results(result) == Words{"refused", "refused"});
}

TEST_CASE("a silent address does not hold up the next one") {
  const SilentPort silent;
  const testing::Listener server;
  Connector::Result result =
      Connect({.addresses = {At("127.0.0.1", silent.port()), At("127.0.0.1", server.port())}});
  CHECK(result.fd.open());
  CHECK(Results(result) == Words{"not waited for", "connected"});
}

TEST_CASE("each address has its own limit") {
  const SilentPort silent;
  Connector::Result result = Connect(
      {.addresses = {At("127.0.0.1", silent.port()), At("127.0.0.1", testing::ClosedPort())},
       .each = milliseconds(20)});
  CHECK_FALSE(result.fd.open());
  CHECK(Results(result) == Words{"timed out", "refused"});
  CHECK(result.attempts[0].system_error == ETIMEDOUT);
  CHECK(result.attempts[0].took >= milliseconds(20));
}

TEST_CASE("at the deadline what runs has timed out and the rest was not tried") {
  const SilentPort silent;
  Connector::Result result =
      Connect({.addresses = {At("127.0.0.1", silent.port()), At("127.0.0.1", silent.port())},
               .deadline = MonotonicNow() + milliseconds(20)});
  CHECK_FALSE(result.fd.open());
  CHECK(Results(result) == Words{"timed out", "not tried"});
}

TEST_CASE("a connector may be destroyed while it runs") {
  const SilentPort silent;
  Loop loop;
  bool called = false;
  auto connector =
      std::make_unique<Connector>(loop, ConnectPlan{.addresses = {At("127.0.0.1", silent.port())}},
                                  [&](Connector::Result) { called = true; });
  Timer destroy(loop), end(loop);
  destroy.Set(MonotonicNow() + milliseconds(5), [&] { connector.reset(); });
  end.Set(MonotonicNow() + milliseconds(20), [&] { loop.Stop(); });
  loop.Run();
  CHECK_FALSE(called);
}

TEST_CASE("the connection comes from the address it is bound to") {
  const testing::Listener server;
  Connector::Result result = Connect(
      {.addresses = {At("127.0.0.1", server.port())}, .bind = {At("::1", 0), At("127.0.0.3", 0)}});
  REQUIRE(result.fd.open());
  CHECK(LocalAddress(result.fd.get()).starts_with("127.0.0.3:"));
  Connector::Result other_family =
      Connect({.addresses = {At("127.0.0.1", server.port())}, .bind = {At("::1", 0)}});
  CHECK_FALSE(other_family.fd.open());
  CHECK(other_family.attempts[0].system_error == EADDRNOTAVAIL);
}

// A Unix socket whose queue is full: one connection more than its backlog waits in it.
class FullUnixSocket {
 public:
  FullUnixSocket() : listener_(NewStreamSocket(AF_UNIX)), waiting_(NewStreamSocket(AF_UNIX)) {
    const auto* raw = reinterpret_cast<const sockaddr*>(address_.raw.data());
    REQUIRE(bind(listener_.get(), raw, static_cast<socklen_t>(address_.raw.size())) == 0);
    REQUIRE(listen(listener_.get(), 0) == 0);
    REQUIRE(StartConnect(waiting_.get(), address_) == 0);
    const OwnedFd another = NewStreamSocket(AF_UNIX);
    REQUIRE(StartConnect(another.get(), address_) == EAGAIN);
  }
  const SocketAddress& address() const { return address_; }
  void TakeOne() { OwnedFd(accept(listener_.get(), nullptr, nullptr)); }

 private:
  testing::TemporaryFolder folder_;
  const SocketAddress address_ = UnixSocketAddress(folder_.path("socket"));
  OwnedFd listener_;
  OwnedFd waiting_;
};

TEST_CASE("a full queue of a Unix socket is waited for") {
  FullUnixSocket full;
  Loop loop;
  std::optional<Connector::Result> result;
  Connector connector(loop, {.addresses = {full.address()}, .each = std::chrono::seconds(10)},
                      [&](Connector::Result got) {
                        result = std::move(got);
                        loop.Stop();
                      });
  Timer take(loop);
  take.Set(MonotonicNow() + milliseconds(50), [&] { full.TakeOne(); });
  loop.Run();
  CHECK(result->fd.open());
  CHECK(result->attempts[0].took >= milliseconds(40));
}

TEST_CASE("a queue of a Unix socket that stays full times out") {
  const FullUnixSocket full;
  const Connector::Result result =
      Connect({.addresses = {full.address()}, .each = milliseconds(50)});
  CHECK_FALSE(result.fd.open());
  CHECK(Results(result) == Words{"timed out"});
}

TEST_CASE("no address at all is a failure, not a wait") { CHECK_FALSE(Connect({}).fd.open()); }

TEST_CASE("families alternate, beginning with the first") {
  const auto order = [](std::vector<std::string> literals) {
    std::vector<SocketAddress> addresses;
    for (const std::string& literal : literals) addresses.push_back(At(literal, 1));
    std::string text;
    for (const SocketAddress& each : Interleave(std::move(addresses))) text += each.text() + " ";
    return text;
  };
  CHECK(order({}).empty());
  CHECK(order({"::1", "::2", "::3", "127.0.0.1"}) == "::1 127.0.0.1 ::2 ::3 ");
  CHECK(order({"127.0.0.1", "127.0.0.2", "::1", "::2"}) == "127.0.0.1 ::1 127.0.0.2 ::2 ");
  CHECK(order({"127.0.0.1", "127.0.0.2"}) == "127.0.0.1 127.0.0.2 ");
}

TEST_CASE("each system error has a word") {
  CHECK(ResultName(ECONNREFUSED) == "refused");
  CHECK(ResultName(ENETUNREACH) == "unreachable");
  CHECK(ResultName(EMFILE) == "Too many open files");
}

}  // namespace
}  // namespace tlsprobe
