// PRELOGIN of SQL Server ([MS-TDS] section 2.2.6.5). We speak first. The handshake that follows
// travels inside TDS packets until it is done: framer.h.
#include <openssl/bytestring.h>

#include "tlsprobe/dialogue/dialogues.h"

namespace tlsprobe {
namespace {

constexpr size_t kHeader = 8;
constexpr uint8_t kTabularResult = 0x04;
constexpr uint8_t kEncryption = 1, kTerminator = 0xff;
constexpr uint8_t kEncryptNotSupported = 2;

// Options VERSION, ENCRYPTION, INSTOPT and THREADID, each with its place and size, then what they
// hold: ENCRYPT_ON, the instance that has no name.
constexpr uint8_t kRequest[] = {
    0x12, 0x01, 0,  41, 0, 0, 0, 0,  // PRELOGIN, last packet, 41 bytes in all
    0,    0,    21, 0,  6,           // VERSION
    1,    0,    27, 0,  1,           // ENCRYPTION
    2,    0,    28, 0,  1,           // INSTOPT
    3,    0,    29, 0,  4,           // THREADID
    0xff, 0,    0,  0,  0, 0, 0, 1, 0, 0, 0, 0, 0,
};

// The value of ENCRYPTION; nullopt where the packet is no PRELOGIN.
std::optional<uint8_t> ParseEncryption(BytesView packet) {
  CBS in(packet);
  uint8_t token = 0;
  uint16_t offset = 0, size = 0;
  while (CBS_get_u8(&in, &token) && token != kTerminator) {
    if (!CBS_get_u16(&in, &offset) || !CBS_get_u16(&in, &size)) return std::nullopt;
    if (token != kEncryption) continue;
    CBS value(packet);
    uint8_t encryption = 0;
    if (size != 1 || !CBS_skip(&value, offset) || !CBS_get_u8(&value, &encryption)) {
      return std::nullopt;
    }
    return encryption;
  }
  return std::nullopt;
}

}  // namespace

void RunMssql(Script& script, const DialogueInput&) {
  constexpr std::string_view kExpected = "a PRELOGIN answer with encryption";
  script.Send(BytesView(kRequest));
  const std::optional<BytesView> header = script.Exactly(kHeader, kExpected);
  if (!header) return;
  const size_t size = size_t{(*header)[2]} << 8 | (*header)[3];
  if ((*header)[0] != kTabularResult || size < kHeader) {
    script.FailGarbled(kExpected, *header, "Is this a SQL Server?");
    return;
  }
  const std::optional<BytesView> packet = script.Exactly(size - kHeader, kExpected);
  if (!packet) return;
  const std::optional<uint8_t> encryption = ParseEncryption(*packet);
  if (!encryption) {
    script.FailGarbled(kExpected, *packet, "Is this a SQL Server?");
    return;
  }
  if (*encryption == kEncryptNotSupported) {
    script.Fail(DialogueFailure::Kind::kRefused, kExpected, "ENCRYPT_NOT_SUP (2)",
                "Give the server a certificate, and allow encryption in its network "
                "configuration.");
  }
}

}  // namespace tlsprobe
