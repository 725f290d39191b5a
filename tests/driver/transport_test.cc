#include "tlsprobe/driver/transport.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <cerrno>
#include <chrono>
#include <memory>
#include <string>

#include "tests/driver/fixtures.h"
#include "tlsprobe/driver/demo_endpoint.h"
#include "tlsprobe/driver/probe.h"
#include "tlsprobe/driver/resolver.h"
#include "tlsprobe/driver/trust_store.h"

namespace tlsprobe {
namespace {

// A session over one end of a socket pair; the test holds the other.
struct Scene {
  Scene() {
    std::array<int, 2> ends = {};
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
    ours.Reset(ends[0]);
    theirs.Reset(ends[1]);
    ProbeConfig config;
    config.stay_open = true;
    auto context = ProbeContext::Create(config, {});
    REQUIRE(context.ok());
    const Instant now = MonotonicNow();
    session = *ProbeSession::Create(*context, {.host = "localhost"},
                                    {.now = now, .wall_clock = WallClockNow()});
    transport = std::make_unique<Transport>(ours.get(), *session);
  }
  Transport::State Move() {
    return transport->Move([this](const Event&) { return ++events > 0; });
  }
  // Hands what was sent to the server, and its answer back.
  void Serve() {
    std::array<uint8_t, 65536> buffer;
    const IoResult got = ReceiveSome(theirs.get(), buffer);
    server->Feed(BytesView(buffer).first(got.bytes));
    testing::WriteAll(theirs.get(), AsText(server->Take()));
  }

  OwnedFd ours, theirs;
  std::unique_ptr<ProbeSession> session;
  std::unique_ptr<Transport> transport;
  std::shared_ptr<const DemoEndpoint> endpoint = *DemoEndpoint::Create({});
  std::unique_ptr<DemoConnection> server = endpoint->Accept();
  int events = 0;
};

TEST_CASE("a transport moves all there is and then waits") {
  Scene scene;
  CHECK(scene.Move() == Transport::State::kWaiting);
  CHECK(scene.session->wants().send.empty());
  CHECK(scene.session->wants().receive);
  for (int flights = 0; flights < 3; ++flights) {
    scene.Serve();
    CHECK(scene.Move() == Transport::State::kWaiting);
  }
  CHECK(scene.session->report().outcome.handshake_complete);
  CHECK(scene.events > 3);
}

TEST_CASE("much input does not keep a thread for itself") {
  Scene scene;
  for (int flights = 0; flights < 4; ++flights) {
    scene.Move();
    scene.Serve();
  }
  const int size = 4 << 20;
  setsockopt(scene.theirs.get(), SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size);
  // Garbage ends the session at once; what is asked here is that Move comes back.
  const Bytes garbage(1 << 20);
  SendSome(scene.theirs.get(), garbage);
  const Transport::State state = scene.Move();
  CHECK((state == Transport::State::kDone || state == Transport::State::kBusy));
}

TEST_CASE("who says stop is not told more") {
  Scene scene;
  int told = 0;
  CHECK(scene.transport->Move([&](const Event&) { return ++told < 1; }) ==
        Transport::State::kStopped);
  CHECK(told == 1);
}

TEST_CASE("the peer's end, and a broken pipe, end the session") {
  Scene ended;
  ended.Move();
  ShutDownSending(ended.theirs.get());
  CHECK(ended.Move() == Transport::State::kDone);
  CHECK(ended.session->report().outcome.how == How::kEof);
  Scene broken;
  broken.theirs.Reset();
  CHECK(broken.Move() == Transport::State::kDone);
  CHECK(broken.session->report().outcome.ended_by == EndedBy::kPeer);
}

TEST_CASE("what came in time counts, however late the transport is called") {
  Scene scene;
  scene.Move();
  testing::WriteAll(scene.theirs.get(), std::string_view("\x15\x03\x03\x00\x02\x02\x28", 7));
  // A moment later the deadline has passed.
  ProbeConfig config;
  config.limits.handshake = std::chrono::milliseconds(1);
  auto context = ProbeContext::Create(config, {});
  REQUIRE(context.ok());
  auto late = *ProbeSession::Create(
      *context, {.host = "localhost"},
      {.now = MonotonicNow() + std::chrono::milliseconds(-100), .wall_clock = WallClockNow()});
  Transport transport(scene.ours.get(), *late);
  transport.Move([](const Event&) { return true; });
  CHECK(late->report().outcome.how == How::kAlertReceived);
}

TEST_CASE("a reset is a reset, also where a send meets it first") {
  std::atomic<bool> reset = false;
  const testing::Listener listener([&](int fd) {
    std::array<uint8_t, 1> first;
    recv(fd, first.data(), first.size(), 0);
    testing::Reset(fd);
    reset = true;
  });
  const OwnedFd fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const SocketAddress address = [&] {
    SocketAddress found = LookUpLiteral("127.0.0.1", AddressFamily::kIpv4).addresses.at(0);
    found.SetPort(listener.port());
    return found;
  }();
  REQUIRE(StartConnect(fd.get(), address) == 0);
  Scene scene;
  Transport transport(fd.get(), *scene.session);
  const auto take = [](const Event&) { return true; };
  while (transport.Move(take) != Transport::State::kDone) {
    pollfd wait = {.fd = fd.get(), .events = POLLIN, .revents = 0};
    poll(&wait, 1, 100);
  }
  CHECK(scene.session->report().outcome.how == How::kReset);
  CHECK(scene.session->report().outcome.system_error == ECONNRESET);
}

}  // namespace
}  // namespace tlsprobe
