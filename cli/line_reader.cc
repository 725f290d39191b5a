#include "cli/line_reader.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace tlsprobe::cli {

// False at the end of the input.
bool LineReader::Fill() {
  std::array<char, 64 * 1024> bytes;
  ssize_t got = 0;
  do {
    got = read(fd_, bytes.data(), bytes.size());
  } while (got < 0 && errno == EINTR);
  if (got <= 0) return false;
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
    if (length == 0 && !line.too_long) return std::nullopt;
    if (!line.too_long) line.text = buffer_.substr(begin_);
    begin_ = buffer_.size();
    break;
  }
  if (line.text.ends_with('\r')) line.text.pop_back();
  return line;
}

}  // namespace tlsprobe::cli
