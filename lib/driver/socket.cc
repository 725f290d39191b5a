#include "tlsprobe/driver/socket.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "tlsprobe/base/address.h"

namespace tlsprobe {
namespace {

// The bytes of `raw` as a T: they come from the system and are copied for alignment.
template <typename T>
T As(const Bytes& raw) {
  T value = {};
  std::memcpy(&value, raw.data(), std::min(raw.size(), sizeof value));
  return value;
}

bool WouldBlock(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

const sockaddr* Raw(const SocketAddress& address) {
  return reinterpret_cast<const sockaddr*>(address.raw.data());
}

}  // namespace

void OwnedFd::Reset(int fd) {
  if (fd_ >= 0) close(fd_);
  fd_ = fd;
}

int SocketAddress::family() const {
  return raw.size() < sizeof(sa_family_t) ? AF_UNSPEC : As<sockaddr_storage>(raw).ss_family;
}

bool SocketAddress::is_inet() const { return family() == AF_INET || family() == AF_INET6; }

std::string SocketAddress::text() const {
  if (family() == AF_UNIX) return As<sockaddr_un>(raw).sun_path;
  std::array<char, NI_MAXHOST> host = {};
  const int error = getnameinfo(Raw(*this), static_cast<socklen_t>(raw.size()), host.data(),
                                host.size(), nullptr, 0, NI_NUMERICHOST);
  return error == 0 ? host.data() : "";
}

uint16_t SocketAddress::port() const {
  if (family() == AF_INET) return ntohs(As<sockaddr_in>(raw).sin_port);
  if (family() == AF_INET6) return ntohs(As<sockaddr_in6>(raw).sin6_port);
  return 0;
}

void SocketAddress::SetPort(uint16_t port) {
  const uint16_t network_order = htons(port);
  const size_t offset =
      family() == AF_INET6 ? offsetof(sockaddr_in6, sin6_port) : offsetof(sockaddr_in, sin_port);
  if (is_inet()) std::memcpy(raw.data() + offset, &network_order, sizeof network_order);
}

SocketAddress UnixSocketAddress(std::string_view path) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  path = path.substr(0, sizeof address.sun_path - 1);
  std::copy(path.begin(), path.end(), address.sun_path);
  const auto* begin = reinterpret_cast<const uint8_t*>(&address);
  return {Bytes(begin, begin + sizeof address)};
}

std::string LocalAddress(int fd) {
  sockaddr_storage storage = {};
  socklen_t size = sizeof storage;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return {};
  const auto* begin = reinterpret_cast<const uint8_t*>(&storage);
  const SocketAddress address = {Bytes(begin, begin + size)};
  return address.is_inet() ? FormatHostPort(address.text(), address.port()) : "";
}

IoResult SendSome(int fd, BytesView bytes) {
  const ssize_t sent = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent >= 0) return {.bytes = static_cast<size_t>(sent)};
  return WouldBlock(errno) ? IoResult() : IoResult{.error = errno};
}

IoResult ReceiveSome(int fd, std::span<uint8_t> into) {
  const ssize_t got = recv(fd, into.data(), into.size(), MSG_DONTWAIT);
  if (got > 0) return {.bytes = static_cast<size_t>(got)};
  if (got == 0) return {.end = true};
  return WouldBlock(errno) ? IoResult() : IoResult{.error = errno};
}

OwnedFd NewStreamSocket(int family) {
  OwnedFd fd(socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int on = 1;
  if (fd.open() && family != AF_UNIX) {
    setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // only costs delay if it fails
  }
  return fd;
}

int StartConnect(int fd, const SocketAddress& to) {
  const int result = connect(fd, Raw(to), static_cast<socklen_t>(to.raw.size()));
  if (result == 0) return 0;
  return errno == EINTR ? EINPROGRESS : errno;
}

int FinishConnect(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return errno;
  return error;
}

size_t UnsentBytes(int fd) {
  int bytes = 0;
  return ioctl(fd, TIOCOUTQ, &bytes) == 0 && bytes > 0 ? static_cast<size_t>(bytes) : 0;
}

void ShutDownSending(int fd) { shutdown(fd, SHUT_WR); }

void HangUp(OwnedFd fd) {
  if (fd.open()) ShutDownSending(fd.get());
}

std::string ErrnoText(int error) { return std::generic_category().message(error); }

absl::Status TransportStatus(int error) { return absl::UnavailableError(ErrnoText(error)); }

}  // namespace tlsprobe
