// What was seen on the wire, before anything is judged.
#ifndef TLSPROBE_MODEL_FACTS_H_
#define TLSPROBE_MODEL_FACTS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/base/time.h"
#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// One address tried for the transport connection.
struct AddressAttempt {
  std::string address = {};  // literal, without port; the path for a Unix socket
  uint16_t port = 0;
  std::string result = {};  // "connected", "refused", "timed out", "unreachable", "not tried" …
  int system_error = 0;     // errno, 0 for none
  std::chrono::nanoseconds took = {};
};

// How the transport came to be; the driver tells the session.
struct ConnectionFacts {
  std::vector<AddressAttempt> attempts = {};
  std::string address = {};  // the one that is used
  uint16_t port = 0;
  std::string local_address = {};
  std::chrono::nanoseconds resolve_took = {};
  std::chrono::nanoseconds connect_took = {};  // all attempts together
  // Of the attempt that succeeded: our measure of one round trip.
  std::chrono::nanoseconds round_trip = {};
};

struct TlsExtension {
  uint16_t type = 0;  // IANA "TLS ExtensionType Values"
  Bytes data = {};
};

// The extensions of one hello message from the peer, in its order.
struct MessageExtensions {
  uint8_t message = 0;  // handshake type: 2 ServerHello, 8 EncryptedExtensions, 11 Certificate …
  bool hello_retry = false;  // a ServerHello that is a HelloRetryRequest
  size_t certificate = 0;    // for Certificate (TLS 1.3): which entry
  std::vector<TlsExtension> extensions = {};
};

// A session as it can be resumed (RFC 5077, RFC 8446 section 4.6.1).
struct SessionFacts {
  Bytes id = {};
  Bytes secret = {};  // master secret (TLS 1.2) or resumption PSK (TLS 1.3)
  Bytes ticket = {};
  uint32_t ticket_lifetime = 0;  // seconds, the server's hint
  bool has_ticket = false;
  uint32_t max_early_data = 0;  // bytes, TLS 1.3
  UnixTime start_time = {};
  uint32_t timeout = 0;  // seconds
  bool extended_master_secret = false;
};

// What the server's CertificateRequest asked (RFC 5246 section 7.4.4, RFC 8446 section 4.3.2).
struct ClientCertificateRequest {
  std::vector<Name> ca_names = {};
  std::vector<uint8_t> certificate_types = {};  // ClientCertificateType; TLS 1.2 and below
  std::vector<uint16_t> signature_algorithms = {};
  // Those of them that we can sign with, in the server's order.
  std::vector<uint16_t> shared_signature_algorithms = {};
};

// What became of it.
enum class ClientCertificateOutcome : uint8_t {
  kNotRequested,
  kNotSent,   // requested, we had none (or none that fits), and the server went on
  kSent,      // TLS 1.2: sent, and the handshake completed
  kAccepted,  // TLS 1.3: sent, and a ticket or data followed
  kRejected,  // an alert followed
  kNoAnswer,  // TLS 1.3: silence after the handshake; neither accepted nor rejected is known
};
std::string_view ClientCertificateOutcomeName(ClientCertificateOutcome outcome);

// The TLS side of one connection. Numbers are IANA's; names come from tls/ and wire/ tables.
struct TlsFacts {
  uint16_t version = 0;             // 0: not known (no ServerHello)
  uint16_t cipher_suite = 0;        // 0: none
  std::string cipher_iana = {};     // "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
  std::string cipher_openssl = {};  // "ECDHE-RSA-AES128-GCM-SHA256"
  // The protocol OpenSSL prints beside the suite: the lowest the suite belongs to, "TLSv1.2".
  std::string cipher_min_version = {};
  uint16_t group = 0;                     // NamedGroup, 0: none (RSA key exchange)
  std::string group_name = {};            // IANA: "x25519", "secp256r1"
  uint16_t peer_signature_algorithm = 0;  // SignatureScheme, 0: none known
  std::string peer_signature_name = {};   // IANA: "rsa_pss_rsae_sha256"
  uint16_t own_signature_algorithm = 0;   // 0: we did not sign
  std::string alpn = {};
  std::string server_name_sent = {};      // empty: no SNI was sent
  bool server_name_acknowledged = false;  // RFC 6066 section 3
  bool resumed = false;
  bool secure_renegotiation = false;  // RFC 5746
  bool extended_master_secret = false;
  bool hello_retry = false;
  std::vector<std::string> not_offered = {};  // suites asked for by a class that we cannot offer
  uint64_t handshake_bytes_read = 0;          // consumed by TLS up to the end of the handshake
  uint64_t handshake_bytes_written = 0;
  SessionFacts session = {};
  std::vector<SessionFacts> tickets = {};  // TLS 1.3, in order of arrival
};

struct PeerFacts {
  std::vector<Bytes> certificates_der = {};  // as sent
  // The same, parsed; null where one does not parse.
  std::vector<CertificatePtr> certificates = {};
  // Why, in the same places: "expected …, got …"; empty where one parses.
  std::vector<std::string> parse_errors = {};
  std::optional<ClientCertificateRequest> client_certificate_request = {};
  ClientCertificateOutcome client_certificate = ClientCertificateOutcome::kNotRequested;
  bool client_certificate_sent = false;  // our Certificate message had one in it
  std::vector<MessageExtensions> extensions = {};
  Bytes ocsp_staple = {};  // empty: none
  Bytes sct_list = {};     // SignedCertificateTimestampList, empty: none
  Bytes first_bytes = {};  // what the peer sent first, at most 200 bytes
};

}  // namespace tlsprobe

#endif  // TLSPROBE_MODEL_FACTS_H_
