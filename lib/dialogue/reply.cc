#include "tlsprobe/dialogue/reply.h"

#include <fmt/format.h>

#include <algorithm>

#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

constexpr size_t kCodeDigits = 3;

std::optional<int> CodeOf(std::string_view line) {
  const std::optional<uint64_t> code = ParseUint(line.substr(0, kCodeDigits), 999);
  if (!code || line.size() < kCodeDigits) return std::nullopt;
  return static_cast<int>(*code);
}

// "454 TLS not available" or "454-" for the lines before the last.
bool IsLast(std::string_view line, int code) {
  return CodeOf(line) == code && (line.size() == kCodeDigits || line[kCodeDigits] == ' ');
}

}  // namespace

std::vector<std::string_view> Reply::texts() const {
  std::vector<std::string_view> texts;
  for (const std::string_view line : lines) {
    const bool coded = CodeOf(line) == code && line.size() > kCodeDigits;
    texts.push_back(coded ? line.substr(kCodeDigits + 1) : line);
  }
  return texts;
}

bool Reply::Offers(std::string_view keyword) const {
  const std::vector<std::string_view> all = texts();
  return std::any_of(all.begin() + 1, all.end(), [keyword](std::string_view text) {
    return EqualsIgnoreCase(text.substr(0, text.find(' ')), keyword);
  });
}

std::string QuoteReply(const Reply& reply) {
  std::string text;
  for (const std::string_view line : reply.texts()) {
    if (!text.empty()) text += ' ';
    text += line;
  }
  return fmt::format("{} \"{}\"", reply.code, Escape(text));
}

std::optional<Reply> ReadAnyReply(Script& script, std::string_view expected) {
  Reply reply;
  while (true) {
    const std::optional<std::string_view> line = script.Line(expected);
    if (!line) return std::nullopt;
    if (reply.lines.empty()) {
      const std::optional<int> code = CodeOf(*line);
      if (!code) {
        script.FailGarbled(expected, AsBytes(*line));
        return std::nullopt;
      }
      reply.code = *code;
    }
    reply.lines.push_back(*line);
    if (IsLast(*line, reply.code)) return reply;
  }
}

std::optional<Reply> ReadReply(Script& script, int code, std::string_view when,
                               std::string_view advice) {
  const std::string expected = fmt::format("{} {}", code, when);
  std::optional<Reply> reply = ReadAnyReply(script, expected);
  if (!reply || reply->code == code) return reply;
  script.Fail(DialogueFailure::Kind::kRefused, expected, QuoteReply(*reply), advice);
  return std::nullopt;
}

}  // namespace tlsprobe
