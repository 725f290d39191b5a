#include "tlsprobe/driver/trusted_certificate.h"

#include <openssl/bytestring.h>

#include <algorithm>
#include <array>
#include <utility>

namespace tlsprobe {
namespace {

constexpr unsigned kContext0 = CBS_ASN1_CONTEXT_SPECIFIC | CBS_ASN1_CONSTRUCTED | 0;

constexpr std::array<uint8_t, 4> kAnyUse = {0x55, 0x1d, 0x25, 0};  // 2.5.29.37.0

// The last number of the use, 1.3.6.1.5.5.7.3.N, that settings must name for a purpose; nullopt for
// kAny, which is for kAnyUse itself.
std::optional<uint8_t> UseOf(Purpose purpose) {
  switch (purpose) {
    case Purpose::kSslServer:
    case Purpose::kNsSslServer:
      return 1;  // serverAuth
    case Purpose::kSslClient:
      return 2;  // clientAuth
    case Purpose::kSmimeSign:
    case Purpose::kSmimeEncrypt:
      return 4;  // emailProtection
    case Purpose::kTimestampSign:
      return 8;  // timeStamping
    case Purpose::kAny:
    case Purpose::kCrlSign:
    case Purpose::kOcspHelper:
      break;
  }
  return std::nullopt;
}

// True where a SEQUENCE OF OBJECT IDENTIFIER names the use of `purpose`, or any use.
bool NamesUse(CBS uses, Purpose purpose) {
  const std::optional<uint8_t> number = UseOf(purpose);
  const std::array<uint8_t, 8> use = {0x2b, 6, 1, 5, 5, 7, 3, number.value_or(0)};
  CBS oid;
  while (CBS_get_asn1(&uses, &oid, CBS_ASN1_OBJECT)) {
    if (number && CBS_mem_equal(&oid, use.data(), use.size())) return true;
    if (CBS_mem_equal(&oid, kAnyUse.data(), kAnyUse.size())) return true;
  }
  return false;
}

// CertAux of OpenSSL: SEQUENCE { trust SEQUENCE OF OID OPTIONAL, reject [0] IMPLICIT SEQUENCE OF
// OID OPTIONAL, … }, judged as obj_trust of OpenSSL does. Settings that do not parse trust nothing.
bool SettingsAllow(BytesView bytes, Purpose purpose) {
  // OpenSSL's purposes of X509_TRUST_COMPAT.
  if (purpose == Purpose::kCrlSign || purpose == Purpose::kOcspHelper) return true;
  CBS settings, aux, trust, reject;
  CBS_init(&settings, bytes.data(), bytes.size());
  int has_trust = 0;
  int has_reject = 0;
  if (!CBS_get_asn1(&settings, &aux, CBS_ASN1_SEQUENCE) ||
      !CBS_get_optional_asn1(&aux, &trust, &has_trust, CBS_ASN1_SEQUENCE) ||
      !CBS_get_optional_asn1(&aux, &reject, &has_reject, kContext0)) {
    return false;
  }
  if (has_reject && NamesUse(reject, purpose)) return false;
  return !has_trust || NamesUse(trust, purpose);
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

std::optional<Bytes> DecodeCertificate(const RawPemBlock& block) {
  std::optional<Decoded> decoded = Decode(block);
  if (!decoded) return std::nullopt;
  decoded->der.resize(decoded->size);
  return std::move(decoded->der);
}

std::optional<Bytes> DecodeTrusted(const RawPemBlock& block, Purpose purpose) {
  std::optional<Decoded> decoded = Decode(block);
  if (!decoded) return std::nullopt;
  const BytesView settings = BytesView(decoded->der).subspan(decoded->size);
  if (!settings.empty() && !SettingsAllow(settings, purpose)) return std::nullopt;
  decoded->der.resize(decoded->size);
  return std::move(decoded->der);
}

bool IsRejected(const RawPemBlock& block, Purpose purpose) {
  return DecodeCertificate(block) && !DecodeTrusted(block, purpose);
}

}  // namespace tlsprobe
