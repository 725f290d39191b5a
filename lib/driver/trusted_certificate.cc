#include "tlsprobe/driver/trusted_certificate.h"

#include <openssl/bytestring.h>

#include <algorithm>
#include <array>
#include <utility>

namespace tlsprobe {
namespace {

constexpr unsigned kContext0 = CBS_ASN1_CONTEXT_SPECIFIC | CBS_ASN1_CONSTRUCTED | 0;

// Takes tag and length of a SEQUENCE off `in` and stays inside it, also where its content is cut
// off.
bool EnterSequence(CBS& in) {
  uint8_t tag = 0;
  uint8_t length = 0;
  if (!CBS_get_u8(&in, &tag) || tag != 0x30 || !CBS_get_u8(&in, &length)) return false;
  return length < 0x80 || CBS_skip(&in, length & 0x7f) == 1;
}

// True where a SEQUENCE OF OBJECT IDENTIFIER names server authentication (1.3.6.1.5.5.7.3.1) or
// any use (2.5.29.37.0).
bool NamesServerAuthentication(CBS uses) {
  constexpr std::array<uint8_t, 8> kServerAuth = {0x2b, 6, 1, 5, 5, 7, 3, 1};
  constexpr std::array<uint8_t, 4> kAnyUse = {0x55, 0x1d, 0x25, 0};
  CBS oid;
  while (CBS_get_asn1(&uses, &oid, CBS_ASN1_OBJECT)) {
    if (CBS_mem_equal(&oid, kServerAuth.data(), kServerAuth.size())) return true;
    if (CBS_mem_equal(&oid, kAnyUse.data(), kAnyUse.size())) return true;
  }
  return false;
}

// CertAux of OpenSSL: SEQUENCE { trust SEQUENCE OF OID OPTIONAL, reject [0] IMPLICIT SEQUENCE OF
// OID OPTIONAL, … }. Settings that do not parse trust nothing.
bool SettingsAllowServers(BytesView bytes) {
  CBS settings, aux, trust, reject;
  CBS_init(&settings, bytes.data(), bytes.size());
  int has_trust = 0;
  int has_reject = 0;
  if (!CBS_get_asn1(&settings, &aux, CBS_ASN1_SEQUENCE) ||
      !CBS_get_optional_asn1(&aux, &trust, &has_trust, CBS_ASN1_SEQUENCE) ||
      !CBS_get_optional_asn1(&aux, &reject, &has_reject, kContext0)) {
    return false;
  }
  if (has_reject && NamesServerAuthentication(reject)) return false;
  return !has_trust || NamesServerAuthentication(trust);
}

// What a block holds: a certificate, and behind its first `size` bytes settings, where it may have
// some.
struct Decoded {
  Bytes der = {};
  size_t size = 0;
};

std::optional<Decoded> Decode(const RawPemBlock& block) {
  if (!IsCertificateLabel(block.label)) return std::nullopt;
  absl::StatusOr<Bytes> der = FromBase64(block.base64);
  if (!der.ok()) return std::nullopt;
  CBS in, certificate;
  CBS_init(&in, der->data(), der->size());
  if (!CBS_get_asn1_element(&in, &certificate, CBS_ASN1_SEQUENCE)) return std::nullopt;
  const size_t size = CBS_len(&certificate);
  if (CBS_len(&in) > 0 && !block.label.starts_with("TRUSTED")) return std::nullopt;
  return Decoded{.der = *std::move(der), .size = size};
}

}  // namespace

bool IsCertificateLabel(std::string_view label) {
  constexpr std::array<std::string_view, 3> kLabels = {"CERTIFICATE", "TRUSTED CERTIFICATE",
                                                       "X509 CERTIFICATE"};
  return std::find(kLabels.begin(), kLabels.end(), label) != kLabels.end();
}

std::optional<BytesView> SubjectOf(BytesView der) {
  CBS in, skipped, subject;
  CBS_init(&in, der.data(), der.size());
  if (!EnterSequence(in) || !EnterSequence(in) ||
      !CBS_get_optional_asn1(&in, &skipped, nullptr, kContext0) ||  // version
      !CBS_get_asn1(&in, &skipped, CBS_ASN1_INTEGER) ||             // serial
      !CBS_get_asn1(&in, &skipped, CBS_ASN1_SEQUENCE) ||            // signature
      !CBS_get_asn1(&in, &skipped, CBS_ASN1_SEQUENCE) ||            // issuer
      !CBS_get_asn1(&in, &skipped, CBS_ASN1_SEQUENCE) ||            // validity
      !CBS_get_asn1_element(&in, &subject, CBS_ASN1_SEQUENCE)) {
    return std::nullopt;
  }
  return BytesView(CBS_data(&subject), CBS_len(&subject));
}

std::optional<Bytes> DecodeCertificate(const RawPemBlock& block) {
  std::optional<Decoded> decoded = Decode(block);
  if (!decoded) return std::nullopt;
  decoded->der.resize(decoded->size);
  return std::move(decoded->der);
}

std::optional<Bytes> DecodeTrusted(const RawPemBlock& block) {
  std::optional<Decoded> decoded = Decode(block);
  if (!decoded) return std::nullopt;
  const BytesView settings = BytesView(decoded->der).subspan(decoded->size);
  if (!settings.empty() && !SettingsAllowServers(settings)) return std::nullopt;
  decoded->der.resize(decoded->size);
  return std::move(decoded->der);
}

}  // namespace tlsprobe
