// SSLRequest of PostgreSQL ("Frontend/Backend Protocol", SSL Session Encryption). We speak first;
// the answer is one byte.
#include <fmt/format.h>

#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/dialogues.h"

namespace tlsprobe {

void RunPostgres(Script& script, const DialogueInput&) {
  constexpr std::string_view kExpected = "S (0x53) after SSLRequest";
  constexpr uint8_t kRequest[] = {0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f};  // code 80877103
  script.Send(BytesView(kRequest));
  const std::optional<BytesView> answer = script.Exactly(1, kExpected);
  if (!answer) return;
  const uint8_t byte = answer->front();
  if (byte == 'S') return;
  if (byte == 'N') {
    script.Fail(DialogueFailure::Kind::kRefused, kExpected, "N: the server has TLS switched off",
                "Set `ssl = on` in postgresql.conf, with a certificate and its key.");
    return;
  }
  if (byte == 'E') {
    script.Fail(DialogueFailure::Kind::kRefused, kExpected,
                fmt::format("an error: \"{}\"", Escape(script.unread())),
                "Servers before 7.x do not know TLS; look at the server's log.");
    return;
  }
  script.FailGarbled(kExpected, *answer, "Is this a PostgreSQL server?");
}

}  // namespace tlsprobe
