#include "tlsprobe/driver/connector.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "tlsprobe/driver/probe.h"

namespace tlsprobe {
namespace {

// "Connection Attempt Delay", RFC 8305 section 8.
constexpr std::chrono::milliseconds kStagger(250);
// A Unix socket whose queue is full says so at once, and not when there is room again.
constexpr std::chrono::milliseconds kRetryFullQueue(20);

struct ResultRow {
  int system_error = 0;
  const char* name = nullptr;
};
constexpr std::array<ResultRow, 8> kResults = {{
    {ECONNREFUSED, "refused"},
    {ETIMEDOUT, "timed out"},
    {EHOSTUNREACH, "unreachable"},
    {ENETUNREACH, "unreachable"},
    {ECONNRESET, "reset"},
    {EACCES, "not permitted"},
    {EPERM, "not permitted"},
    {ENOENT, "no such socket"},
}};

int BindFor(int fd, int family, const std::vector<SocketAddress>& locals) {
  if (locals.empty()) return 0;
  const auto local =
      std::find_if(locals.begin(), locals.end(),
                   [family](const SocketAddress& each) { return each.family() == family; });
  if (local == locals.end()) return EADDRNOTAVAIL;
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const auto* raw = reinterpret_cast<const sockaddr*>(local->raw.data());
  return bind(fd, raw, static_cast<socklen_t>(local->raw.size())) == 0 ? 0 : errno;
}

}  // namespace

struct Connector::Running {
  Running(Loop& loop, OwnedFd fd) : socket(loop, std::move(fd)), limit(loop), retry(loop) {}
  Watched socket;
  Timer limit;
  Timer retry;
  Instant began = {};
};

std::vector<SocketAddress> Interleave(std::vector<SocketAddress> addresses) {
  if (addresses.empty()) return addresses;
  const int first_family = addresses.front().family();
  const auto others = std::stable_partition(
      addresses.begin(), addresses.end(),
      [first_family](const SocketAddress& each) { return each.family() == first_family; });
  std::vector<SocketAddress> mixed;
  auto a = addresses.begin();
  auto b = others;
  while (a != others || b != addresses.end()) {
    if (a != others) mixed.push_back(std::move(*a++));
    if (b != addresses.end()) mixed.push_back(std::move(*b++));
  }
  return mixed;
}

std::string ResultName(int system_error) {
  for (const ResultRow& row : kResults) {
    if (row.system_error == system_error) return row.name;
  }
  return ErrnoText(system_error);
}

Connector::Connector(Loop& loop, ConnectPlan plan, Done done)
    : loop_(loop),
      plan_(std::move(plan)),
      done_(std::move(done)),
      running_(plan_.addresses.size()),
      stagger_(loop),
      deadline_(loop) {
  for (const SocketAddress& address : plan_.addresses) {
    attempts_.push_back({.address = address.text(), .port = address.port(), .result = "not tried"});
  }
  if (plan_.deadline) deadline_.Set(*plan_.deadline, [this] { OnDeadline(); });
  // At once, but from the loop: `done` must not run inside the constructor.
  stagger_.Set(MonotonicNow(), [this] { StartNext(); });
}

Connector::~Connector() = default;

void Connector::StartNext() {
  while (next_ < plan_.addresses.size()) {
    const size_t index = next_++;
    OwnedFd fd;
    const Instant began = MonotonicNow();
    const int error = Open(index, fd);
    attempts_[index].took = MonotonicNow() - began;
    if (error == 0) return Deliver(index, std::move(fd));
    const bool full = error == EAGAIN && plan_.addresses[index].family() == AF_UNIX;
    if (error != EINPROGRESS && !full) {
      attempts_[index].system_error = error;
      attempts_[index].result = ResultName(error);
      continue;
    }
    attempts_[index].result = "still trying";
    ++open_;
    running_[index] = std::make_unique<Running>(loop_, std::move(fd));
    Running& running = *running_[index];
    running.began = began;
    if (full) {
      RetryLater(index);
    } else {
      running.socket.WhenWritable([this, index] { OnWritable(index); });
    }
    if (plan_.each) {
      running.limit.Set(began + *plan_.each, [this, index] { Failed(index, ETIMEDOUT); });
    }
    return SetStagger();
  }
  if (open_ == 0) Deliver(0, OwnedFd());
}

void Connector::SetStagger() {
  if (next_ < plan_.addresses.size()) {
    stagger_.Set(MonotonicNow() + kStagger, [this] { StartNext(); });
  }
}

int Connector::Open(size_t index, OwnedFd& fd) {
  const SocketAddress& address = plan_.addresses[index];
  fd = NewStreamSocket(address.family());
  if (!fd.open()) return errno;
  const int error = BindFor(fd.get(), address.family(), plan_.bind);
  return error != 0 ? error : StartConnect(fd.get(), address);
}

void Connector::RetryLater(size_t index) {
  Running& running = *running_[index];
  running.retry.Set(MonotonicNow() + kRetryFullQueue, [this, index, &running] {
    const int error = StartConnect(running.socket.fd(), plan_.addresses[index]);
    if (error == EAGAIN) return RetryLater(index);
    if (error != 0) return Failed(index, error);
    attempts_[index].took = MonotonicNow() - running.began;
    Deliver(index, running.socket.Release());
  });
}

void Connector::OnWritable(size_t index) {
  Running& running = *running_[index];
  const int error = FinishConnect(running.socket.fd());
  if (error != 0) return Failed(index, error);
  attempts_[index].took = MonotonicNow() - running.began;
  Deliver(index, running.socket.Release());
}

void Connector::Failed(size_t index, int error) {
  attempts_[index].took = MonotonicNow() - running_[index]->began;
  attempts_[index].system_error = error;
  attempts_[index].result = ResultName(error);
  running_[index] = nullptr;
  --open_;
  // The next one need not wait for its turn (RFC 8305 section 5).
  StartNext();
}

void Connector::Deliver(size_t winner, OwnedFd fd) {
  for (size_t i = 0; i < running_.size(); ++i) {
    if (i != winner && running_[i]) attempts_[i].result = "not waited for";
  }
  if (fd.open()) attempts_[winner].result = "connected";
  Result result = {.fd = std::move(fd), .winner = winner, .attempts = attempts_};
  running_.clear();
  stagger_.Cancel();
  deadline_.Cancel();
  std::exchange(done_, nullptr)(std::move(result));  // may destroy this
}

void Connector::OnDeadline() {
  for (size_t i = 0; i < running_.size(); ++i) {
    if (!running_[i]) continue;
    attempts_[i].took = MonotonicNow() - running_[i]->began;
    attempts_[i].system_error = ETIMEDOUT;
    attempts_[i].result = ResultName(ETIMEDOUT);
    running_[i] = nullptr;
  }
  Deliver(0, OwnedFd());
}

}  // namespace tlsprobe
