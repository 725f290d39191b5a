// STARTTLS of SMTP (RFC 3207 section 4) and LMTP (RFC 2033). The server speaks first.
#include <fmt/format.h>

#include "tlsprobe/dialogue/dialogues.h"
#include "tlsprobe/dialogue/reply.h"

namespace tlsprobe {
namespace {

// What the server offers, from its second line on.
std::optional<Reply> Greet(Script& script, std::string_view greet, const DialogueInput& input) {
  script.Send(fmt::format("{} {}\r\n", greet, input.client_name));
  std::optional<Reply> hello = ReadReply(
      script, 250, fmt::format("after {}", greet),
      "Some servers refuse a client by the name it gives itself: say another one (-name).");
  if (!hello) return std::nullopt;
  for (size_t i = 1; i < hello->lines.size(); ++i) script.Offer(hello->texts()[i]);
  return hello;
}

void RunMail(Script& script, std::string_view greet, const DialogueInput& input) {
  if (!ReadReply(script, 220, "as its greeting",
                 "The server takes nobody at the moment, or not from this address.")) {
    return;
  }
  const std::optional<Reply> hello = Greet(script, greet, input);
  if (!hello) return;
  script.Remember(hello->lines.back());
  if (!hello->Offers("STARTTLS") &&
      !script.TryUnoffered("STARTTLS",
                           "Switch TLS on in the server's configuration; some servers offer it "
                           "to some clients alone, or on the submission port.")) {
    return;
  }
  script.Send("STARTTLS\r\n");
  ReadReply(script, 220, "after STARTTLS",
            "The server cannot start TLS now: look at its key and certificate, and at its log.");
}

}  // namespace

void RunSmtp(Script& script, const DialogueInput& input) { RunMail(script, "EHLO", input); }
void RunLmtp(Script& script, const DialogueInput& input) { RunMail(script, "LHLO", input); }
void AskSmtp(Script& script, const DialogueInput& input) { Greet(script, "EHLO", input); }
void AskLmtp(Script& script, const DialogueInput& input) { Greet(script, "LHLO", input); }

}  // namespace tlsprobe
