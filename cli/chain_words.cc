#include "cli/chain_words.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "cli/option.h"
#include "cli/option_word.h"
#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe::cli {
namespace {

// What makes the program connect to where certificates say. A request is a stranger's.
struct FetchOption {
  std::string_view name = {};
  bool VerifyOptions::*allowed = nullptr;
};
constexpr FetchOption kFetchOptions[] = {
    {"crl_download", &VerifyOptions::crl_download},
    {"fetch-issuers", &VerifyOptions::fetch_issuers},
    {"fetch-private", &VerifyOptions::fetch_private},
};

// What changes the text that is written, of which the answer to a request has none.
constexpr std::string_view kTextOptions[] = {"nameopt"};

absl::Status CheckAllowed(std::string_view name, const VerifyOptions& given) {
  const auto* fetch = std::ranges::find(kFetchOptions, name, &FetchOption::name);
  if (fetch != std::end(kFetchOptions) && !(given.*fetch->allowed)) {
    return InvalidArgument(
        fmt::format("-{} is not allowed here: only the command line may allow fetching, and it "
                    "does not have it",
                    name));
  }
  if (std::ranges::find(kTextOptions, name) != std::end(kTextOptions)) {
    return InvalidArgument(fmt::format(
        "-{} is not allowed here: it changes how text is written, and the answer is JSON", name));
  }
  return absl::OkStatus();
}

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
  if (absl::Status status = CheckAllowed(row->name, line.config.verify); !status.ok()) {
    return status;
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
