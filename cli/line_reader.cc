#include "cli/line_reader.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace tlsprobe::cli {

// False at the end of the input, and where reading fails.
bool LineReader::Fill() {
  std::array<char, 64 * 1024> bytes;
  ssize_t got = 0;
  while ((got = read(fd_, bytes.data(), bytes.size())) < 0) {
    // A descriptor that does not block is shared with somebody who made it so.
    pollfd waiting = {.fd = fd_, .events = POLLIN, .revents = 0};
    if (errno == EAGAIN) poll(&waiting, 1, -1);
    if (errno == EAGAIN || errno == EINTR) continue;
    error_ = errno;
    return false;
  }
  if (got == 0) return false;
  buffer_.erase(0, begin_);
  begin_ = 0;
  buffer_.append(bytes.data(), static_cast<size_t>(got));
  return true;
}

std::optional<InputLine> LineReader::Next() {
  InputLine line;
  size_t looked_at = 0;
  for (;;) {
    const size_t end = buffer_.find('\n', begin_ + looked_at);
    const size_t length = std::min(end, buffer_.size()) - begin_;
    if (length > most_bytes_) line.too_long = true;
    if (end != std::string::npos) {
      if (!line.too_long) line.text = buffer_.substr(begin_, length);
      begin_ = end + 1;
      break;
    }
    looked_at = length;
    if (line.too_long) {
      begin_ = buffer_.size();
      looked_at = 0;
    }
    if (Fill()) continue;
    if (error_ != 0 || (length == 0 && !line.too_long)) return std::nullopt;
    if (!line.too_long) line.text = buffer_.substr(begin_);
    begin_ = buffer_.size();
    break;
  }
  if (line.text.ends_with('\r')) line.text.pop_back();
  return line;
}

}  // namespace tlsprobe::cli
