#include "tlsprobe/dialogue/script_file.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "tlsprobe/base/hex.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/dialogues.h"

namespace tlsprobe {
namespace {

constexpr size_t kMostSteps = 1000;

struct Word {
  std::string_view name;
  ScriptStep::Kind kind;
  bool in_hex;  // else in quotes
};
constexpr Word kWords[] = {
    {"expect", ScriptStep::Kind::kExpect, false},
    {"expect-re", ScriptStep::Kind::kExpectRe, false},
    {"expect-bytes", ScriptStep::Kind::kExpectBytes, true},
    {"send", ScriptStep::Kind::kSend, false},
    {"send-bytes", ScriptStep::Kind::kSendBytes, true},
    {"fail-on", ScriptStep::Kind::kFailOn, false},
};

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

// The byte an escape at the front of `rest` stands for; takes it off. Nullopt: it is none.
std::optional<char> TakeEscape(std::string_view& rest) {
  constexpr std::pair<char, char> kEscapes[] = {
      {'r', '\r'}, {'n', '\n'}, {'t', '\t'}, {'\\', '\\'}, {'"', '"'}};
  if (rest.empty()) return std::nullopt;
  const char letter = rest.front();
  rest.remove_prefix(1);
  if (letter == 'x') {
    const auto byte = FromHex(rest.substr(0, 2));
    if (!byte.ok() || byte->size() != 1) return std::nullopt;
    rest.remove_prefix(2);
    return static_cast<char>(byte->front());
  }
  const auto* row = std::ranges::find(kEscapes, letter, &std::pair<char, char>::first);
  if (row == std::end(kEscapes)) return std::nullopt;
  return row->second;
}

// `escapes`: those of a string; an expression has its own, and there only \" is ours.
absl::StatusOr<std::string> Unquote(std::string_view text, bool escapes) {
  if (text.size() < 2 || !text.starts_with('"')) {
    return InvalidArgument(fmt::format("expected text in double quotes, got \"{}\"", Escape(text)));
  }
  std::string out;
  text.remove_prefix(1);
  while (!text.empty() && text.front() != '"') {
    const char c = text.front();
    text.remove_prefix(1);
    if (c != '\\') {
      out.push_back(c);
      continue;
    }
    if (!escapes) {
      if (!text.starts_with('"')) out.push_back(c);
      if (!text.empty()) out.push_back(text.front());
      if (!text.empty()) text.remove_prefix(1);
      continue;
    }
    const std::optional<char> byte = TakeEscape(text);
    if (!byte) {
      return InvalidArgument(
          "expected \\r, \\n, \\t, \\\\, \\\" or \\xNN behind a backslash, got another");
    }
    out.push_back(*byte);
  }
  if (text != "\"") {
    return InvalidArgument(text.empty()
                               ? "expected a closing double quote, got the end of the line"
                               : fmt::format("expected the end of the line behind the text, got "
                                             "\"{}\"",
                                             Escape(text.substr(1))));
  }
  if (out.empty()) return InvalidArgument("expected some text, got none");
  return out;
}

absl::StatusOr<std::string> Unhex(std::string_view text) {
  const absl::StatusOr<Bytes> bytes = FromHex(text);
  if (!bytes.ok()) return bytes.status();
  if (bytes->empty()) return InvalidArgument("expected bytes in hex, got none");
  return std::string(AsText(*bytes));
}

absl::StatusOr<std::shared_ptr<const RE2>> Compile(const std::string& expression) {
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingLatin1);  // bytes
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  auto pattern = std::make_shared<const RE2>(expression, options);
  if (pattern->ok()) return pattern;
  return InvalidArgument(fmt::format("expected a regular expression (RE2), got \"{}\": {}",
                                     Escape(expression), Escape(pattern->error())));
}

absl::StatusOr<ScriptStep> ParseStep(std::string_view line) {
  const std::string_view name = line.substr(0, line.find_first_of(" \t"));
  const auto* word = std::ranges::find(kWords, name, &Word::name);
  if (word == std::end(kWords)) {
    return InvalidArgument(
        fmt::format("expected expect, expect-re, expect-bytes, send, send-bytes or fail-on, got "
                    "\"{}\"",
                    Escape(name)));
  }
  const std::string_view argument = Trimmed(line.substr(name.size()));
  const bool escapes = word->kind != ScriptStep::Kind::kExpectRe;
  absl::StatusOr<std::string> text = word->in_hex ? Unhex(argument) : Unquote(argument, escapes);
  if (!text.ok()) return text.status();
  ScriptStep step{.kind = word->kind, .text = *std::move(text), .shown = std::string(argument)};
  if (word->kind == ScriptStep::Kind::kExpectRe) {
    auto pattern = Compile(step.text);
    if (!pattern.ok()) return pattern.status();
    step.pattern = *std::move(pattern);
  }
  return step;
}

bool Matches(const ScriptStep& step, std::string_view line) {
  if (step.kind == ScriptStep::Kind::kExpect) return line.starts_with(step.text);
  return RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), *step.pattern);
}

