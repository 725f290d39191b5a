#include "tlsprobe/wire/handshake.h"

#include <openssl/bytestring.h>

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

constexpr uint16_t kTls12 = 0x0303, kTls13 = 0x0304;
constexpr uint16_t kSignatureAlgorithms = 13, kEarlyData = 42, kSupportedVersions = 43,
                   kCertificateAuthorities = 47;

// The random of a ServerHello that is a HelloRetryRequest: SHA-256 of "HelloRetryRequest"
// (RFC 8446 section 4.1.3).
constexpr uint8_t kHelloRetryRandom[32] = {
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

BytesView View(const CBS& cbs) { return {CBS_data(&cbs), CBS_len(&cbs)}; }

absl::Status Expected(std::string_view message, std::string_view what, BytesView body) {
  return InvalidArgument(
      fmt::format("{}: expected {}, got a message of {} bytes that does not follow this layout",
                  message, what, body.size()));
}

// Extension extensions<0..2^16-1> (RFC 8446 section 4.2)
bool TakeExtensions(CBS* in, std::vector<TlsExtension>& extensions) {
  CBS list, data;
  if (!CBS_get_u16_length_prefixed(in, &list)) return false;
  while (CBS_len(&list) != 0) {
    TlsExtension& extension = extensions.emplace_back();
    if (!CBS_get_u16(&list, &extension.type) || !CBS_get_u16_length_prefixed(&list, &data)) {
      return false;
    }
    extension.data = ToBytes(View(data));
  }
  return true;
}

const TlsExtension* Find(const std::vector<TlsExtension>& extensions, uint16_t type) {
  const auto found = std::ranges::find(extensions, type, &TlsExtension::type);
  return found == extensions.end() ? nullptr : &*found;
}

// A list of 16-bit numbers behind its 16-bit length.
bool TakeNumbers(CBS* in, std::vector<uint16_t>& numbers) {
  CBS list;
  if (!CBS_get_u16_length_prefixed(in, &list) || CBS_len(&list) % 2 != 0) return false;
  uint16_t number = 0;
  while (CBS_get_u16(&list, &number)) numbers.push_back(number);
  return true;
}

// DistinguishedName list<0..2^16-1>. A name that does not parse is kept as bytes alone.
bool TakeNames(CBS* in, std::vector<Name>& names) {
  CBS list, der;
  if (!CBS_get_u16_length_prefixed(in, &list)) return false;
  while (CBS_len(&list) != 0) {
    if (!CBS_get_u16_length_prefixed(&list, &der)) return false;
    absl::StatusOr<Name> name = ParseName(View(der));
    names.push_back(name.ok() ? *std::move(name) : Name{.der = ToBytes(View(der))});
  }
  return true;
}

// RFC 8446 section 4.3.2: a context, then extensions with what TLS 1.2 has as members.
absl::StatusOr<ClientCertificateRequest> ParseCertificateRequest13(
    BytesView body, std::vector<TlsExtension>* extensions) {
  CBS in(body), context;
  std::vector<TlsExtension> all;
  if (!CBS_get_u8_length_prefixed(&in, &context) || !TakeExtensions(&in, all) ||
      CBS_len(&in) != 0) {
    return Expected("CertificateRequest", "a context and extensions (RFC 8446 section 4.3.2)",
                    body);
  }
  ClientCertificateRequest request;
  if (const TlsExtension* algorithms = Find(all, kSignatureAlgorithms)) {
    CBS data(algorithms->data);
    if (!TakeNumbers(&data, request.signature_algorithms) || CBS_len(&data) != 0) {
      return Expected("CertificateRequest", "a list of signature algorithms in its extension",
                      body);
    }
  }
  if (const TlsExtension* authorities = Find(all, kCertificateAuthorities)) {
    CBS data(authorities->data);
    if (!TakeNames(&data, request.ca_names) || CBS_len(&data) != 0) {
      return Expected("CertificateRequest", "a list of CA names in its extension", body);
    }
  }
  if (extensions != nullptr) *extensions = std::move(all);
  return request;
}

}  // namespace

