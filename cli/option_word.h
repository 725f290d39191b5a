// One word of the arguments that begins with a dash, taken apart.
#ifndef TLSPROBE_CLI_OPTION_WORD_H_
#define TLSPROBE_CLI_OPTION_WORD_H_

#include <string_view>

namespace tlsprobe::cli {

// All empty for any other word.
struct OptionWord {
  std::string_view typed = {};  // with dashes, without "=value"
  std::string_view name = {};
  bool has_value = false;
  std::string_view value = {};
};

OptionWord ReadOptionWord(std::string_view word);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_OPTION_WORD_H_
