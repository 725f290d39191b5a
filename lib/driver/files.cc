#include "tlsprobe/driver/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "tlsprobe/base/status.h"

namespace tlsprobe {
namespace {

constexpr size_t kFirstRead = 4096;  // holds most certificates and keys

absl::Status Unreadable(const std::string& name, int error) {
  const std::string text = std::generic_category().message(error);
  const std::string message = fmt::format("{}: expected a readable file, got: {}.", name, text);
  return error == ENOENT || error == ENOTDIR ? NotFound(message) : InvalidArgument(message);
}

}  // namespace

absl::StatusOr<std::string> ReadDescriptor(int fd, const std::string& name, size_t most) {
  struct stat facts = {};
  size_t expected = kFirstRead;
  if (fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode)) {
    expected = static_cast<size_t>(facts.st_size) + 1;  // one more, to see the end at once
  }
  std::string text;
  size_t used = 0;
  while (true) {
    if (used > most) {
      return InvalidArgument(
          fmt::format("{}: expected at most {} MiB, got more.", name, most >> 20));
    }
    if (used == text.size()) text.resize(std::min(std::max(expected, used * 2), most + 1));
    const ssize_t got = read(fd, text.data() + used, text.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Unreadable(name, errno);
    if (got == 0) break;
    used += static_cast<size_t>(got);
  }
  text.resize(used);
  return text;
}

absl::StatusOr<OwnedFd> OpenFile(const std::string& path) {
  OwnedFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.open()) return Unreadable(path, errno);
  return fd;
}

absl::StatusOr<std::string> ReadFile(const std::string& path, size_t most) {
  const absl::StatusOr<OwnedFd> fd = OpenFile(path);
  if (!fd.ok()) return fd.status();
  return ReadDescriptor(fd->get(), path, most);
}

absl::StatusOr<std::string> ReadLine(int fd, const std::string& name, size_t most) {
  std::string line;
  bool any = false;
  while (line.size() < most) {
    char byte = 0;
    const ssize_t got = read(fd, &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Unreadable(name, errno);
    if (got == 0) break;
    any = true;
    if (byte == '\n') break;
    line += byte;
  }
  if (!any) return InvalidArgument(fmt::format("{}: expected a line, got its end.", name));
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

bool IsDirectory(const std::string& path) {
  struct stat facts = {};
  return stat(path.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode);
}

}  // namespace tlsprobe
