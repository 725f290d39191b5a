#include "cli/output.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe::cli {
namespace {

// Writes all of it, also to a pipe that someone else made non-blocking. An errno; 0 for none.
int WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return errno;
    pollfd wait = {.fd = fd, .events = POLLOUT, .revents = 0};
    poll(&wait, 1, -1);
  }
  return 0;
}

}  // namespace

OutputStreams::~OutputStreams() {
  if (key_log_ >= 0) close(key_log_);
}

absl::Status OutputStreams::OpenKeyLog(const std::string& path) {
  key_log_ = open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  key_log_path_ = path;
  if (key_log_ >= 0) return absl::OkStatus();
  return InvalidArgument(
      fmt::format("Error writing keylog file {}: -keylogfile expects a file "
                  "that can be appended to ({})",
                  Escape(path), std::generic_category().message(errno)));
}

int OutputStreams::Status(int code) {
  if (loss_.empty()) return code;
  WriteStderr(loss_);
  loss_.clear();
  constexpr int kLost = 1;
  return code == 0 ? kLost : code;
}

bool OutputStreams::WriteAndRemember(int fd, std::string_view bytes) {
  const int error = WriteAll(fd, bytes);
  // Nobody reads on: that is how `| head -1` ends, and no failure.
  if (error != 0 && error != EPIPE && loss_.empty()) {
    loss_ = fmt::format(
        "tlsprobe: {}: expected to write everything, got \"{}\". What is there is "
        "cut short: make room, or write it elsewhere.\n",
        fd == STDOUT_FILENO ? "standard output" : "-keylogfile " + key_log_path_,
        std::generic_category().message(error));
  }
  return error == 0;
}

bool OutputStreams::Write(const Text& text) {
  bool open = true;
  for (const TextPart& part : text) {
    if (part.stream == Stream::kKeyLog) {
      if (key_log_ >= 0) open = WriteAndRemember(key_log_, part.bytes) && open;
      continue;
    }
    if (key_log_alone_) continue;
    if (part.stream == Stream::kStdout) open = WriteStdout(part.bytes) && open;
    if (part.stream == Stream::kStderr) WriteStderr(part.bytes);
  }
  return open;
}

bool OutputStreams::WriteStdout(std::string_view bytes) {
  return WriteAndRemember(STDOUT_FILENO, bytes);
}

void OutputStreams::WriteStderr(std::string_view bytes) { WriteAll(STDERR_FILENO, bytes); }

}  // namespace tlsprobe::cli
