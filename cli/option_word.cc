#include "cli/option_word.h"

namespace tlsprobe::cli {

OptionWord ReadOptionWord(std::string_view word) {
  OptionWord option;
  if (!word.starts_with('-')) return option;
  const size_t equals = word.find('=');
  option.typed = word.substr(0, equals);
  option.has_value = equals != std::string_view::npos;
  if (option.has_value) option.value = word.substr(equals + 1);
  option.name = option.typed.substr(option.typed.starts_with("--") ? 2 : 1);
  return option;
}

}  // namespace tlsprobe::cli
