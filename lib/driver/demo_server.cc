#include "tlsprobe/driver/demo_server.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <list>
#include <thread>
#include <utility>

#include "tlsprobe/driver/loop.h"
#include "tlsprobe/driver/probe.h"
#include "tlsprobe/driver/socket.h"

namespace tlsprobe {
namespace {

constexpr std::chrono::milliseconds kRetryAccept(100);

// One accepted socket and the TLS behind it.
class Conversation {
 public:
  Conversation(Loop& loop, OwnedFd fd, std::unique_ptr<DemoConnection> connection)
      : socket_(loop, std::move(fd)), connection_(std::move(connection)) {}

  // Calls `over` once, when there is nothing more to say; it may destroy this.
  void Run(Call over) {
    over_ = std::move(over);
    Move();
  }

 private:
  void Move() {
    if (!Send()) return End();
    // Whoever does not take our answers is not listened to either.
    if (!unsent_.empty()) return socket_.WhenWritable([this] { Move(); });
    if (connection_->ended()) return End();
    std::array<uint8_t, 16384> buffer;
    const IoResult got = ReceiveSome(socket_.fd(), buffer);
    if (got.end || got.error != 0) return End();
    if (got.bytes == 0) return socket_.WhenReadable([this] { Move(); });
    connection_->Feed({buffer.data(), got.bytes});
    // Others have their turn before the next read.
    socket_.WhenWritable([this] { Move(); });
  }

  bool Send() {
    const Bytes fresh = connection_->Take();
    unsent_.insert(unsent_.end(), fresh.begin(), fresh.end());
    if (unsent_.empty()) return true;
    const IoResult sent = SendSome(socket_.fd(), unsent_);
    if (sent.error != 0) return false;
    unsent_.erase(unsent_.begin(), unsent_.begin() + static_cast<ptrdiff_t>(sent.bytes));
    return true;
  }

  void End() {
    HangUp(socket_.Release());
    Call over = std::move(over_);
    over();
  }

  Watched socket_;
  std::unique_ptr<DemoConnection> connection_;
  Bytes unsent_ = {};
  Call over_ = {};
};

class LoopbackServer : public DemoServer {
 public:
  LoopbackServer(std::shared_ptr<const DemoEndpoint> endpoint, OwnedFd listener, uint16_t port)
      : endpoint_(std::move(endpoint)),
        port_(port),
        listener_(std::make_unique<Watched>(loop_, std::move(listener))),
        retry_(loop_),
        thread_([this] {
          Accept();
          loop_.Run();
        }) {}

  ~LoopbackServer() override {
    loop_.mailbox().Post([this] { loop_.Stop(); });
    thread_.join();
  }

  uint16_t port() const override { return port_; }
  const std::string& root_pem() const override { return endpoint_->root_pem(); }

 private:
  void Accept() {
    for (;;) {
      OwnedFd fd(accept4(listener_->fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
      if (!fd.open() && (errno == ECONNABORTED || errno == EINTR)) continue;
      if (!fd.open() && errno == EAGAIN) break;
      // Without a descriptor to spare the caller stays in the queue, and the listener readable:
      // waiting for that would be a busy loop.
      if (!fd.open()) return retry_.Set(MonotonicNow() + kRetryAccept, [this] { Accept(); });
      const auto place =
          conversations_.emplace(conversations_.end(), loop_, std::move(fd), endpoint_->Accept());
      place->Run([this, place] { loop_.mailbox().Post([this, place] { Forget(place); }); });
    }
    listener_->WhenReadable([this] { Accept(); });
  }

  void Forget(std::list<Conversation>::iterator place) { conversations_.erase(place); }

  const std::shared_ptr<const DemoEndpoint> endpoint_;
  const uint16_t port_;
  Loop loop_;
  std::unique_ptr<Watched> listener_;
  Timer retry_;
  std::list<Conversation> conversations_;
  std::thread thread_;
};

// A listening socket on a free port of 127.0.0.1; closed, with errno set, on failure.
OwnedFd Listen(uint16_t& port) {
  OwnedFd fd = NewStreamSocket(AF_INET);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const raw = reinterpret_cast<sockaddr*>(&address);
  if (!fd.open() || bind(fd.get(), raw, size) != 0 || listen(fd.get(), SOMAXCONN) != 0 ||
      getsockname(fd.get(), raw, &size) != 0) {
    return OwnedFd();
  }
  port = ntohs(address.sin_port);
  return fd;
}

}  // namespace

absl::StatusOr<std::unique_ptr<DemoServer>> DemoServer::Start(const Options& options) {
  auto endpoint = DemoEndpoint::Create(options);
  if (!endpoint.ok()) return endpoint.status();
  uint16_t port = 0;
  OwnedFd listener = Listen(port);
  if (!listener.open()) {
    return absl::UnavailableError(
        fmt::format("demo server: no port of 127.0.0.1 could be opened: {}", ErrnoText(errno)));
  }
  return std::make_unique<LoopbackServer>(*std::move(endpoint), std::move(listener), port);
}

}  // namespace tlsprobe
