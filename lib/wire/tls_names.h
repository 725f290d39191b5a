// IANA's names of TLS numbers, and those OpenSSL prints.
#ifndef TLSPROBE_WIRE_TLS_NAMES_H_
#define TLSPROBE_WIRE_TLS_NAMES_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace tlsprobe {

// Each gives the registry's name, or the number in hex ("0x1234") where it is not assigned.
std::string ExtensionName(uint16_t type);             // "server_name"
std::string HandshakeTypeName(uint8_t type);          // "ServerHello" (as RFCs write messages)
std::string AlertName(uint8_t description);           // "handshake_failure"
std::string TlsVersionName(uint16_t version);         // "TLSv1.3" (OpenSSL's spelling)
std::string ClientCertificateTypeName(uint8_t type);  // "rsa_sign"

// ExpectedMessage says what a handshake waits for behind the message `last`: "ServerHello after
// ClientHello", "the server's Finished after ours". Empty names: not known, none yet.
std::string ExpectedMessage(std::string_view awaited, std::string_view last);

// What OpenSSL prints for an alert in its error texts: "sslv3 alert handshake failure",
// "tlsv1 alert protocol version"; "reason(1NNN)" where it has none.
std::string OpenSslAlertReason(uint8_t description);

// AlertAdvice says in one sentence what a server usually means by an alert to a client, also one
// that has no name.
std::string_view AlertAdvice(uint8_t description);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_TLS_NAMES_H_