absl::StatusOr<ServerHello> ParseServerHello(BytesView body) {
  CBS in(body), random, session_id;
  ServerHello hello;
  if (!CBS_get_u16(&in, &hello.legacy_version) || !CBS_get_bytes(&in, &random, 32) ||
      !CBS_get_u8_length_prefixed(&in, &session_id) || CBS_len(&session_id) > 32 ||
      !CBS_get_u16(&in, &hello.cipher_suite) || !CBS_get_u8(&in, &hello.compression)) {
    return Expected("ServerHello",
                    "version, random, session id, suite and compression (RFC 8446 section 4.1.3)",
                    body);
  }
  // TLS 1.2 and below may end here (RFC 5246 section 7.4.1.3).
  if (CBS_len(&in) != 0 && (!TakeExtensions(&in, hello.extensions) || CBS_len(&in) != 0)) {
    return Expected("ServerHello", "extensions up to the end (RFC 8446 section 4.2)", body);
  }
  hello.random = ToBytes(View(random));
  hello.session_id = ToBytes(View(session_id));
  hello.hello_retry = std::ranges::equal(hello.random, kHelloRetryRandom);
  hello.version = hello.legacy_version;
  if (const TlsExtension* selected = Find(hello.extensions, kSupportedVersions)) {
    CBS data(selected->data);
    if (!CBS_get_u16(&data, &hello.version) || CBS_len(&data) != 0) {
      return Expected("ServerHello", "2 bytes in supported_versions (RFC 8446 section 4.2.1)",
                      body);
    }
  }
  return hello;
}

absl::StatusOr<std::vector<TlsExtension>> ParseEncryptedExtensions(BytesView body) {
  CBS in(body);
  std::vector<TlsExtension> extensions;
  if (!TakeExtensions(&in, extensions) || CBS_len(&in) != 0) {
    return Expected("EncryptedExtensions", "extensions (RFC 8446 section 4.3.1)", body);
  }
  return extensions;
}

absl::StatusOr<std::vector<CertificateEntry>> ParseCertificateMessage(BytesView body, bool tls13) {
  const std::string_view layout =
      tls13 ? "a context and a list of certificates with extensions (RFC 8446 section 4.4.2)"
            : "a list of certificates (RFC 5246 section 7.4.2)";
  CBS in(body), context, list, der;
  if ((tls13 && !CBS_get_u8_length_prefixed(&in, &context)) ||
      !CBS_get_u24_length_prefixed(&in, &list) || CBS_len(&in) != 0) {
    return Expected("Certificate", layout, body);
  }
  std::vector<CertificateEntry> entries;
  while (CBS_len(&list) != 0) {
    CertificateEntry& entry = entries.emplace_back();
    if (!CBS_get_u24_length_prefixed(&list, &der) ||
        (tls13 && !TakeExtensions(&list, entry.extensions))) {
      return Expected("Certificate", layout, body);
    }
    entry.der = ToBytes(View(der));
  }
  return entries;
}

absl::StatusOr<ClientCertificateRequest> ParseCertificateRequest(
    BytesView body, uint16_t version, std::vector<TlsExtension>* extensions) {
  if (version >= kTls13) return ParseCertificateRequest13(body, extensions);
  CBS in(body), types;
  ClientCertificateRequest request;
  if (!CBS_get_u8_length_prefixed(&in, &types) ||
      (version >= kTls12 && !TakeNumbers(&in, request.signature_algorithms)) ||
      !TakeNames(&in, request.ca_names) || CBS_len(&in) != 0) {
    return Expected("CertificateRequest",
                    version >= kTls12
                        ? "types, signature algorithms and CA names (RFC 5246 section 7.4.4)"
                        : "types and CA names (RFC 4346 section 7.4.4)",
                    body);
  }
  request.certificate_types = ToBytes(View(types));
  return request;
}

absl::StatusOr<NewSessionTicket> ParseNewSessionTicket(BytesView body, bool tls13) {
  CBS in(body), nonce, ticket;
  CBS_init(&nonce, nullptr, 0);
  NewSessionTicket message;
  if (!CBS_get_u32(&in, &message.lifetime) ||
      (tls13 &&
       (!CBS_get_u32(&in, &message.age_add) || !CBS_get_u8_length_prefixed(&in, &nonce))) ||
      !CBS_get_u16_length_prefixed(&in, &ticket) ||
      (tls13 && !TakeExtensions(&in, message.extensions)) || CBS_len(&in) != 0) {
    return Expected("NewSessionTicket",
                    tls13 ? "lifetime, age, nonce, ticket and extensions (RFC 8446 section 4.6.1)"
                          : "lifetime and ticket (RFC 5077 section 3.3)",
                    body);
  }
  message.nonce = ToBytes(View(nonce));
  message.ticket = ToBytes(View(ticket));
  if (const TlsExtension* early_data = Find(message.extensions, kEarlyData)) {
    CBS data(early_data->data);
    if (!CBS_get_u32(&data, &message.max_early_data) || CBS_len(&data) != 0) {
      return Expected("NewSessionTicket", "4 bytes in early_data (RFC 8446 section 4.2.10)", body);
    }
  }
  return message;
}

}  // namespace tlsprobe
