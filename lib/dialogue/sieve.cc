// STARTTLS of ManageSieve (RFC 5804 section 2.2). The server speaks first.
#include <fmt/format.h>

#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/dialogues.h"
#include "tlsprobe/dialogue/literal.h"

namespace tlsprobe {
namespace {

bool IsWord(std::string_view line, std::string_view word) {
  return EqualsIgnoreCase(line.substr(0, word.size()), word) &&
         (line.size() == word.size() || line[word.size()] == ' ');
}

// Reads strings and literals line by line until OK, NO or BYE; OK is what is wanted.
std::optional<std::string_view> ReadUntilOk(Script& script, std::string_view when,
                                            std::string_view advice, bool* starttls) {
  const std::string expected = fmt::format("OK {}", when);
  while (true) {
    const std::optional<std::string_view> line = ReadLineWithLiterals(script, expected);
    if (!line || IsWord(*line, "OK")) return line;
    if (IsWord(*line, "NO") || IsWord(*line, "BYE")) {
      script.Fail(DialogueFailure::Kind::kRefused, expected, fmt::format("\"{}\"", Escape(*line)),
                  advice);
      return std::nullopt;
    }
    // Capabilities begin with a name, quoted or as a literal.
    if (!line->starts_with('"') && !line->starts_with('{')) {
      script.FailGarbled(expected, AsBytes(*line));
      return std::nullopt;
    }
    script.Offer(*line);
    const bool named = EqualsIgnoreCase(line->substr(0, 10), "\"STARTTLS\"");
    if (starttls != nullptr) *starttls = *starttls || named;
  }
}

}  // namespace

void RunSieve(Script& script, const DialogueInput&) {
  bool starttls = false;
  if (!ReadUntilOk(script, "at the end of its capabilities",
                   "The server takes nobody at the moment.", &starttls)) {
    return;
  }
  if (!starttls &&
      !script.TryUnoffered("STARTTLS", "Switch TLS on in the server's configuration.")) {
    return;
  }
  script.Send("STARTTLS\r\n");
  const auto go_ahead = ReadUntilOk(
      script, "after STARTTLS",
      "The server cannot start TLS now: look at its key and certificate, and at its log.", nullptr);
  if (go_ahead) script.Remember(*go_ahead);
}

}  // namespace tlsprobe
