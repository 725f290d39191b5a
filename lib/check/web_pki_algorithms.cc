// Rules for keys, and for how certificates are signed.
#include <fmt/format.h>
#include <openssl/bytestring.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "tlsprobe/check/web_pki_rules.h"
#include "tlsprobe/check/words.h"
#include "tlsprobe/wire/cbs.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view kRsaPss = "1.2.840.113549.1.1.10";

struct CurveRow {
  std::string_view curve;
  std::string_view signature;  // the one that a key on it makes
  std::string_view digest;
  std::string_view parameters;  // of the key, DER
};
constexpr CurveRow kCurves[] = {
    {"1.2.840.10045.3.1.7", "1.2.840.10045.4.3.2", "SHA-256",
     "\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07"},
    {"1.3.132.0.34", "1.2.840.10045.4.3.3", "SHA-384", "\x06\x05\x2b\x81\x04\x00\x22"sv},
    {"1.3.132.0.35", "1.2.840.10045.4.3.4", "SHA-512", "\x06\x05\x2b\x81\x04\x00\x23"sv},
};

constexpr std::string_view kRsaSignatures[] = {"1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12",
                                               "1.2.840.113549.1.1.13"};

// What differs between the parameters of RSASSA-PSS that are allowed: the last byte of the digest's
// OID, and the length of the salt.
struct PssRow {
  uint8_t digest;
  uint8_t salt;
};
constexpr PssRow kPss[] = {{0x01, 0x20}, {0x02, 0x30}, {0x03, 0x40}};

Bytes PssParameters(const PssRow& row) {
  return {0x30, 0x34, 0xa0,       0x0f, 0x30, 0x0d,       0x06, 0x09, 0x60, 0x86,    0x48,
          0x01, 0x65, 0x03,       0x04, 0x02, row.digest, 0x05, 0x00, 0xa1, 0x1c,    0x30,
          0x1a, 0x06, 0x09,       0x2a, 0x86, 0x48,       0x86, 0xf7, 0x0d, 0x01,    0x01,
          0x08, 0x30, 0x0d,       0x06, 0x09, 0x60,       0x86, 0x48, 0x01, 0x65,    0x03,
          0x04, 0x02, row.digest, 0x05, 0x00, 0xa2,       0x03, 0x02, 0x01, row.salt};
}

bool IsNull(const Bytes& parameters) { return parameters == Bytes{0x05, 0x00}; }

bool EncodedAsAllowed(const SignatureAlgorithm& algorithm) {
  if (std::ranges::find(kRsaSignatures, algorithm.oid) != std::end(kRsaSignatures)) {
    return IsNull(algorithm.parameters);
  }
  if (algorithm.oid == kRsaPss) {
    return std::ranges::any_of(
        kPss, [&](const PssRow& row) { return algorithm.parameters == PssParameters(row); });
  }
  const bool known =
      std::ranges::find(kCurves, algorithm.oid, &CurveRow::signature) != std::end(kCurves);
  return known && algorithm.parameters.empty();
}

bool IsBrokenDigest(const Certificate& certificate) {
  constexpr std::string_view kBroken[] = {"SHA1", "SHA", "MD5", "MD4", "MD2", "MDC2"};
  const std::string digest = DescribeSignature(certificate.signature_algorithm).digest;
  return std::ranges::find(kBroken, digest) != std::end(kBroken);
}

std::string BrokenDigest(const WebPkiSubject& it) {
  if (!IsBrokenDigest(it.certificate)) return "";
  return fmt::format("is signed with {}", OidLongName(it.certificate.signature_algorithm.oid));
}

std::string SignatureEncoding(const WebPkiSubject& it) {
  const Certificate& certificate = it.certificate;
  if (IsBrokenDigest(certificate)) return "";  // said already
  if (EncodedAsAllowed(certificate.tbs_signature) &&
      EncodedAsAllowed(certificate.signature_algorithm)) {
    return "";
  }
  return fmt::format("is signed with {} in a form that is not among those allowed",
                     OidLongName(certificate.signature_algorithm.oid));
}

std::string EcdsaDigest(const WebPkiSubject& it) {
  if (it.issuer == nullptr) return "";
  const std::string& signature = it.certificate.signature_algorithm.oid;
  const auto* key = std::ranges::find(kCurves, it.issuer->public_key.curve_oid, &CurveRow::curve);
  const auto* used = std::ranges::find(kCurves, signature, &CurveRow::signature);
  if (key == std::end(kCurves) || used == std::end(kCurves) || key == used) return "";
  return fmt::format("is signed with {} by a key on {}, which must sign with {}", used->digest,
                     EcCurveName(key->curve), key->digest);
}

std::string KeyKind(const WebPkiSubject& it) {
  const PublicKey& key = it.certificate.public_key;
  if (key.type == KeyType::kRsa) return "";
  const bool named =
      std::ranges::find(kCurves, key.curve_oid, &CurveRow::curve) != std::end(kCurves);
  if (key.type == KeyType::kEc && named) return "";
  if (key.type == KeyType::kUnknown) return "has a key of an unknown kind";
  return fmt::format(
      "has the wrong kind of key, {}: only RSA and EC on P-256, P-384 and P-521 are allowed",
      KeyWords(key));
}

