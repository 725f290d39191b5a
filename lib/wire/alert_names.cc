// Everything that is said about an alert by its number.
#include <algorithm>

#include "fmt/format.h"
#include "tlsprobe/wire/tls_names.h"

namespace tlsprobe {
namespace {

struct AlertRow {
  uint8_t number;
  std::string_view name;            // "TLS Alerts", without its "_RESERVED"
  std::string_view openssl_reason;  // of OpenSSL 3.0's ssl library; empty where it has none
  std::string_view advice;
};

constexpr AlertRow kAlerts[] = {
    {0, "close_notify", "",
     "The server closed the connection on purpose and without a reason: its log may say why."},
    {10, "unexpected_message", "sslv3 alert unexpected message",
     "The server got a message it did not expect now: a fault in one of the two TLS "
     "implementations, or something between them changes the traffic."},
    {20, "bad_record_mac", "sslv3 alert bad record mac",
     "The server could not authenticate what we sent: something on the way changes the traffic, "
     "or the two sides derived different keys."},
    {21, "decryption_failed", "tlsv1 alert decryption failed",
     "The server could not decrypt what we sent: something on the way changes the traffic, or the "
     "two sides derived different keys."},
    {22, "record_overflow", "tlsv1 alert record overflow",
     "The server takes only smaller records."},
    {30, "decompression_failure", "sslv3 alert decompression failure",
     "The server could not decompress what we sent, which was not compressed: a fault in its TLS "
     "implementation."},
    {40, "handshake_failure", "sslv3 alert handshake failure",
     "The server found no cipher suite, group or signature algorithm in common, or misses a "
     "client certificate or a server name it knows: try -tls1_2, a wider -cipher, -groups or "
     "-sigalgs, -servername, or -cert."},
    {41, "no_certificate", "sslv3 alert no certificate",
     "The server wants a client certificate: give one with -cert and -key."},
    {42, "bad_certificate", "sslv3 alert bad certificate",
     "The server does not accept our certificate: it is damaged, its signature does not verify, or "
     "none was sent where one is required (-cert, -key)."},
    {43, "unsupported_certificate", "sslv3 alert unsupported certificate",
     "The server does not support our certificate's type, or its key usages do not allow client "
     "authentication."},
    {44, "certificate_revoked", "sslv3 alert certificate revoked",
     "The server holds our certificate for revoked: get a new one from its CA."},
    {45, "certificate_expired", "sslv3 alert certificate expired",
     "The server holds our certificate for expired or not yet valid: look at its dates and at the "
     "server's clock."},
    {46, "certificate_unknown", "sslv3 alert certificate unknown",
     "The server rejects our certificate for a reason of its own: look into its log."},
    {47, "illegal_parameter", "sslv3 alert illegal parameter",
     "The server holds a field we sent for wrong or inconsistent: often an old or faulty TLS "
     "implementation; try -tls1_2 or fewer -groups."},
    {48, "unknown_ca", "tlsv1 alert unknown ca",
     "The server does not know the CA of our certificate: send the intermediate certificates too "
     "(-cert_chain), or use a certificate of a CA the server lists."},
    {49, "access_denied", "tlsv1 alert access denied",
     "The server took our certificate and refuses its holder: an access rule on the server."},
    {50, "decode_error", "tlsv1 alert decode error",
     "The server could not parse a message we sent: often an old server that stumbles over a "
     "large or new ClientHello; try -tls1_2."},
    {51, "decrypt_error", "tlsv1 alert decrypt error",
     "A signature or Finished of ours did not verify at the server: our key may not belong to our "
     "certificate, or something on the way changes the handshake."},
    {52, "too_many_cids_requested", "",
     "The alert belongs to DTLS and has no place here: a fault in the server."},
    {60, "export_restriction", "tlsv1 alert export restriction",
     "The alert is of the time of export ciphers: a very old server; try -tls1."},
    {70, "protocol_version", "tlsv1 alert protocol version",
     "The server speaks none of the TLS versions offered: look at the versions it is set to."},
    {71, "insufficient_security", "tlsv1 alert insufficient security",
     "The server asks for stronger suites, groups or keys than were offered."},
    {80, "internal_error", "tlsv1 alert internal error",
     "Something failed inside the server, often a missing or unreadable certificate for the name "
     "asked for: look into its log."},
    {86, "inappropriate_fallback", "tlsv1 alert inappropriate fallback",
     "The server speaks a higher version than we offered with -fallback_scsv, which is right of "
     "it: offer its highest version, or leave -fallback_scsv out."},
    {90, "user_canceled", "tlsv1 alert user cancelled",
     "The server, or somebody at it, broke the handshake off for a reason outside of TLS: its log "
     "may say which."},
    {100, "no_renegotiation", "tlsv1 alert no renegotiation",
     "The server does not renegotiate; most rightly refuse to."},
    {109, "missing_extension", "tlsv13 alert missing extension",
     "The server requires an extension that was not sent, most often the server name: give it with "
     "-servername."},
    {110, "unsupported_extension", "tlsv1 unsupported extension",
     "The server got an extension it holds for not allowed there: a fault in one of the two TLS "
     "implementations."},
    {111, "certificate_unobtainable", "tlsv1 certificate unobtainable",
     "The server could not fetch the client certificate from where it was said to be."},
    {112, "unrecognized_name", "tlsv1 unrecognized name",
     "The server has nothing under the name sent: check -servername, or the server's list of "
     "names."},
    {113, "bad_certificate_status_response", "tlsv1 bad certificate status response",
     "The alert is a client's answer to a stapled OCSP response: a fault in the server."},
    {114, "bad_certificate_hash_value", "tlsv1 bad certificate hash value",
     "The client certificate the server fetched is not the one that was announced."},
    {115, "unknown_psk_identity", "tlsv1 alert unknown psk identity",
     "The server does not know the identity of the pre-shared key."},
    {116, "certificate_required", "tlsv13 alert certificate required",
     "The server requires a client certificate: give one with -cert and -key."},
    {117, "general_error", "",
     "Something failed inside the server that no other alert names: look into its log."},
    {120, "no_application_protocol", "tlsv1 alert no application protocol",
     "The server speaks none of the protocols offered by ALPN: check -alpn, or leave it out."},
    {121, "ech_required", "", "The server insists on Encrypted Client Hello."},
};

const AlertRow* Find(uint8_t description) {
  const AlertRow* row = std::ranges::find(kAlerts, description, &AlertRow::number);
  return row == std::end(kAlerts) ? nullptr : row;
}

}  // namespace

std::string AlertName(uint8_t description) {
  const AlertRow* row = Find(description);
  return row == nullptr ? fmt::format("0x{:02x}", description) : std::string(row->name);
}

std::string OpenSslAlertReason(uint8_t description) {
  const AlertRow* row = Find(description);
  if (row != nullptr && !row->openssl_reason.empty()) return std::string(row->openssl_reason);
  return fmt::format("reason({})", 1000 + description);
}

std::string_view AlertAdvice(uint8_t description) {
  const AlertRow* row = Find(description);
  if (row != nullptr) return row->advice;
  return "The alert is not registered, so only the server's documentation or its log says what it "
         "means.";
}

}  // namespace tlsprobe