// Reads lines up to the one that is expected. False where the dialogue stops here.
bool ExpectLine(Script& script, const ScriptStep& step, std::span<const ScriptStep* const> fatal) {
  const std::string expected =
      fmt::format("a line {} {}", step.pattern ? "matching" : "with", step.shown);
  while (true) {
    const std::optional<std::string_view> line = script.Line(expected);
    if (!line) return false;
    const auto refuses = [&](const ScriptStep* each) { return line->starts_with(each->text); };
    if (std::ranges::any_of(fatal, refuses)) {
      return script.Fail(DialogueFailure::Kind::kRefused, expected,
                         fmt::format("\"{}\"", Escape(*line)));
    }
    if (!Matches(step, *line)) continue;
    script.Remember(*line);
    return true;
  }
}

bool ExpectBytes(Script& script, const ScriptStep& step) {
  const std::string expected = fmt::format("the bytes {}", step.shown);
  const std::optional<BytesView> bytes = script.Exactly(step.text.size(), expected);
  if (!bytes || AsText(*bytes) == step.text) return bytes.has_value();
  return script.FailGarbled(expected, *bytes);
}

}  // namespace

absl::StatusOr<std::shared_ptr<const ScriptFile>> ScriptFile::Parse(std::string_view text,
                                                                    std::string_view name) {
  auto file = std::make_shared<ScriptFile>();
  const auto refuse = [name](size_t line, std::string_view why) {
    return InvalidArgument(fmt::format("{} line {}: {}", Escape(name), line, why));
  };
  size_t number = 0;
  for (const std::string_view raw : Split(text, '\n')) {
    ++number;
    const std::string_view line = Trimmed(raw);
    if (line.empty() || line.starts_with('#')) continue;
    absl::StatusOr<ScriptStep> step = ParseStep(line);
    if (!step.ok()) return refuse(number, Message(step.status()));
    if (file->steps_.size() == kMostSteps) {
      return refuse(number, fmt::format("expected at most {} steps, got more", kMostSteps));
    }
    file->steps_.push_back(*std::move(step));
  }
  if (file->steps_.empty()) return refuse(number, "expected at least one step, got none");
  return file;
}

void RunScriptFile(Script& script, const DialogueInput& input) {
  std::vector<const ScriptStep*> fatal;
  for (const ScriptStep& step : input.script->steps()) {
    bool go_on = true;
    switch (step.kind) {
      case ScriptStep::Kind::kExpect:
      case ScriptStep::Kind::kExpectRe:
        go_on = ExpectLine(script, step, fatal);
        break;
      case ScriptStep::Kind::kExpectBytes:
        go_on = ExpectBytes(script, step);
        break;
      case ScriptStep::Kind::kSend:
        script.Send(std::string_view(step.text));
        break;
      case ScriptStep::Kind::kSendBytes:
        script.Send(AsBytes(step.text));
        break;
      case ScriptStep::Kind::kFailOn:
        fatal.push_back(&step);
        break;
    }
    if (!go_on) return;
  }
}

}  // namespace tlsprobe
