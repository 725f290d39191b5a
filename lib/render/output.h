// Collects Text: pieces for one stream that follow each other become one.
#ifndef TLSPROBE_RENDER_OUTPUT_H_
#define TLSPROBE_RENDER_OUTPUT_H_

#include <string_view>
#include <utility>

#include "tlsprobe/render/render.h"

namespace tlsprobe {

class Output {
 public:
  void Stdout(std::string_view bytes) { Add(Stream::kStdout, bytes); }
  void Stderr(std::string_view bytes) { Add(Stream::kStderr, bytes); }
  void KeyLog(std::string_view bytes) { Add(Stream::kKeyLog, bytes); }

  Text Take() { return std::exchange(text_, {}); }

 private:
  void Add(Stream stream, std::string_view bytes) {
    if (bytes.empty()) return;
    if (text_.empty() || text_.back().stream != stream) text_.push_back({.stream = stream});
    text_.back().bytes += bytes;
  }

  Text text_ = {};
};

}  // namespace tlsprobe

#endif  // TLSPROBE_RENDER_OUTPUT_H_
