#include "tlsprobe/wire/tls_names.h"

#include <algorithm>

#include "fmt/format.h"

namespace tlsprobe {
namespace {

struct Row {
  uint16_t number;
  std::string_view name;
};

// "TLS ExtensionType Values", and at the end three that were never registered but are met.
constexpr Row kExtensions[] = {
    {0, "server_name"},
    {1, "max_fragment_length"},
    {2, "client_certificate_url"},
    {3, "trusted_ca_keys"},
    {4, "truncated_hmac"},
    {5, "status_request"},
    {6, "user_mapping"},
    {7, "client_authz"},
    {8, "server_authz"},
    {9, "cert_type"},
    {10, "supported_groups"},
    {11, "ec_point_formats"},
    {12, "srp"},
    {13, "signature_algorithms"},
    {14, "use_srtp"},
    {15, "heartbeat"},
    {16, "application_layer_protocol_negotiation"},
    {17, "status_request_v2"},
    {18, "signed_certificate_timestamp"},
    {19, "client_certificate_type"},
    {20, "server_certificate_type"},
    {21, "padding"},
    {22, "encrypt_then_mac"},
    {23, "extended_master_secret"},
    {24, "token_binding"},
    {25, "cached_info"},
    {26, "tls_lts"},
    {27, "compress_certificate"},
    {28, "record_size_limit"},
    {29, "pwd_protect"},
    {30, "pwd_clear"},
    {31, "password_salt"},
    {32, "ticket_pinning"},
    {33, "tls_cert_with_extern_psk"},
    {34, "delegated_credential"},
    {35, "session_ticket"},
    {36, "TLMSP"},
    {37, "TLMSP_proxying"},
    {38, "TLMSP_delegate"},
    {39, "supported_ekt_ciphers"},
    {41, "pre_shared_key"},
    {42, "early_data"},
    {43, "supported_versions"},
    {44, "cookie"},
    {45, "psk_key_exchange_modes"},
    {47, "certificate_authorities"},
    {48, "oid_filters"},
    {49, "post_handshake_auth"},
    {50, "signature_algorithms_cert"},
    {51, "key_share"},
    {52, "transparency_info"},
    {53, "connection_id_deprecated"},
    {54, "connection_id"},
    {55, "external_id_hash"},
    {56, "external_session_id"},
    {57, "quic_transport_parameters"},
    {58, "ticket_request"},
    {59, "dnssec_chain"},
    {60, "sequence_number_encryption_algorithms"},
    {61, "rrc"},
    {62, "tls_flags"},
    {64768, "ech_outer_extensions"},
    {65037, "encrypted_client_hello"},
    {65281, "renegotiation_info"},
    {13172, "next_protocol_negotiation"},
    {17513, "application_settings"},
    {30032, "channel_id"},
};

// "TLS HandshakeType", spelt as the RFCs' sections are.
constexpr Row kHandshakeTypes[] = {
    {0, "HelloRequest"},
    {1, "ClientHello"},
    {2, "ServerHello"},
    {3, "HelloVerifyRequest"},
    {4, "NewSessionTicket"},
    {5, "EndOfEarlyData"},
    {6, "HelloRetryRequest"},
    {8, "EncryptedExtensions"},
    {9, "RequestConnectionId"},
    {10, "NewConnectionId"},
    {11, "Certificate"},
    {12, "ServerKeyExchange"},
    {13, "CertificateRequest"},
    {14, "ServerHelloDone"},
    {15, "CertificateVerify"},
    {16, "ClientKeyExchange"},
    {17, "ClientCertificateRequest"},
    {20, "Finished"},
    {21, "CertificateURL"},
    {22, "CertificateStatus"},
    {23, "SupplementalData"},
    {24, "KeyUpdate"},
    {25, "CompressedCertificate"},
    {26, "EKTKey"},
    {67, "NextProtocol"},
    {254, "MessageHash"},
};

// The spelling of OpenSSL's SSL_get_version.
constexpr Row kVersions[] = {
    {0x0002, "SSLv2"},    {0x0300, "SSLv3"},    {0x0301, "TLSv1"},    {0x0302, "TLSv1.1"},
    {0x0303, "TLSv1.2"},  {0x0304, "TLSv1.3"},  {0x0100, "DTLSv0.9"}, {0xfeff, "DTLSv1"},
    {0xfefd, "DTLSv1.2"}, {0xfefc, "DTLSv1.3"},
};

// "TLS ClientCertificateType Identifiers".
constexpr Row kClientCertificateTypes[] = {
    {1, "rsa_sign"},      {2, "dss_sign"},         {3, "rsa_fixed_dh"},
    {4, "dss_fixed_dh"},  {5, "rsa_ephemeral_dh"}, {6, "dss_ephemeral_dh"},
    {20, "fortezza_dms"}, {22, "gost_sign256"},    {23, "gost_sign512"},
    {64, "ecdsa_sign"},   {65, "rsa_fixed_ecdh"},  {66, "ecdsa_fixed_ecdh"},
};

template <size_t kCount>
std::string_view Find(const Row (&rows)[kCount], uint16_t number) {
  const Row* row = std::ranges::find(rows, number, &Row::number);
  return row == std::end(rows) ? std::string_view() : row->name;
}

// Numbers kept free so that peers stay tolerant: 0x0a0a, 0x1a1a … 0xfafa (RFC 8701 section 2).
bool IsGrease(uint16_t number) {
  return (number & 0x0f0f) == 0x0a0a && number >> 8 == (number & 0xff);
}

template <size_t kCount>
std::string NameOrHex(const Row (&rows)[kCount], uint16_t number, int digits) {
  const std::string_view name = Find(rows, number);
  return name.empty() ? fmt::format("0x{:0{}x}", number, digits) : std::string(name);
}

}  // namespace

std::string ExtensionName(uint16_t type) {
  if (IsGrease(type)) return fmt::format("grease_0x{:04x}", type);
  return NameOrHex(kExtensions, type, 4);
}

std::string HandshakeTypeName(uint8_t type) { return NameOrHex(kHandshakeTypes, type, 2); }

std::string TlsVersionName(uint16_t version) { return NameOrHex(kVersions, version, 4); }

std::string ClientCertificateTypeName(uint8_t type) {
  return NameOrHex(kClientCertificateTypes, type, 2);
}

std::string ExpectedMessage(std::string_view awaited, std::string_view last) {
  if (last.empty()) return "a handshake";
  if (awaited.empty()) return fmt::format("an answer after {}", last);
  // Only Finished is sent by both.
  if (awaited == last) return fmt::format("the server's {} after ours", awaited);
  return fmt::format("{} after {}", awaited, last);
}

}  // namespace tlsprobe