std::string RsaSize(const WebPkiSubject& it) {
  constexpr int kLeastBits = 2048;
  const PublicKey& key = it.certificate.public_key;
  if (key.type != KeyType::kRsa || key.bits >= kLeastBits) return "";
  return fmt::format("has an {}, of at least {} wanted", KeyWords(key), kLeastBits);
}

std::string RsaModulus(const WebPkiSubject& it) {
  const PublicKey& key = it.certificate.public_key;
  if (key.type != KeyType::kRsa || key.bits % 8 == 0) return "";
  return fmt::format("has an {}, a number that 8 does not divide", KeyWords(key));
}

// Big-endian, without zeros in front; empty where there is none to be read.
Bytes RsaExponent(const PublicKey& key) {
  CBS in(key.key), rsa, exponent;
  if (key.type != KeyType::kRsa || !CBS_get_asn1(&in, &rsa, CBS_ASN1_SEQUENCE) ||
      !CBS_get_asn1(&rsa, nullptr, CBS_ASN1_INTEGER) ||
      !CBS_get_asn1(&rsa, &exponent, CBS_ASN1_INTEGER)) {
    return {};
  }
  const BytesView content = View(exponent);
  const auto first = std::ranges::find_if(content, [](uint8_t byte) { return byte != 0; });
  return first == content.end() ? Bytes{0} : Bytes(first, content.end());
}

bool ExponentForbidden(BytesView exponent) {
  const bool one = exponent.size() == 1 && exponent[0] == 1;
  return one || exponent.back() % 2 == 0;
}

std::string RsaExponentForbidden(const WebPkiSubject& it) {
  const Bytes exponent = RsaExponent(it.certificate.public_key);
  if (exponent.empty() || !ExponentForbidden(exponent)) return "";
  return "has an RSA key whose public exponent is even, or 1";
}

std::string RsaExponentUnusual(const WebPkiSubject& it) {
  const Bytes exponent = RsaExponent(it.certificate.public_key);
  if (exponent.empty() || ExponentForbidden(exponent)) return "";
  const bool small = exponent.size() < 3;
  if (!small && exponent.size() <= 256 / 8) return "";
  return fmt::format("has an RSA key whose public exponent is {}",
                     small ? "smaller than 65537" : "larger than 256 bits");
}

std::string KeyEncoding(const WebPkiSubject& it) {
  const PublicKey& key = it.certificate.public_key;
  const auto* curve = std::ranges::find(kCurves, key.curve_oid, &CurveRow::curve);
  const bool good = key.type == KeyType::kRsa
                        ? IsNull(key.parameters) && key.algorithm_oid == "1.2.840.113549.1.1.1"
                        : curve == std::end(kCurves) || AsText(key.parameters) == curve->parameters;
  return good ? "" : fmt::format("has an {} in a form that is not allowed", KeyWords(key));
}

constexpr std::string_view kNewKey =
    "Make a new key, RSA of 2048 bits or more or EC on P-256 or P-384, and have the CA issue a "
    "certificate for it.";
constexpr std::string_view kNewSignature =
    "Have the CA issue it anew, signed with SHA-256 or better as the requirements spell it.";

constexpr WebPkiRule kRules[] = {
    {"webpki.signature.digest", Severity::kError, WebPkiScope::kAny, kAlways, "7.1.3.2",
     BrokenDigest, kNewSignature},
    {"webpki.signature.encoding", Severity::kWarning, WebPkiScope::kAny, kBrowserAlignment,
     "7.1.3.2", SignatureEncoding, kNewSignature},
    {"webpki.signature.ecdsa_digest", Severity::kWarning, WebPkiScope::kAny, kBrowserAlignment,
     "7.1.3.2.2", EcdsaDigest,
     "Have the CA issue it anew, signed with the digest that belongs to its key."},
    {"webpki.key.kind", Severity::kError, WebPkiScope::kAny, kAlways, "6.1.5", KeyKind, kNewKey},
    {"webpki.key.size", Severity::kError, WebPkiScope::kAny, kAlways, "6.1.5", RsaSize, kNewKey},
    {"webpki.key.modulus", Severity::kWarning, WebPkiScope::kAny, kAlways, "6.1.5", RsaModulus,
     kNewKey},
    {"webpki.key.exponent", Severity::kWarning, WebPkiScope::kAny, kAlways, "6.1.6",
     RsaExponentForbidden, kNewKey},
    {"webpki.key.exponent_unusual", Severity::kNotice, WebPkiScope::kAny, kAlways, "6.1.6",
     RsaExponentUnusual,
     "Make a new RSA key with the public exponent 65537, and have the CA issue a certificate for "
     "it."},
    {"webpki.key.encoding", Severity::kWarning, WebPkiScope::kAny, kBrowserAlignment, "7.1.3.1",
     KeyEncoding,
     "Have the CA issue it anew with the key's algorithm written as the requirements spell it."},
};

}  // namespace

std::span<const WebPkiRule> WebPkiAlgorithmRules() { return kRules; }

}  // namespace tlsprobe
