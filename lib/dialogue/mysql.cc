// SSLRequest of MySQL and MariaDB ("Client/Server Protocol", Connection Phase). The server speaks
// first, in packets of 3 bytes of length, a number and a body.
#include <fmt/format.h>
#include <openssl/bytestring.h>

#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/dialogues.h"

namespace tlsprobe {
namespace {

constexpr size_t kHeader = 4;
constexpr uint8_t kProtocol = 10, kErrorPacket = 0xff;
constexpr uint16_t kClientSsl = 0x0800;

std::optional<BytesView> ReadPacket(Script& script, std::string_view expected) {
  const std::optional<BytesView> header = script.Exactly(kHeader, expected);
  if (!header) return std::nullopt;
  const size_t size = (*header)[0] | size_t{(*header)[1]} << 8 | size_t{(*header)[2]} << 16;
  return script.Exactly(size, expected);
}

// The lower half of the server's capabilities; nullopt where the packet is no handshake.
std::optional<uint16_t> ReadCapabilities(BytesView packet) {
  CBS in(packet);
  uint8_t protocol = 0;
  if (!CBS_get_u8(&in, &protocol) || protocol != kProtocol) return std::nullopt;
  CBS version;
  uint8_t low = 0, high = 0;
  constexpr size_t kThreadAndSalt = 4 + 8 + 1;
  if (!CBS_get_until_first(&in, &version, 0) || !CBS_skip(&in, 1 + kThreadAndSalt) ||
      !CBS_get_u8(&in, &low) || !CBS_get_u8(&in, &high)) {
    return std::nullopt;
  }
  return static_cast<uint16_t>(low | high << 8);
}

// 0xff, a number, perhaps "#" and a state of five characters, and words.
std::string DescribeError(BytesView packet) {
  constexpr size_t kWords = 3;
  if (packet.size() < kWords) return "an error without words";
  return fmt::format("error {}: \"{}\"", packet[1] | packet[2] << 8,
                     Escape(packet.subspan(kWords)));
}

}  // namespace

void RunMysql(Script& script, const DialogueInput&) {
  constexpr std::string_view kExpected = "a handshake of protocol version 10";
  const std::optional<BytesView> packet = ReadPacket(script, kExpected);
  if (!packet) return;
  if (!packet->empty() && packet->front() == kErrorPacket) {
    script.Fail(DialogueFailure::Kind::kRefused, kExpected, DescribeError(*packet),
                "The server takes nobody at the moment, or not from this address.");
    return;
  }
  const std::optional<uint16_t> capabilities = ReadCapabilities(*packet);
  if (!capabilities) {
    script.FailGarbled(kExpected, *packet, "Is this a MySQL server?");
    return;
  }
  if ((*capabilities & kClientSsl) != 0) script.Offer("CLIENT_SSL");
  if ((*capabilities & kClientSsl) == 0 &&
      !script.TryUnoffered("CLIENT_SSL",
                           "Give the server a certificate and a key (ssl_cert, "
                           "ssl_key), or a build with TLS.")) {
    return;
  }
  // PROTOCOL_41, SSL, SECURE_CONNECTION, PLUGIN_AUTH; packets up to 16 MiB; utf8; 23 zeros.
  constexpr uint8_t kRequest[kHeader + 32] = {32,   0,    0,    1,  // length, number
                                              0x00, 0x8a, 0x08, 0x00, 0, 0, 0, 1, 33};
  script.Send(BytesView(kRequest));
}

}  // namespace tlsprobe
