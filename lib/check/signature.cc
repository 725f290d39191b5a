#include "tlsprobe/check/signature.h"

#include <openssl/bytestring.h>
#include <openssl/digest.h>
#include <openssl/dsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/nid.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "tlsprobe/check/ed448.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {

class VerifyingKey {
 public:
  VerifyingKey(bssl::UniquePtr<EVP_PKEY> key, const PublicKey& source)
      : key_(std::move(key)),
        bytes_(source.key),
        pss_only_(source.type == KeyType::kRsaPss),
        pss_parameters_(source.parameters) {}

  // Null for an Ed448 key.
  EVP_PKEY* key() const { return key_.get(); }
  BytesView bytes() const { return bytes_; }
  // An id-RSASSA-PSS key: no other padding, and its parameters bind signatures (RFC 4055
  // section 3.3).
  bool pss_only() const { return pss_only_; }
  BytesView pss_parameters() const { return pss_parameters_; }

 private:
  bssl::UniquePtr<EVP_PKEY> key_;
  Bytes bytes_;
  bool pss_only_;
  Bytes pss_parameters_;
};

namespace {

struct DigestRow {
  std::string_view name;
  std::string_view oid;
  const EVP_MD* (*md)();
  bool pkcs1;  // BoringSSL has the DigestInfo prefix
};
constexpr DigestRow kDigests[] = {
    {"SHA256", "2.16.840.1.101.3.4.2.1", EVP_sha256, true},
    {"SHA384", "2.16.840.1.101.3.4.2.2", EVP_sha384, true},
    {"SHA512", "2.16.840.1.101.3.4.2.3", EVP_sha512, true},
    {"SHA1", "1.3.14.3.2.26", EVP_sha1, true},
    {"SHA224", "2.16.840.1.101.3.4.2.4", EVP_sha224, true},
    {"MD5", "1.2.840.113549.2.5", EVP_md5, true},
    {"SHA512-256", "2.16.840.1.101.3.4.2.6", EVP_sha512_256, false},
};

const DigestRow* FindDigest(std::string_view name) {
  const auto* row = std::ranges::find(kDigests, name, &DigestRow::name);
  return row == std::end(kDigests) ? nullptr : row;
}

BytesView ViewOf(const CBS& in) { return {CBS_data(&in), CBS_len(&in)}; }

struct PssParameters {
  const DigestRow* digest = nullptr;
  const DigestRow* mask_digest = nullptr;
  uint64_t salt_bytes = 20;
};

constexpr CBS_ASN1_TAG Explicit(unsigned number) {
  return CBS_ASN1_CONTEXT_SPECIFIC | CBS_ASN1_CONSTRUCTED | number;
}

// The digest of an AlgorithmIdentifier; false where it does not parse, null where it is unknown.
bool ReadDigest(CBS* in, const DigestRow** digest) {
  CBS algorithm, oid;
  if (!CBS_get_asn1(in, &algorithm, CBS_ASN1_SEQUENCE) ||
      !CBS_get_asn1(&algorithm, &oid, CBS_ASN1_OBJECT)) {
    return false;
  }
  const auto* row = std::ranges::find(kDigests, DottedOid(ViewOf(oid)), &DigestRow::oid);
  *digest = row == std::end(kDigests) ? nullptr : row;
  return true;
}

// RSASSA-PSS-params, RFC 4055 section 3.1. False where they do not parse.
bool ParsePss(BytesView der, PssParameters& out) {
  CBS in(der), sequence, field, mask, oid;
  int present = 0;
  uint64_t trailer = 0;
  out.digest = out.mask_digest = FindDigest("SHA1");
  if (!CBS_get_asn1(&in, &sequence, CBS_ASN1_SEQUENCE) || CBS_len(&in) != 0) return false;
  if (!CBS_get_optional_asn1(&sequence, &field, &present, Explicit(0))) return false;
  if (present && !ReadDigest(&field, &out.digest)) return false;
  if (!CBS_get_optional_asn1(&sequence, &field, &present, Explicit(1))) return false;
  if (present) {
    if (!CBS_get_asn1(&field, &mask, CBS_ASN1_SEQUENCE) ||
        !CBS_get_asn1(&mask, &oid, CBS_ASN1_OBJECT) ||
        DottedOid(ViewOf(oid)) != "1.2.840.113549.1.1.8" || !ReadDigest(&mask, &out.mask_digest)) {
      return false;
    }
  }
  return CBS_get_optional_asn1_uint64(&sequence, &out.salt_bytes, Explicit(2), 20) &&
         CBS_get_optional_asn1_uint64(&sequence, &trailer, Explicit(3), 1) && trailer == 1 &&
         CBS_len(&sequence) == 0;
}

bool IsRsaPublicKey(BytesView key) {
  CBS in(key), sequence, modulus, exponent;
  return CBS_get_asn1(&in, &sequence, CBS_ASN1_SEQUENCE) &&
         CBS_get_asn1(&sequence, &modulus, CBS_ASN1_INTEGER) &&
         CBS_get_asn1(&sequence, &exponent, CBS_ASN1_INTEGER) && CBS_len(&sequence) == 0;
}

bssl::UniquePtr<EVP_PKEY> ParseKey(const PublicKey& key) {
  if (key.type != KeyType::kRsaPss) {
    CBS in(key.spki);
    return bssl::UniquePtr<EVP_PKEY>(EVP_parse_public_key(&in));
  }
  // BoringSSL's SubjectPublicKeyInfo parser does not know this key type; the key is plain RSA.
  bssl::UniquePtr<RSA> rsa(RSA_public_key_from_bytes(key.key.data(), key.key.size()));
  bssl::UniquePtr<EVP_PKEY> parsed(EVP_PKEY_new());
  if (!rsa || !parsed || !EVP_PKEY_set1_RSA(parsed.get(), rsa.get())) return nullptr;
  return parsed;
}

constexpr size_t kEd448KeyBytes = 57;

// A key that BoringSSL refuses may still be one OpenSSL would take.
KeyState StateOfRefused(const PublicKey& key) {
  switch (key.type) {
    case KeyType::kRsa:
    case KeyType::kRsaPss:
      return IsRsaPublicKey(key.key) ? KeyState::kNotSupported : KeyState::kBroken;
    case KeyType::kEc: {
      const bool explicit_curve = key.curve_oid.empty() && !key.parameters.empty();
      if (explicit_curve) return KeyState::kNotSupported;
      // A curve BoringSSL has: it is the point that is wrong. One that nobody knows: the same.
      constexpr std::string_view kOurCurves[] = {"1.2.840.10045.3.1.7", "1.3.132.0.34",
                                                 "1.3.132.0.35", "1.3.132.0.33"};
      const bool ours = std::ranges::find(kOurCurves, key.curve_oid) != std::end(kOurCurves);
      const bool named = EcCurveName(key.curve_oid) != key.curve_oid;
      return named && !ours ? KeyState::kNotSupported : KeyState::kBroken;
    }
    case KeyType::kEd448:
      return key.key.size() == kEd448KeyBytes ? KeyState::kUsable : KeyState::kBroken;
    case KeyType::kX448:
    case KeyType::kX25519:
    case KeyType::kDh:
      return KeyState::kNotSupported;
    case KeyType::kUnknown:
    case KeyType::kEd25519:
    case KeyType::kDsa:
      break;
  }
  return KeyState::kBroken;
}

struct Signed {
  BytesView message;
  BytesView signature;
};

SignatureVerdict Verdict(bool good) {
  return good ? SignatureVerdict::kGood : SignatureVerdict::kBad;
}

SignatureVerdict VerifyDigest(EVP_PKEY* key, const EVP_MD* md, const Signed& input) {
  bssl::ScopedEVP_MD_CTX context;
  return Verdict(EVP_DigestVerifyInit(context.get(), nullptr, md, nullptr, key) == 1 &&
                 EVP_DigestVerify(context.get(), input.signature.data(), input.signature.size(),
                                  input.message.data(), input.message.size()) == 1);
}

// The parameters of an id-RSASSA-PSS key are the least a signature must have.
bool KeyAllows(const VerifyingKey& key, const PssParameters& used) {
  if (!key.pss_only() || key.pss_parameters().empty()) return true;
  PssParameters required;
  return ParsePss(key.pss_parameters(), required) && required.digest == used.digest &&
         required.mask_digest == used.mask_digest && required.salt_bytes <= used.salt_bytes;
}

SignatureVerdict VerifyPss(const VerifyingKey& key, BytesView parameters, const Signed& input) {
  PssParameters pss;
  // A salt above any modulus BoringSSL takes would not fit an int.
  if (!ParsePss(parameters, pss) || pss.salt_bytes > 4096) return SignatureVerdict::kBad;
  if (pss.digest == nullptr || pss.mask_digest == nullptr) return SignatureVerdict::kNotSupported;
  if (!KeyAllows(key, pss)) return SignatureVerdict::kBad;
  bssl::ScopedEVP_MD_CTX context;
  EVP_PKEY_CTX* options = nullptr;
  return Verdict(
      EVP_DigestVerifyInit(context.get(), &options, pss.digest->md(), nullptr, key.key()) == 1 &&
      EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
      EVP_PKEY_CTX_set_rsa_mgf1_md(options, pss.mask_digest->md()) == 1 &&
      EVP_PKEY_CTX_set_rsa_pss_saltlen(options, static_cast<int>(pss.salt_bytes)) == 1 &&
      EVP_DigestVerify(context.get(), input.signature.data(), input.signature.size(),
                       input.message.data(), input.message.size()) == 1);
}

SignatureVerdict VerifyDsa(EVP_PKEY* key, const EVP_MD* md, const Signed& input) {
  CBS in(input.signature);
  bssl::UniquePtr<DSA_SIG> signature(DSA_SIG_parse(&in));
  DSA* dsa = EVP_PKEY_get0_DSA(key);
  uint8_t digest[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  return Verdict(
      signature != nullptr && CBS_len(&in) == 0 && dsa != nullptr &&
      EVP_Digest(input.message.data(), input.message.size(), digest, &length, md, nullptr) == 1 &&
      DSA_do_verify(digest, length, signature.get(), dsa) == 1);
}

SignatureVerdict VerifyWith(const VerifyingKey& key, const SignatureAlgorithm& algorithm,
                            const Signed& input) {
  const SignatureInfo info = DescribeSignature(algorithm);
  if (info.key == "Ed448") {
    return Verdict(Ed448Verifies(key.bytes(), input.message, input.signature));
  }
  if (info.key == "Ed25519") return VerifyDigest(key.key(), nullptr, input);
  // A key that can be used here is on another curve.
  if (info.key == "SM2") return SignatureVerdict::kBad;
  if (info.key == "RSA-PSS") return VerifyPss(key, algorithm.parameters, input);
  const DigestRow* digest = FindDigest(info.digest);
  if (digest == nullptr) return SignatureVerdict::kNotSupported;
  if (info.key == "DSA") return VerifyDsa(key.key(), digest->md(), input);
  if (info.key == "RSA" && !digest->pkcs1) return SignatureVerdict::kNotSupported;
  if (info.key == "RSA" || info.key == "ECDSA") return VerifyDigest(key.key(), digest->md(), input);
  return SignatureVerdict::kNotSupported;
}

bool SameAlgorithm(const SignatureAlgorithm& a, const SignatureAlgorithm& b) {
  return a.oid == b.oid && a.parameters == b.parameters;
}

SignatureVerdict CheckSigned(const SignatureAlgorithm& algorithm, const Signed& input,
                             const LoadedKey& key) {
  // EVP looks at the key alone: without this an RSA key would verify what claims to be ECDSA.
  if (!AlgorithmFitsKey(algorithm, key.type)) return SignatureVerdict::kBad;
  if (key.state != KeyState::kUsable) return SignatureVerdict::kNotSupported;
  const SignatureVerdict verdict = VerifyWith(*key.key, algorithm, input);
  ERR_clear_error();
  return verdict;
}

}  // namespace

LoadedKey LoadKey(const PublicKey& key) {
  bssl::UniquePtr<EVP_PKEY> parsed = ParseKey(key);
  ERR_clear_error();
  const KeyState state = parsed ? KeyState::kUsable : StateOfRefused(key);
  if (state != KeyState::kUsable) return {.state = state, .type = key.type};
  return {.state = KeyState::kUsable,
          .type = key.type,
          .key = std::make_shared<const VerifyingKey>(std::move(parsed), key)};
}

SignatureVerdict CheckSignature(const Certificate& certificate, const LoadedKey& key) {
  // RFC 5280 section 4.1.1.2.
  if (!SameAlgorithm(certificate.tbs_signature, certificate.signature_algorithm)) {
    return SignatureVerdict::kBad;
  }
  return CheckSigned(certificate.signature_algorithm,
                     {.message = certificate.tbs, .signature = certificate.signature}, key);
}

SignatureVerdict CheckSignature(const Crl& crl, const LoadedKey& key) {
  // RFC 5280 section 5.1.1.2.
  if (!SameAlgorithm(crl.tbs_signature, crl.signature_algorithm)) return SignatureVerdict::kBad;
  return CheckSigned(crl.signature_algorithm, {.message = crl.tbs(), .signature = crl.signature},
                     key);
}

bool AlgorithmFitsKey(const SignatureAlgorithm& algorithm, KeyType type) {
  struct Row {
    std::string_view key;
    KeyType type;
  };
  constexpr Row kRows[] = {
      {"RSA", KeyType::kRsa},     {"RSA-PSS", KeyType::kRsa}, {"RSA-PSS", KeyType::kRsaPss},
      {"ECDSA", KeyType::kEc},    {"DSA", KeyType::kDsa},     {"Ed25519", KeyType::kEd25519},
      {"Ed448", KeyType::kEd448}, {"SM2", KeyType::kEc},
  };
  const std::string key = DescribeSignature(algorithm).key;
  return std::ranges::any_of(kRows,
                             [&](const Row& row) { return row.key == key && row.type == type; });
}

}  // namespace tlsprobe
