// STARTTLS of NNTP (RFC 4642 section 2). The server speaks first.

#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/dialogues.h"
#include "tlsprobe/dialogue/reply.h"

namespace tlsprobe {
namespace {

constexpr int kPostingAllowed = 200, kPostingProhibited = 201, kCapabilities = 101;

// The list behind a reply, up to its "." (RFC 3977 section 3.1.1).
std::optional<bool> ReadCapabilities(Script& script) {
  bool starttls = false;
  while (true) {
    const std::optional<std::string_view> line =
        script.Line("the end of the list after CAPABILITIES");
    if (!line) return std::nullopt;
    if (*line == ".") return starttls;
    script.Offer(*line);
    starttls = starttls || EqualsIgnoreCase(*line, "STARTTLS");
  }
}

}  // namespace

void RunNntp(Script& script, const DialogueInput&) {
  constexpr std::string_view kGreeting = "200 or 201 as its greeting";
  const std::optional<Reply> greeting = ReadAnyReply(script, kGreeting);
  if (!greeting) return;
  if (greeting->code != kPostingAllowed && greeting->code != kPostingProhibited) {
    script.Fail(DialogueFailure::Kind::kRefused, kGreeting, QuoteReply(*greeting),
                "The server takes nobody at the moment, or not from this address.");
    return;
  }
  script.Send("CAPABILITIES\r\n");
  const std::optional<Reply> capabilities = ReadAnyReply(script, "an answer to CAPABILITIES");
  if (!capabilities) return;
  // A server older than RFC 3977 does not know the command, but may know the other.
  if (capabilities->code == kCapabilities) {
    const std::optional<bool> starttls = ReadCapabilities(script);
    if (!starttls) return;
    if (!*starttls &&
        !script.TryUnoffered("STARTTLS", "Switch TLS on in the server's configuration.")) {
      return;
    }
  }
  script.Send("STARTTLS\r\n");
  const std::optional<Reply> go_ahead = ReadReply(
      script, 382, "after STARTTLS",
      "The server cannot start TLS now: look at its key and certificate, and at its log.");
  if (go_ahead) script.Remember(go_ahead->lines.back());
}

}  // namespace tlsprobe
