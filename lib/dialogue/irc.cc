// STARTTLS of IRC (the IRCv3 extension "tls"). We speak first; many servers that do not know the
// command say nothing at all.
#include <fmt/format.h>

#include <algorithm>

#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/dialogues.h"

namespace tlsprobe {
namespace {

constexpr std::string_view kStarted = "670", kFailed = "691";

// ":server 670 nick :text" gives "670"; a message without a prefix begins with its command.
std::string_view CommandOf(std::string_view line) {
  if (line.starts_with(':')) line.remove_prefix(std::min(line.find(' '), line.size() - 1) + 1);
  return line.substr(0, line.find(' '));
}

// 451: not registered; 421: unknown command. Only of STARTTLS they are an answer.
bool Refuses(std::string_view command, std::string_view line) {
  if (command == kFailed || command == "ERROR") return true;
  return (command == "451" || command == "421") && line.find("STARTTLS") != std::string_view::npos;
}

}  // namespace

void RunIrc(Script& script, const DialogueInput&) {
  constexpr std::string_view kExpected = "670 after STARTTLS";
  script.Send("STARTTLS\r\n");
  while (true) {
    const std::optional<std::string_view> line = script.Line(kExpected);
    if (!line) return;
    const std::string_view command = CommandOf(*line);
    if (command == kStarted) return script.Remember(*line);
    if (Refuses(command, *line)) {
      script.Fail(DialogueFailure::Kind::kRefused, kExpected, fmt::format("\"{}\"", Escape(*line)),
                  "Most IRC servers speak TLS on a port of its own instead, 6697 by habit.");
      return;
    }
  }
}

}  // namespace tlsprobe
