// A line at a terminal that says what is waited for, and is gone before anything else is printed.
#ifndef TLSPROBE_CLI_PROGRESS_LINE_H_
#define TLSPROBE_CLI_PROGRESS_LINE_H_

#include <string_view>

namespace tlsprobe::cli {

class ProgressLine {
 public:
  // Where standard error is no terminal that can erase, nothing is ever shown.
  ProgressLine();
  ~ProgressLine() { Erase(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  // Show replaces the line.
  void Show(std::string_view words);
  void Erase();

 private:
  const bool possible_;
  bool shown_ = false;
};

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_PROGRESS_LINE_H_
