// Drives a ProbeSession from a loop of one's own: a socket, poll(2), and nothing of tlsprobe's
// driver but the clocks. The session never blocks and never calls back.
//
//   own_event_loop 127.0.0.1 443 [ROOT.pem]
#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <memory>

#include "tlsprobe/driver/load.h"
#include "tlsprobe/driver/probe.h"
#include "tlsprobe/session/probe_session.h"

namespace {

using tlsprobe::MonotonicNow;
using tlsprobe::ProbeSession;

// A connected, non-blocking socket, or -1.
int Connect(const char* address, uint16_t port) {
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  if (inet_pton(AF_INET, address, &to.sin_addr) != 1) return -1;
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0) return -1;
  if (connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof(to)) == 0) return fd;
  close(fd);
  return -1;
}

// Milliseconds until the session wants to be woken, -1 for never: the way poll(2) counts.
int PollTimeout(const tlsprobe::Wants& wants) {
  if (!wants.wake_by) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*wants.wake_by - MonotonicNow());
  return left.count() > 0 ? static_cast<int>(left.count()) : 0;
}

void Receive(int fd, ProbeSession& session) {
  std::array<uint8_t, 16384> buffer;
  const ssize_t got = recv(fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (got > 0) {
    session.OnBytes({buffer.data(), static_cast<size_t>(got)}, MonotonicNow());
  } else if (got == 0) {
    session.OnEof(MonotonicNow());
  } else if (errno != EAGAIN && errno != EINTR) {
    session.OnTransportError(absl::UnavailableError("recv failed"), errno, MonotonicNow());
  }
}

void Send(int fd, tlsprobe::BytesView bytes, ProbeSession& session) {
  const ssize_t sent = send(fd, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent >= 0) {
    session.OnSent(static_cast<size_t>(sent), MonotonicNow());
  } else if (errno != EAGAIN && errno != EINTR) {
    session.OnTransportError(absl::UnavailableError("send failed"), errno, MonotonicNow());
  }
}

void Run(int fd, ProbeSession& session) {
  for (;;) {
    while (const std::optional<tlsprobe::Event> event = session.TakeEvent()) {
      if (std::holds_alternative<tlsprobe::HandshakeDoneEvent>(*event)) {
        fmt::print("handshake done: {}\n", session.report().tls.cipher_iana);
      }
    }
    const tlsprobe::Wants wants = session.wants();
    if (wants.done) return;
    pollfd waiting = {.fd = fd, .events = 0, .revents = 0};
    if (wants.receive) waiting.events |= POLLIN;
    if (!wants.send.empty()) waiting.events |= POLLOUT;
    poll(&waiting, 1, PollTimeout(wants));
    if (waiting.revents & POLLOUT) Send(fd, wants.send, session);
    if (wants.receive && (waiting.revents & (POLLIN | POLLHUP | POLLERR))) Receive(fd, session);
    session.OnTime(MonotonicNow());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: own_event_loop ADDRESS PORT [ROOT.pem]\n");
    return 2;
  }
  const auto port = static_cast<uint16_t>(std::atoi(argv[2]));
  tlsprobe::ProbeConfig config;
  if (argc > 3) config.verify.ca_file = argv[3];

  // Once for any number of sessions: read the files, check and compile the config.
  absl::StatusOr<tlsprobe::Materials> materials = tlsprobe::Load(config);
  if (!materials.ok()) {
    fmt::print(stderr, "{}\n", materials.status().ToString());
    return 2;
  }
  const auto context = tlsprobe::ProbeContext::Create(config, *std::move(materials));
  if (!context.ok()) {
    fmt::print(stderr, "{}\n", context.status().ToString());
    return 2;
  }

  // A session begins when its transport is open.
  const int fd = Connect(argv[1], port);
  if (fd < 0) {
    fmt::print(stderr, "no connection to {}:{}\n", argv[1], port);
    return 1;
  }
  const absl::StatusOr<std::unique_ptr<ProbeSession>> session =
      ProbeSession::Create(*context, {.host = argv[1], .port = port},
                           {.now = MonotonicNow(), .wall_clock = tlsprobe::WallClockNow()});
  if (!session.ok()) {
    fmt::print(stderr, "{}\n", session.status().ToString());
    return 2;
  }
  Run(fd, **session);
  close(fd);

  const tlsprobe::ProbeReport& report = (*session)->report();
  fmt::print("{} by {}: {}\n", tlsprobe::HowName(report.outcome.how),
             tlsprobe::EndedByName(report.outcome.ended_by), report.outcome.message);
  fmt::print("chain: {}\n", tlsprobe::VerdictName(report.verification.chain.verdict));
  return report.outcome.handshake_complete ? 0 : 1;
}
