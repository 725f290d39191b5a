// AUTH TLS of FTP (RFC 4217 section 4). The server speaks first.
#include <algorithm>

#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/dialogues.h"
#include "tlsprobe/dialogue/reply.h"

namespace tlsprobe {
namespace {

constexpr int kFeatures = 211;

// "AUTH TLS", "AUTH SSL;TLS;": the list of RFC 4217 section 6.
bool NamesTls(std::string_view feature) {
  const std::string text = ToLowerAscii(feature);
  return text.starts_with("auth") && text.find("tls") != std::string::npos;
}

}  // namespace

void RunFtp(Script& script, const DialogueInput&) {
  const std::optional<Reply> greeting =
      ReadReply(script, 220, "as its greeting", "The server takes nobody at the moment.");
  if (!greeting) return;
  script.Remember(greeting->lines.back());
  script.Send("FEAT\r\n");
  const std::optional<Reply> features = ReadAnyReply(script, "an answer to FEAT");
  if (!features) return;
  bool tls = false;
  if (features->code == kFeatures) {
    for (size_t i = 1; i + 1 < features->lines.size(); ++i) {
      std::string_view feature = features->lines[i];
      feature.remove_prefix(std::min(feature.find_first_not_of(' '), feature.size()));
      script.Offer(feature);
      tls = tls || NamesTls(feature);
    }
  }
  // A server without FEAT (RFC 2389) may know AUTH all the same.
  if (features->code == kFeatures && !tls &&
      !script.TryUnoffered("AUTH TLS", "Switch TLS on in the server's configuration.")) {
    return;
  }
  script.Send("AUTH TLS\r\n");
  ReadReply(script, 234, "after AUTH TLS",
            "The server cannot start TLS now: look at its key and certificate, and at its log.");
}

}  // namespace tlsprobe
