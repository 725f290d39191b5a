// Security negotiation of RDP ([MS-RDPBCGR] sections 2.2.1.1 and 2.2.1.2). We speak first, in
// X.224 packets within TPKT (RFC 1006).
#include <fmt/format.h>
#include <openssl/bytestring.h>

#include <algorithm>

#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/dialogues.h"

namespace tlsprobe {
namespace {

constexpr uint8_t kTpktVersion = 3, kConnectionConfirm = 0xd0;
constexpr uint8_t kNegotiationResponse = 2, kNegotiationFailure = 3;
constexpr uint32_t kStandardSecurity = 0;

// A connection request that takes TLS (1) and, as most servers want it on top, CredSSP (2).
constexpr uint8_t kRequest[] = {
    kTpktVersion, 0, 0, 19, 14, 0xe0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 3, 0, 0, 0};

struct FailureRow {
  uint32_t code;
  std::string_view name, advice;
};
constexpr FailureRow kFailures[] = {
    {1, "SSL_REQUIRED_BY_SERVER", "The server's log says why it does not take TLS."},
    {2, "SSL_NOT_ALLOWED_BY_SERVER",
     "The server is set to the RDP security layer: choose TLS (\"SecurityLayer\" 2)."},
    {3, "SSL_CERT_NOT_ON_SERVER", "Give the server a certificate for Remote Desktop."},
    {4, "INCONSISTENT_FLAGS", "The server did not understand the request; its log may say."},
    {5, "HYBRID_REQUIRED_BY_SERVER",
     "The server asks for CredSSP, which was offered too; its log says why."},
    {6, "SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER",
     "The server asks for TLS with a client certificate for log-in."},
};

struct Answer {
  uint8_t type = 0;  // 0: an old server that does not negotiate
  uint32_t value = 0;
};

std::optional<Answer> ParseAnswer(BytesView packet) {
  CBS in(packet);
  uint8_t length = 0, kind = 0;
  constexpr size_t kReferencesAndClass = 2 + 2 + 1;
  if (!CBS_get_u8(&in, &length) || !CBS_get_u8(&in, &kind) || kind != kConnectionConfirm ||
      !CBS_skip(&in, kReferencesAndClass)) {
    return std::nullopt;
  }
  Answer answer;
  if (CBS_len(&in) == 0) return answer;
  uint8_t flags = 0;
  uint16_t size = 0;
  if (!CBS_get_u8(&in, &answer.type) || !CBS_get_u8(&in, &flags) || !CBS_get_u16le(&in, &size) ||
      !CBS_get_u32le(&in, &answer.value) || CBS_len(&in) != 0) {
    return std::nullopt;
  }
  return answer;
}

void FailNegotiation(Script& script, std::string_view expected, const Answer& answer) {
  const auto* row = std::ranges::find(kFailures, answer.value, &FailureRow::code);
  const bool known = answer.type == kNegotiationFailure && row != std::end(kFailures);
  script.Fail(DialogueFailure::Kind::kRefused, expected,
              answer.type != kNegotiationFailure
                  ? std::string("standard RDP security, which is no TLS")
                  : fmt::format("failure {} ({})", answer.value, known ? row->name : "unknown"),
              known ? row->advice : "Choose TLS as the server's security layer.");
}

}  // namespace

void RunRdp(Script& script, const DialogueInput&) {
  constexpr std::string_view kExpected = "a connection confirm that selects TLS";
  constexpr size_t kHeader = 4;
  script.Send(BytesView(kRequest));
  const std::optional<BytesView> header = script.Exactly(kHeader, kExpected);
  if (!header) return;
  const size_t size = size_t{(*header)[2]} << 8 | (*header)[3];
  if ((*header)[0] != kTpktVersion || size < kHeader) {
    script.FailGarbled(kExpected, *header, "Is this an RDP server?");
    return;
  }
  const std::optional<BytesView> packet = script.Exactly(size - kHeader, kExpected);
  if (!packet) return;
  const std::optional<Answer> answer = ParseAnswer(*packet);
  if (!answer) {
    script.FailGarbled(kExpected, *packet, "Is this an RDP server?");
    return;
  }
  const bool tls = answer->type == kNegotiationResponse && answer->value != kStandardSecurity;
  if (!tls) FailNegotiation(script, kExpected, *answer);
}

}  // namespace tlsprobe
