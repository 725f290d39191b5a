// STARTTLS of IMAP (RFC 9051 section 6.2.1). The server speaks first.
#include <fmt/format.h>

#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/dialogues.h"
#include "tlsprobe/dialogue/literal.h"

namespace tlsprobe {
namespace {

constexpr std::string_view kTag = ".";  // s_client's

void FailResponse(Script& script, std::string_view expected, std::string_view line,
                  std::string_view advice) {
  const bool imap = line.starts_with("* ") || line.starts_with(fmt::format("{} ", kTag));
  script.Fail(imap ? DialogueFailure::Kind::kRefused : DialogueFailure::Kind::kGarbled, expected,
              fmt::format("\"{}\"", Escape(line)), imap ? advice : "");
}

// The words behind "CAPABILITY", up to a bracket.
bool ReadOffers(Script& script, std::string_view line) {
  const size_t start = ToLowerAscii(line).find("capability ");
  if (start == std::string_view::npos) return false;
  line.remove_prefix(start + std::string_view("capability ").size());
  bool starttls = false;
  for (const std::string_view word : Split(line.substr(0, line.find(']')), ' ')) {
    if (word.empty()) continue;
    script.Offer(word);
    starttls = starttls || EqualsIgnoreCase(word, "STARTTLS");
  }
  return starttls;
}

// The tagged answer to a command; what comes untagged before it is looked at for capabilities.
struct Tagged {
  std::string_view line = {};
  bool starttls = false;
};
std::optional<Tagged> ReadTagged(Script& script, std::string_view command) {
  const std::string expected = fmt::format("{} OK after {}", kTag, command);
  const std::string own = fmt::format("{} ", kTag);
  Tagged tagged;
  while (true) {
    const std::optional<std::string_view> line = ReadLineWithLiterals(script, expected);
    if (!line) return std::nullopt;
    if (line->starts_with("* BYE")) {
      FailResponse(script, expected, *line, "");
      return std::nullopt;
    }
    if (ToLowerAscii(*line).starts_with("* capability ")) {
      tagged.starttls = ReadOffers(script, *line) || tagged.starttls;
    }
    if (line->starts_with("* ")) continue;
    if (!ToLowerAscii(*line).starts_with(own + "ok")) {
      FailResponse(script, expected, *line,
                   "The server cannot do this now: look at its key and certificate, and at its "
                   "log.");
      return std::nullopt;
    }
    tagged.line = *line;
    return tagged;
  }
}

std::optional<Tagged> AskCapability(Script& script) {
  script.Send(fmt::format("{} CAPABILITY\r\n", kTag));
  return ReadTagged(script, "CAPABILITY");
}

}  // namespace

void RunImap(Script& script, const DialogueInput&) {
  constexpr std::string_view kGreeting = "* OK as its greeting";
  const std::optional<std::string_view> greeting = ReadLineWithLiterals(script, kGreeting);
  if (!greeting) return;
  if (!ToLowerAscii(*greeting).starts_with("* ok")) {
    return FailResponse(script, kGreeting, *greeting,
                        greeting->starts_with("* PREAUTH")
                            ? "The server takes us for logged in already; TLS cannot be started "
                              "then (RFC 9051 section 7.1.4)."
                            : "The server takes nobody at the moment.");
  }
  const std::optional<Tagged> capability = AskCapability(script);
  if (!capability) return;
  script.Remember(capability->line);
  if (!capability->starttls &&
      !script.TryUnoffered("STARTTLS", "Switch TLS on in the server's configuration.")) {
    return;
  }
  script.Send(fmt::format("{} STARTTLS\r\n", kTag));
  ReadTagged(script, "STARTTLS");
}

void AskImap(Script& script, const DialogueInput&) { AskCapability(script); }

}  // namespace tlsprobe
