#include "cli/progress_line.h"

#include <unistd.h>

#include <cstdlib>
#include <string>

#include "fmt/format.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe::cli {
namespace {

// A longer line would wrap, and only its last row would be erased.
constexpr size_t kWidth = 72;
constexpr std::string_view kErase = "\r\x1b[K";

bool CanErase() {
  const char* terminal = std::getenv("TERM");
  return isatty(STDERR_FILENO) != 0 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

// What a terminal does not take is no loss.
void Print(std::string_view text) {
  if (write(STDERR_FILENO, text.data(), text.size()) < 0) return;
}

}  // namespace

ProgressLine::ProgressLine() : possible_(CanErase()) {}

void ProgressLine::Show(std::string_view words) {
  if (!possible_) return;
  Print(fmt::format("{}{} ...", kErase, Escape(words).substr(0, kWidth)));
  shown_ = true;
}

void ProgressLine::Erase() {
  if (shown_) Print(kErase);
  shown_ = false;
}

}  // namespace tlsprobe::cli
