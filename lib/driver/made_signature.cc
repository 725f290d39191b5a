#include "tlsprobe/driver/made_signature.h"

#include <openssl/bytestring.h>
#include <openssl/digest.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/mem.h>
#include <openssl/rsa.h>

#include <string_view>

#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/der.h"

namespace tlsprobe {
namespace {

// In the order of MadeDigest.
struct DigestRow {
  const EVP_MD* (*md)();
  std::string_view hash_oid, rsa_oid, ecdsa_oid;  // empty: there is none
};
constexpr DigestRow kDigests[] = {
    {EVP_md5, "1.2.840.113549.2.5", "1.2.840.113549.1.1.4", ""},
    {EVP_sha1, "1.3.14.3.2.26", "1.2.840.113549.1.1.5", "1.2.840.10045.4.1"},
    {EVP_sha256, "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2"},
    {EVP_sha384, "2.16.840.1.101.3.4.2.2", "1.2.840.113549.1.1.12", "1.2.840.10045.4.3.3"},
    {EVP_sha512, "2.16.840.1.101.3.4.2.3", "1.2.840.113549.1.1.13", "1.2.840.10045.4.3.4"},
};

constexpr std::string_view kEd25519Oid = "1.3.101.112";
constexpr std::string_view kPssOid = "1.2.840.113549.1.1.10";
constexpr std::string_view kMgf1Oid = "1.2.840.113549.1.1.8";

absl::StatusOr<bssl::UniquePtr<EVP_PKEY>> ParseKey(BytesView pkcs8) {
  CBS in(pkcs8);
  bssl::UniquePtr<EVP_PKEY> key(EVP_parse_private_key(&in));
  ERR_clear_error();
  if (!key || CBS_len(&in) != 0) {
    return InvalidArgument("certificate maker: expected a private key in PKCS#8 DER");
  }
  return key;
}

// What to sign with: one key, one digest, one padding.
struct Signer {
  EVP_PKEY* key = nullptr;
  const DigestRow* digest = nullptr;  // null for Ed25519
  bool pss = false;
  int salt_bytes = 0;
  Bytes algorithm = {};  // AlgorithmIdentifier
};

Bytes Algorithm(std::string_view oid, BytesView parameters) {
  return Der(kDerSequence, {*DerObjectId(oid), parameters});
}

// RSASSA-PSS-params (RFC 4055 section 3.1) with MGF1 over the same digest.
Bytes PssParameters(const DigestRow& digest, int salt_bytes) {
  const Bytes hash = Algorithm(digest.hash_oid, Der(kDerNull, BytesView()));
  const Bytes mask = Algorithm(kMgf1Oid, hash);
  const Bytes salt = DerUint(static_cast<uint64_t>(salt_bytes));
  return Der(kDerSequence,
             {Der(kDerContextConstructed, hash), Der(kDerContextConstructed + 1, mask),
              Der(kDerContextConstructed + 2, salt)});
}

absl::StatusOr<Signer> ChooseSigner(EVP_PKEY* key, const SignatureSpec& spec) {
  Signer signer = {.key = key};
  const int kind = EVP_PKEY_id(key);
  if (kind == EVP_PKEY_ED25519) {
    signer.algorithm = Algorithm(kEd25519Oid, {});
    return signer;
  }
  signer.digest = &kDigests[static_cast<size_t>(spec.digest)];
  if (kind != EVP_PKEY_RSA) {
    if (signer.digest->ecdsa_oid.empty()) {
      return InvalidArgument("certificate maker: expected SHA-1 or better for ECDSA, got MD5");
    }
    signer.algorithm = Algorithm(signer.digest->ecdsa_oid, {});
    return signer;
  }
  signer.pss = spec.pss;
  if (!signer.pss) {
    signer.algorithm = Algorithm(signer.digest->rsa_oid, Der(kDerNull, BytesView()));
    return signer;
  }
  const int digest_bytes = static_cast<int>(EVP_MD_size(signer.digest->md()));
  signer.salt_bytes = spec.pss_salt_bytes >= 0 ? spec.pss_salt_bytes : digest_bytes;
  signer.algorithm = Algorithm(kPssOid, PssParameters(*signer.digest, signer.salt_bytes));
  return signer;
}

absl::StatusOr<Bytes> Sign(const Signer& signer, BytesView message) {
  bssl::ScopedEVP_MD_CTX context;
  EVP_PKEY_CTX* options = nullptr;
  const EVP_MD* md = signer.digest == nullptr ? nullptr : signer.digest->md();
  size_t length = 0;
  Bytes signature;
  bool good = EVP_DigestSignInit(context.get(), &options, md, nullptr, signer.key) == 1;
  if (good && signer.pss) {
    good = EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(options, signer.salt_bytes) == 1;
  }
  good = good && EVP_DigestSign(context.get(), nullptr, &length, message.data(), message.size());
  signature.resize(length);
  good = good &&
         EVP_DigestSign(context.get(), signature.data(), &length, message.data(), message.size());
  ERR_clear_error();
  if (!good) {
    return InvalidArgument(
        "certificate maker: the issuer's key cannot sign with this digest and padding. Take a "
        "longer key or a shorter digest");
  }
  signature.resize(length);
  return signature;
}

// SEQUENCE { tbs, algorithm, BIT STRING }.
Bytes Assemble(BytesView tbs, BytesView algorithm, BytesView signature) {
  const Bytes no_unused_bits = {0};
  return Der(kDerSequence, {tbs, algorithm, Der(kDerBitString, {no_unused_bits, signature})});
}

}  // namespace

absl::StatusOr<Bytes> MakeSigned(BytesView private_key, const SignatureSpec& spec,
                                 const MakeTbs& tbs) {
  const auto key = ParseKey(private_key);
  if (!key.ok()) return key.status();
  const absl::StatusOr<Signer> signer = ChooseSigner(key->get(), spec);
  if (!signer.ok()) return signer.status();
  const absl::StatusOr<Bytes> message =
      tbs(spec.inner_algorithm.empty() ? signer->algorithm : spec.inner_algorithm);
  if (!message.ok()) return message.status();
  absl::StatusOr<Bytes> signature = Sign(*signer, *message);
  if (!signature.ok()) return signature.status();
  if (spec.corrupt_signature) signature->back() ^= 1;
  return Assemble(*message, spec.outer_algorithm.empty() ? signer->algorithm : spec.outer_algorithm,
                  *signature);
}

absl::StatusOr<Bytes> PublicKeyInfo(BytesView private_key) {
  const auto key = ParseKey(private_key);
  if (!key.ok()) return key.status();
  bssl::ScopedCBB out;
  uint8_t* data = nullptr;
  size_t length = 0;
  if (!CBB_init(out.get(), 128) || !EVP_marshal_public_key(out.get(), key->get()) ||
      !CBB_finish(out.get(), &data, &length)) {
    return absl::InternalError("certificate maker: the public key cannot be encoded");
  }
  const bssl::UniquePtr<uint8_t> owner(data);
  return Bytes(data, data + length);
}

}  // namespace tlsprobe
