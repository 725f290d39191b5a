#include "tlsprobe/tls/reason_table.h"

#include <openssl/ssl.h>

#include <algorithm>

namespace tlsprobe {
namespace {

constexpr std::string_view kBroken =
    "The server, or something between, breaks the TLS protocol: look at its TLS library and at "
    "middleboxes.";
constexpr std::string_view kCorrupted =
    "Bytes were changed on the way, or both sides derived different keys: look for middleboxes "
    "that alter traffic.";
constexpr std::string_view kNotOffered =
    "The server chose something that was not offered, which RFC 8446 section 4.1.3 forbids.";

constexpr ReasonRow kRows[] = {
    {SSL_R_WRONG_VERSION_NUMBER, "", "bytes that are not a TLS record", ""},
    {SSL_R_HTTP_REQUEST, "http request", "an HTTP request", ""},
    {SSL_R_HTTPS_PROXY_REQUEST, "https proxy request", "an HTTP CONNECT request", ""},
    {SSL_R_UNSUPPORTED_PROTOCOL, "", "a protocol version that was not offered",
     "Widen the range of versions, or let the server speak a version that is offered."},
    {SSL_R_WRONG_CIPHER_RETURNED, "", "a cipher suite that was not offered", kNotOffered},
    {SSL_R_UNKNOWN_CIPHER_RETURNED, "", "a cipher suite that was not offered", kNotOffered},
    {SSL_R_WRONG_CURVE, "", "a group that was not offered", kNotOffered},
    {SSL_R_WRONG_SIGNATURE_TYPE, "",
     "a signature algorithm that was not offered or does not fit "
     "the certificate",
     "Offer the algorithm, or let the server use one that was offered."},
    {SSL_R_UNSUPPORTED_COMPRESSION_ALGORITHM, "", "TLS compression, which was not offered",
     kNotOffered},
    {SSL_R_UNEXPECTED_EXTENSION, "bad extension", "an extension that was not offered", kBroken},
    {SSL_R_DUPLICATE_EXTENSION, "bad extension", "an extension twice", kBroken},
    {SSL_R_ERROR_PARSING_EXTENSION, "bad extension", "an extension that does not parse", kBroken},
    {SSL_R_PARSE_TLSEXT, "bad extension", "extensions that do not parse", kBroken},
    {SSL_R_MISSING_EXTENSION, "missing sigalgs extension",
     "a message without an extension that "
     "must be there",
     kBroken},
    {SSL_R_MISSING_KEY_SHARE, "no suitable key share", "a ServerHello without a key share",
     kBroken},
    {SSL_R_DECODE_ERROR, "length mismatch", "a message that does not parse", kBroken},
    {SSL_R_BAD_PACKET_LENGTH, "", "a message of the wrong length", kBroken},
    {SSL_R_LENGTH_MISMATCH, "", "a message of the wrong length", kBroken},
    {SSL_R_EXCESS_HANDSHAKE_DATA, "unexpected message", "more handshake data where none may be",
     kBroken},
    {SSL_R_EXCESSIVE_MESSAGE_SIZE, "", "a message that is too large", ""},
    {SSL_R_UNCOMPRESSED_CERT_TOO_LARGE, "excessive message size",
     "a compressed certificate message that is too large", ""},
    {SSL_R_CERT_DECOMPRESSION_FAILED, "bad decompression",
     "a compressed certificate message that does not unpack", kBroken},
    {SSL_R_UNKNOWN_CERT_COMPRESSION_ALG, "invalid compression algorithm",
     "a certificate compressed in a way that was not offered", kNotOffered},
    {SSL_R_UNEXPECTED_MESSAGE, "", "a message that does not belong there", kBroken},
    {SSL_R_UNEXPECTED_RECORD, "bad record type", "a record of the wrong type", kBroken},
    {SSL_R_INVALID_OUTER_RECORD_TYPE, "bad record type", "a record of the wrong type", kBroken},
    {SSL_R_APPLICATION_DATA_INSTEAD_OF_HANDSHAKE, "app data in handshake", "application data",
     kBroken},
    {SSL_R_APP_DATA_IN_HANDSHAKE, "", "application data", kBroken},
    {SSL_R_CCS_RECEIVED_EARLY, "unexpected ccs message", "change_cipher_spec too early", kBroken},
    {SSL_R_BAD_CHANGE_CIPHER_SPEC, "", "a malformed change_cipher_spec", kBroken},
    {SSL_R_BAD_ALERT, "invalid alert", "a malformed alert", kBroken},
    {SSL_R_UNKNOWN_ALERT_TYPE, "", "an alert of an unknown level", kBroken},
    {SSL_R_TOO_MANY_WARNING_ALERTS, "too many warn alerts", "warning alerts without end", kBroken},
    {SSL_R_TOO_MANY_EMPTY_FRAGMENTS, "record too small", "empty records without end", kBroken},
    {SSL_R_TOO_MANY_KEY_UPDATES, "", "KeyUpdates without end", kBroken},
    {SSL_R_DECRYPTION_FAILED_OR_BAD_RECORD_MAC, "", "a record that does not decrypt", kCorrupted},
    {SSL_R_DECRYPTION_FAILED, "decryption failed or bad record mac",
     "a record that does not decrypt", kCorrupted},
    {SSL_R_DIGEST_CHECK_FAILED, "", "a Finished message with the wrong value", kCorrupted},
    {SSL_R_BAD_SIGNATURE, "", "a signature that does not verify with the certificate's key",
     "The server's private key does not belong to its certificate, or the handshake was tampered "
     "with."},
    {SSL_R_BAD_ECPOINT, "", "a key share that is not a point of its group", kBroken},
    {SSL_R_ENCRYPTED_LENGTH_TOO_LONG, "", "a record longer than TLS allows", kBroken},
    {SSL_R_DATA_LENGTH_TOO_LONG, "", "a record longer than TLS allows", kBroken},
    {SSL_R_RECORD_TOO_LARGE, "packet length too long", "a record longer than TLS allows", kBroken},
    {SSL_R_TLS13_DOWNGRADE, "inappropriate fallback",
     "the mark of a downgrade: the server speaks a higher version than it was seen to choose",
     "Something between changes the handshake (RFC 8446 section 4.1.3)."},
    {SSL_R_RENEGOTIATION_MISMATCH, "", "the wrong renegotiation_info", kCorrupted},
    {SSL_R_RENEGOTIATION_EMS_MISMATCH, "inconsistent extms",
     "a renegotiation that changes extended_master_secret", kBroken},
    {SSL_R_SERVER_CERT_CHANGED, "certificate verify failed",
     "another certificate in a renegotiation",
     "A server may not change its certificate within a connection here."},
    {SSL_R_NO_RENEGOTIATION, "", "yet another wish to renegotiate", kBroken},
    {SSL_R_BAD_HELLO_REQUEST, "", "a malformed HelloRequest", kBroken},
    {SSL_R_KEY_USAGE_BIT_INCORRECT, "wrong certificate type",
     "a certificate whose keyUsage forbids what its key is used for",
     "Issue the certificate with keyUsage digitalSignature (and keyEncipherment for RSA key "
     "exchange)."},
    {SSL_R_WRONG_CERTIFICATE_TYPE, "", "a certificate whose key does not fit the cipher suite",
     kBroken},
    {SSL_R_UNKNOWN_CERTIFICATE_TYPE, "", "a certificate with a key this program cannot use",
     "Keys of RSA, P-224, P-256, P-384, P-521 and Ed25519 can be used."},
    {SSL_R_ECC_CERT_NOT_FOR_SIGNING, "bad ecc cert",
     "an EC certificate whose keyUsage forbids signing",
     "Issue the certificate with keyUsage digitalSignature."},
    {SSL_R_BAD_ECC_CERT, "", "a certificate on a curve that was not offered",
     "Offer the curve among the groups."},
    {SSL_R_CANNOT_PARSE_LEAF_CERT, "bad length", "a certificate that does not parse",
     "Look at the file the server loads its certificate from."},
    {SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE, "", "no certificate", kBroken},
    {SSL_R_TLS_PEER_DID_NOT_RESPOND_WITH_CERTIFICATE_LIST, "", "no certificate", kBroken},
    {SSL_R_NO_COMMON_SIGNATURE_ALGORITHMS, "no suitable signature algorithm",
     "a request for a client signature our key cannot make",
     "Use a client certificate whose key fits what the server asks for."},
    {SSL_R_PRIVATE_KEY_OPERATION_FAILED, "", "no signature from our private key", ""},
    {SSL_R_NO_CIPHERS_AVAILABLE, "", "no cipher suite for the versions offered",
     "Name cipher suites that belong to the versions offered."},
    {SSL_R_NO_SUPPORTED_VERSIONS_ENABLED, "no protocols available", "no version to offer",
     "Allow one of TLS 1.0 to TLS 1.3."},
    {SSL_R_INVALID_ALPN_PROTOCOL, "bad extension", "an ALPN protocol that was not offered",
     kNotOffered},
    {SSL_R_INVALID_SCT_LIST, "bad extension", "an SCT list that does not parse", kBroken},
    {SSL_R_SERVER_ECHOED_INVALID_SESSION_ID, "invalid session id",
     "a session id that was never given out", kBroken},
    {SSL_R_SECOND_SERVERHELLO_VERSION_MISMATCH, "bad hrr version",
     "another version after HelloRetryRequest", kBroken},
    {SSL_R_EMPTY_HELLO_RETRY_REQUEST, "no change following hrr",
     "a HelloRetryRequest that asks for nothing", kBroken},
    {SSL_R_CERTIFICATE_VERIFY_FAILED, "", "certificates that were refused", ""},
};

}  // namespace

const ReasonRow* FindReason(int reason) {
  const ReasonRow* row = std::ranges::find(kRows, reason, &ReasonRow::reason);
  return row == std::end(kRows) ? nullptr : row;
}

}  // namespace tlsprobe
