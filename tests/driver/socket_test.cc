#include "tlsprobe/driver/socket.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cerrno>
#include <string>

#include "tests/driver/fixtures.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/resolver.h"

namespace tlsprobe {
namespace {

struct SocketPair {
  SocketPair() {
    std::array<int, 2> ends = {};
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
    ours.Reset(ends[0]);
    theirs.Reset(ends[1]);
  }
  OwnedFd ours, theirs;
};

TEST_CASE("a descriptor is closed once, by its last owner") {
  testing::Pipe pipe;
  const int number = pipe.read_end.get();
  OwnedFd moved = std::move(pipe.read_end);
  CHECK_FALSE(pipe.read_end.open());
  CHECK(moved.get() == number);
  moved = OwnedFd();
  CHECK(close(number) == -1);
}

TEST_CASE("addresses say what they are") {
  SocketAddress v4 = LookUpLiteral("192.0.2.1", AddressFamily::kAny).addresses.at(0);
  SocketAddress v6 = LookUpLiteral("2001:db8::1", AddressFamily::kAny).addresses.at(0);
  v4.SetPort(443);
  v6.SetPort(65535);
  CHECK((v4.is_inet() && v4.text() == "192.0.2.1" && v4.port() == 443));
  CHECK((v6.is_inet() && v6.text() == "2001:db8::1" && v6.port() == 65535));
  const SocketAddress path = UnixSocketAddress("/tmp/socket");
  CHECK((!path.is_inet() && path.text() == "/tmp/socket" && path.port() == 0));
  CHECK(UnixSocketAddress(std::string(200, 'x')).text() == std::string(107, 'x'));
  CHECK(SocketAddress().text().empty());
}

TEST_CASE("reading and writing never block and say what happened") {
  SocketPair pair;
  std::array<uint8_t, 16> buffer;
  const IoResult nothing = ReceiveSome(pair.ours.get(), buffer);
  CHECK((nothing.bytes == 0 && !nothing.end && nothing.error == 0));
  const Bytes much(size_t{64} << 20);
  const IoResult sent = SendSome(pair.ours.get(), much);
  CHECK((sent.bytes > 0 && sent.bytes < much.size()));
  const IoResult full = SendSome(pair.ours.get(), much);
  CHECK((full.bytes == 0 && full.error == 0));
  const IoResult received = ReceiveSome(pair.theirs.get(), buffer);
  CHECK(received.bytes == buffer.size());
  ShutDownSending(pair.theirs.get());
  CHECK(ReceiveSome(pair.ours.get(), buffer).end);
}

TEST_CASE("writing to whom nobody reads is an error and no signal") {
  SocketPair pair;
  pair.theirs.Reset();
  CHECK(SendSome(pair.ours.get(), AsBytes("x")).error == EPIPE);
}

TEST_CASE("hanging up sends the end") {
  SocketPair pair;
  HangUp(std::move(pair.ours));
  std::array<uint8_t, 16> buffer;
  CHECK(ReceiveSome(pair.theirs.get(), buffer).end);
  HangUp(OwnedFd());  // nothing to do
}

TEST_CASE("an error of the transport is a status in the system's words") {
  CHECK(absl::IsUnavailable(TransportStatus(ECONNRESET)));
  CHECK(Message(TransportStatus(ECONNRESET)) == "Connection reset by peer");
}

}  // namespace
}  // namespace tlsprobe
