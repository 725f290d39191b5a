// Stream sockets as we use them: never blocking, never a signal, errors as errno.
#ifndef TLSPROBE_DRIVER_SOCKET_H_
#define TLSPROBE_DRIVER_SOCKET_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// Owns a file descriptor.
class OwnedFd {
 public:
  OwnedFd() = default;
  explicit OwnedFd(int fd) : fd_(fd) {}
  ~OwnedFd() { Reset(); }
  OwnedFd(OwnedFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  OwnedFd& operator=(OwnedFd&& other) noexcept {
    if (this != &other) Reset(std::exchange(other.fd_, -1));
    return *this;
  }
  OwnedFd(const OwnedFd&) = delete;
  OwnedFd& operator=(const OwnedFd&) = delete;

  int get() const { return fd_; }
  bool open() const { return fd_ >= 0; }
  int Release() { return std::exchange(fd_, -1); }
  void Reset(int fd = -1);

 private:
  int fd_ = -1;
};

// A socket address of any family, as the system wants it (struct sockaddr).
struct SocketAddress {
  Bytes raw = {};

  int family() const;
  bool is_inet() const;      // IPv4 or IPv6
  std::string text() const;  // literal without port, IPv6 with its zone; the path of a Unix socket
  uint16_t port() const;     // 0 for a Unix socket
  void SetPort(uint16_t port);
};

// The address of a Unix socket; at most 107 bytes of `path` are used.
SocketAddress UnixSocketAddress(std::string_view path);

// The local end of a connected socket, "address:port"; empty for a Unix socket.
std::string LocalAddress(int fd);

// What one non-blocking call did. Exactly one of: bytes > 0, end (of input), error != 0, or
// nothing: it would have blocked.
struct IoResult {
  size_t bytes = 0;
  bool end = false;
  int error = 0;
};
IoResult SendSome(int fd, BytesView bytes);
IoResult ReceiveSome(int fd, std::span<uint8_t> into);

// NewStreamSocket is close-on-exec, non-blocking and, for TCP, without Nagle's delay. Closed fd
// with errno set on failure.
OwnedFd NewStreamSocket(int family);

// StartConnect gives 0 (connected), EINPROGRESS, or the errno of the failure. FinishConnect is the
// verdict once the socket is writable: 0 or an errno.
int StartConnect(int fd, const SocketAddress& to);
int FinishConnect(int fd);

// ShutDownSending sends FIN.
// UnsentBytes says how much of what was sent the peer's system has not taken yet.
size_t UnsentBytes(int fd);
void ShutDownSending(int fd);

// HangUp sends FIN first, so that what we sent last survives even where unread input makes the
// kernel answer with RST, and closes.
void HangUp(OwnedFd fd);

// ErrnoText is the system's words: "Connection refused". TransportStatus is the same as a Status:
// kUnavailable, with "connection reset by the peer" in plain words where there are some.
std::string ErrnoText(int error);
absl::Status TransportStatus(int error);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_SOCKET_H_
