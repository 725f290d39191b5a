// STLS of POP3 (RFC 2595 section 4). The server speaks first.
#include <fmt/format.h>

#include <vector>

#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/dialogues.h"

namespace tlsprobe {
namespace {

std::optional<std::string_view> ReadOk(Script& script, std::string_view when,
                                       std::string_view advice) {
  const std::string expected = fmt::format("+OK {}", when);
  const std::optional<std::string_view> line = script.Line(expected);
  if (!line || line->starts_with("+OK")) return line;
  const bool refused = line->starts_with("-ERR");
  script.Fail(refused ? DialogueFailure::Kind::kRefused : DialogueFailure::Kind::kGarbled, expected,
              fmt::format("\"{}\"", Escape(*line)), refused ? advice : "");
  return std::nullopt;
}

// CAPA (RFC 2449 section 5). A server that does not know it says so: nothing is known then.
struct Capabilities {
  bool known = false;
  bool stls = false;
};
std::optional<Capabilities> ReadCapabilities(Script& script) {
  constexpr std::string_view kExpected = "an answer to CAPA";
  const std::optional<std::string_view> first = script.Line(kExpected);
  if (!first) return std::nullopt;
  if (!first->starts_with("+OK")) return Capabilities{};
  Capabilities capabilities{.known = true};
  while (true) {
    const std::optional<std::string_view> line = script.Line("the end of the list after CAPA");
    if (!line) return std::nullopt;
    if (*line == ".") return capabilities;
    script.Offer(*line);
    capabilities.stls = capabilities.stls || EqualsIgnoreCase(*line, "STLS");
  }
}

std::optional<Capabilities> AskCapabilities(Script& script) {
  script.Send("CAPA\r\n");
  return ReadCapabilities(script);
}

}  // namespace

void RunPop3(Script& script, const DialogueInput&) {
  const auto greeting = ReadOk(script, "as its greeting", "The server takes nobody at the moment.");
  if (!greeting) return;
  script.Remember(*greeting);
  const std::optional<Capabilities> capabilities = AskCapabilities(script);
  if (!capabilities) return;
  if (capabilities->known && !capabilities->stls &&
      !script.TryUnoffered("STLS", "Switch TLS on in the server's configuration.")) {
    return;
  }
  script.Send("STLS\r\n");
  ReadOk(script, "after STLS",
         "The server cannot start TLS now: look at its key and certificate, and at its log.");
}

void AskPop3(Script& script, const DialogueInput&) { AskCapabilities(script); }

}  // namespace tlsprobe
