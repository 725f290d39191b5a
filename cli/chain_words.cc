#include "cli/chain_words.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "cli/option.h"
#include "cli/option_word.h"
#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe::cli {
namespace {

std::string_view Take(std::span<const std::string>& words) {
  const std::string_view word = words.front();
  words = words.subspan(1);
  return word;
}

absl::Status ApplyNext(std::span<const std::string>& words, CommandLine& line) {
  const std::string_view typed = Take(words);
  const OptionWord word = ReadOptionWord(typed);
  const std::span<const Option> options = ChainOptions();
  const auto row = std::ranges::find(options, word.name, &Option::name);
  if (word.typed.empty() || row == options.end()) {
    return InvalidArgument(
        fmt::format("expected options about the chain, such as -crl_check, got "
                    "\"{}\"",
                    Escape(typed)));
  }
  std::string_view value = word.value;
  if (row->argument.empty() && word.has_value) {
    return InvalidArgument(fmt::format("Option -{} does not take a value", row->name));
  }
  if (!row->argument.empty() && !word.has_value) {
    if (words.empty()) return InvalidArgument(fmt::format("Option -{} needs a value", row->name));
    value = Take(words);
  }
  return row->apply({row->name, value, Face::kVerify}, line);
}

}  // namespace

absl::Status ApplyChainWords(std::span<const std::string> words, VerifyOptions& options) {
  CommandLine line;
  line.config.verify = options;
  while (!words.empty()) {
    if (absl::Status status = ApplyNext(words, line); !status.ok()) return status;
  }
  options = std::move(line.config.verify);
  return absl::OkStatus();
}

}  // namespace tlsprobe::cli
