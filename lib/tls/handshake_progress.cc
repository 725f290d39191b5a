#include "tlsprobe/tls/handshake_progress.h"

#include <optional>
#include <string_view>

#include "tlsprobe/wire/handshake.h"
#include "tlsprobe/wire/tls_names.h"

namespace tlsprobe {
namespace {

// What a server sends after a message, at the latest (RFC 5246 section 7.3, RFC 8446 section 2).
// An empty name: it is our turn.
struct NextRow {
  bool sent;
  uint8_t type;
  std::optional<bool> tls13;
  std::string_view awaited;
};
constexpr NextRow kNext[] = {
    {true, kClientHello, {}, "ServerHello"},
    {true, kFinished, false, "Finished"},
    {true, kFinished, true, ""},
    {false, kServerHello, true, "EncryptedExtensions"},
    {false, kServerHello, false, "Certificate"},
    {false, kEncryptedExtensions, {}, "Certificate"},
    {false, kCertificate, true, "CertificateVerify"},
    {false, kCompressedCertificate, {}, "CertificateVerify"},
    {false, kCertificateVerify, {}, "Finished"},
    {false, kCertificate, false, "ServerHelloDone"},
    {false, kCertificateStatus, {}, "ServerHelloDone"},
    {false, kServerKeyExchange, {}, "ServerHelloDone"},
    {false, kCertificateRequest, true, "Certificate"},
    {false, kCertificateRequest, false, "ServerHelloDone"},
    {false, kServerHelloDone, {}, ""},
    {false, kNewSessionTicket, false, "Finished"},
    {false, kFinished, {}, ""},
};

}  // namespace

void HandshakeProgress::OnMessage(bool sent, uint8_t type, bool tls13) {
  last_ = HandshakeTypeName(type);
  if (!sent) last_received_ = last_;
  for (const NextRow& row : kNext) {
    if (row.sent != sent || row.type != type) continue;
    if (row.tls13.has_value() && *row.tls13 != tls13) continue;
    awaited_ = row.awaited;
    return;
  }
}

void HandshakeProgress::OnDone() { awaited_.clear(); }

}  // namespace tlsprobe
