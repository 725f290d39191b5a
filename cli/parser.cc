#include "cli/parser.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "cli/finish.h"
#include "cli/option.h"
#include "cli/option_word.h"
#include "cli/target.h"
#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe::cli {
namespace {

class Parser {
 public:
  Parser(Face face, std::span<const std::string> arguments) : face_(face), rest_(arguments) {
    // As in OpenSSL 3.0, files are taken in whichever format they have unless one is named.
    line_.config.tls.client.certificate.format = FileFormat::kAny;
    line_.config.tls.client.key.format = FileFormat::kAny;
    // `openssl verify` asks for no purpose of its own.
    if (face == Face::kVerify) line_.config.verify.purpose = Purpose::kAny;
  }

  std::variant<CommandLine, UsageError> Run() {
    if (std::optional<UsageError> error = ReadAll()) return WithTarget(*std::move(error));
    if (line_.help) return std::move(line_);
    if (std::optional<UsageError> error = Finish(face_, line_))
      return WithTarget(*std::move(error));
    return std::move(line_);
  }

 private:
  // Where one option is wrong, the others still say what was to be probed.
  UsageError WithTarget(UsageError error) {
    if (face_ == Face::kVerify) return error;
    // What follows an unknown option may be its value.
    while (!rest_.empty() && !line_.help && !met_unknown_) ReadAll();
    Target target = {.unix_path = line_.target.unix_path};
    const absl::Status status = face_ == Face::kDialect
                                    ? ReadDialectTarget(line_.words, target)
                                    : ReadNativeTarget(line_.words, target, line_.config.starttls);
    if (status.ok()) error.target = std::move(target);
    return error;
  }

  std::optional<UsageError> ReadAll() {
    while (!rest_.empty() && !line_.help) {
      const std::string_view word = Take();
      const OptionWord option = only_words_ ? OptionWord() : ReadOptionWord(word);
      if (word == "--" && !only_words_) {
        only_words_ = true;
        continue;
      }
      std::optional<UsageError> error =
          option.typed.empty() ? ReadPositional(word) : ReadOption(option);
      if (error) return error;
    }
    return std::nullopt;
  }

  std::optional<UsageError> ReadOption(const OptionWord& word) {
    const Option* row = FindOption(face_, word.name);
    if (row == nullptr || (row->in_check == InCheck::kOnly && face_ == Face::kDialect))
      return Unknown(word);
    std::string_view value;
    if (row->argument.empty()) {
      if (word.has_value)
        return Usage(face_, fmt::format("Option -{} does not take a value", row->name));
    } else if (word.has_value) {
      value = word.value;
    } else if (rest_.empty()) {
      return Usage(face_, fmt::format("Option {} needs a value", word.typed));
    } else {
      value = Take();
    }
    const absl::Status status = row->apply({row->name, value, face_}, line_);
    if (status.ok()) return std::nullopt;
    return OneLine(face_, Message(status));
  }

  std::optional<UsageError> ReadPositional(std::string_view word) {
    if (face_ == Face::kVerify) {
      line_.verify.certificates.emplace_back(word);
      only_words_ = true;
      return std::nullopt;
    }
    if (line_.words.positional) {
      const std::string text = fmt::format("expected one target, got \"{}\" and \"{}\"",
                                           Escape(*line_.words.positional), Escape(word));
      return face_ == Face::kDialect ? UsageError{.lines = {UseHelp(face_)}} : Usage(face_, text);
    }
    line_.words.positional = word;
    if (face_ == Face::kDialect) only_words_ = true;
    return std::nullopt;
  }

  UsageError Unknown(const OptionWord& word) {
    met_unknown_ = true;
    return face_ == Face::kNative ? UnknownInCheck(word) : UnknownInDialect(word);
  }

  static UsageError UnknownInCheck(const OptionWord& word) {
    const MissingOption* missing = FindMissingOption(word.name);
    return OneLine(Face::kNative,
                   missing == nullptr
                       ? fmt::format("Unknown option: {} (`tlsprobe check -help` lists them)",
                                     Escape(word.typed))
                       : fmt::format("-{} is not supported: {}", missing->name, missing->why));
  }

  UsageError UnknownInDialect(const OptionWord& word) const {
    const bool old = line_.render.profile == Profile::k110;
    UsageError error;
    error.lines.push_back(
        fmt::format("{}: {} {}", Prefix(face_),
                    old ? "Option unknown option" : "Unknown option:", Escape(word.typed)));
    if (const MissingOption* missing = FindMissingOption(face_, word.name)) {
      error.lines.push_back(
          fmt::format("tlsprobe: -{} is not supported: {}", missing->name, missing->why));
    }
    error.lines.push_back(UseHelp(face_));
    return error;
  }

  std::string_view Take() {
    const std::string_view word = rest_.front();
    rest_ = rest_.subspan(1);
    return word;
  }

  Face face_;
  std::span<const std::string> rest_;
  CommandLine line_ = {};
  bool only_words_ = false;  // no option can follow
  bool met_unknown_ = false;
};

}  // namespace

std::variant<CommandLine, UsageError> ParseArguments(Face face,
                                                     std::span<const std::string> arguments) {
  return Parser(face, arguments).Run();
}

bool AsksForJson(std::span<const std::string> arguments) {
  return std::any_of(arguments.begin(), arguments.end(),
                     [](std::string_view word) { return word == "-json" || word == "--json"; });
}

}  // namespace tlsprobe::cli
