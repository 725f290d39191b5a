// Writes Text to where it belongs, each piece at once.
#ifndef TLSPROBE_CLI_OUTPUT_H_
#define TLSPROBE_CLI_OUTPUT_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "tlsprobe/render/render.h"

namespace tlsprobe::cli {

// Not thread-safe. SIGPIPE must be ignored.
class OutputStreams {
 public:
  OutputStreams() = default;
  ~OutputStreams();
  OutputStreams(const OutputStreams&) = delete;
  OutputStreams& operator=(const OutputStreams&) = delete;

  // Opens the key log for appending, readable by its owner alone. Errors: names the file.
  absl::Status OpenKeyLog(const std::string& path);

  // Status is the exit status of a command that ends with `code`: where output was lost, and not
  // for want of readers, it says so on standard error and is never 0.
  int Status(int code);

  // Write is false once standard output or the key log takes no more.
  bool Write(const Text& text);
  bool WriteStdout(std::string_view bytes);
  void WriteStderr(std::string_view bytes);

  // With standard output and error kept for something else, only the key log is written.
  void KeyLogAlone() { key_log_alone_ = true; }

 private:
  bool WriteAndRemember(int fd, std::string_view bytes);

  int key_log_ = -1;
  std::string key_log_path_ = {};
  std::string loss_ = {};  // of the first output that was lost; empty: none was
  bool key_log_alone_ = false;
};

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_OUTPUT_H_
