// Takes lines off a descriptor as they come, however many there are.
#ifndef TLSPROBE_CLI_LINE_READER_H_
#define TLSPROBE_CLI_LINE_READER_H_

#include <cstddef>
#include <optional>
#include <string>

namespace tlsprobe::cli {

struct InputLine {
  std::string text = {};  // without its end, "\n" or "\r\n"
  bool too_long = false;  // `text` is empty then: it was skipped
};

// Not thread-safe. The descriptor stays open.
class LineReader {
 public:
  LineReader(int fd, size_t most_bytes) : fd_(fd), most_bytes_(most_bytes) {}

  // Blocks for a line; the last may lack its end. Nullopt behind it, and where reading fails: what
  // had come of a line then is no line.
  std::optional<InputLine> Next();

  // Of the read that failed; 0: the input ended.
  int error() const { return error_; }

 private:
  bool Fill();

  const int fd_;
  const size_t most_bytes_;
  std::string buffer_ = {};
  size_t begin_ = 0;  // of what was not given out yet
  int error_ = 0;
};

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_LINE_READER_H_
