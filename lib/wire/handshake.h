// Parses the handshake messages whose contents libssl keeps to itself (RFC 5246 section 7.4,
// RFC 8446 section 4). All take the message body without its 4-byte header and read to the end;
// errors are kInvalidArgument with what was expected.
#ifndef TLSPROBE_WIRE_HANDSHAKE_H_
#define TLSPROBE_WIRE_HANDSHAKE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "tlsprobe/base/bytes.h"
#include "tlsprobe/model/facts.h"

namespace tlsprobe {

// HandshakeType (RFC 8446 section 4), those we name.
enum HandshakeType : uint8_t {
  kHelloRequest = 0,
  kClientHello = 1,
  kServerHello = 2,
  kNewSessionTicket = 4,
  kEncryptedExtensions = 8,
  kCertificate = 11,
  kServerKeyExchange = 12,
  kCertificateRequest = 13,
  kServerHelloDone = 14,
  kCertificateVerify = 15,
  kClientKeyExchange = 16,
  kFinished = 20,
  kCertificateStatus = 22,
  kKeyUpdate = 24,
  kCompressedCertificate = 25,
};

struct ServerHello {
  uint16_t legacy_version = 0;
  uint16_t version = 0;  // of supported_versions where present, else legacy_version
  Bytes random = {};
  Bytes session_id = {};
  uint16_t cipher_suite = 0;
  uint8_t compression = 0;
  bool hello_retry = false;
  std::vector<TlsExtension> extensions = {};
};
absl::StatusOr<ServerHello> ParseServerHello(BytesView body);

absl::StatusOr<std::vector<TlsExtension>> ParseEncryptedExtensions(BytesView body);

struct CertificateEntry {
  Bytes der = {};
  std::vector<TlsExtension> extensions = {};  // TLS 1.3
};
// `tls13`: the message has a request context and extensions for each entry (RFC 8446
// section 4.4.2).
absl::StatusOr<std::vector<CertificateEntry>> ParseCertificateMessage(BytesView body, bool tls13);

// `version` decides the layout: signature_algorithms came with TLS 1.2, extensions with 1.3.
// `extensions` (may be null) gets those of TLS 1.3.
absl::StatusOr<ClientCertificateRequest> ParseCertificateRequest(
    BytesView body, uint16_t version, std::vector<TlsExtension>* extensions);

struct NewSessionTicket {
  uint32_t lifetime = 0;  // seconds
  uint32_t age_add = 0;   // TLS 1.3
  Bytes nonce = {};       // TLS 1.3
  Bytes ticket = {};
  uint32_t max_early_data = 0;  // TLS 1.3
  std::vector<TlsExtension> extensions = {};
};
absl::StatusOr<NewSessionTicket> ParseNewSessionTicket(BytesView body, bool tls13);

// LooksLikeTls is true where the bytes begin as a record of TLS does: a type of 20 to 23 and the
// major version 3 (RFC 8446 section 5.1). One byte may be enough to say so; none is not.
bool LooksLikeTls(BytesView first_bytes);

// DescribePlainText names what a peer that does not speak TLS seems to speak, from its first
// bytes: "HTTP", "SMTP or FTP", "SSH", "IMAP", "POP3" …; empty where it is not recognised or is
// TLS.
std::string_view DescribePlainText(BytesView first_bytes);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_HANDSHAKE_H_
