// ParsePrivateKey: every container OpenSSL writes keys in.
#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/bytestring.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs8.h>

#include <algorithm>
#include <span>
#include <string_view>

#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/tls/client_credential.h"
#include "tlsprobe/tls/engine_outcome.h"

namespace tlsprobe {
namespace {

absl::Status KeyError(const ClientMaterial& client, std::string_view problem) {
  return InvalidArgument(fmt::format("{}: {}", client.key_name, problem));
}

absl::Status NotAKey(const ClientMaterial& client) {
  return KeyError(client,
                  "expected a private key (PKCS#8, PKCS#1 or SEC 1, as PEM or DER), got something "
                  "else. Name the file that holds the key");
}

absl::Status MissingPassPhrase(const ClientMaterial& client) {
  return KeyError(client,
                  "expected a pass phrase, since the key is encrypted, got none. Give it "
                  "with -pass");
}

absl::Status WrongPassPhrase(const ClientMaterial& client) {
  return KeyError(client,
                  "expected the pass phrase that decrypts the key, got another one. Check "
                  "what -pass gives");
}

struct ErrorCode {
  int library;
  int reason;
};
constexpr ErrorCode kUnsupportedKeyType[] = {
    {ERR_LIB_EVP, EVP_R_UNSUPPORTED_ALGORITHM},
    {ERR_LIB_EC, EC_R_UNKNOWN_GROUP},
};
constexpr ErrorCode kUnsupportedEncryption[] = {
    {ERR_LIB_PEM, PEM_R_UNSUPPORTED_ENCRYPTION},
    {ERR_LIB_PKCS8, PKCS8_R_UNKNOWN_ALGORITHM},
    {ERR_LIB_PKCS8, PKCS8_R_UNKNOWN_CIPHER},
    {ERR_LIB_PKCS8, PKCS8_R_UNKNOWN_DIGEST},
    {ERR_LIB_PKCS8, PKCS8_R_UNSUPPORTED_CIPHER},
    {ERR_LIB_PKCS8, PKCS8_R_UNSUPPORTED_KEY_DERIVATION_FUNCTION},
    {ERR_LIB_PKCS8, PKCS8_R_UNSUPPORTED_OPTIONS},
    {ERR_LIB_PKCS8, PKCS8_R_UNSUPPORTED_PRF},
    {ERR_LIB_PKCS8, PKCS8_R_UNSUPPORTED_SALT_TYPE},
};

bool AnyOf(const std::vector<uint32_t>& errors, std::span<const ErrorCode> codes) {
  return std::ranges::any_of(errors, [codes](uint32_t error) {
    return std::ranges::any_of(codes, [error](const ErrorCode& code) {
      return ERR_GET_LIB(error) == code.library && ERR_GET_REASON(error) == code.reason;
    });
  });
}

absl::Status UnsupportedKeyType(const ClientMaterial& client) {
  return KeyError(client,
                  "expected a key of type RSA, P-224, P-256, P-384, P-521 or Ed25519, got an "
                  "unsupported key type");
}

// Why a key could not be read, from BoringSSL's queue, which this empties.
absl::Status ExplainFailure(const ClientMaterial& client, bool encrypted) {
  const std::vector<uint32_t> errors = DrainErrors();
  if (AnyOf(errors, kUnsupportedEncryption)) {
    return KeyError(client,
                    "expected an encryption this program knows (PBES2 with AES or 3DES and "
                    "HMAC-SHA1 or HMAC-SHA256, or PEM with AES or 3DES), got another. Write the "
                    "key anew with openssl pkcs8 -topk8");
  }
  if (AnyOf(errors, kUnsupportedKeyType)) return UnsupportedKeyType(client);
  return encrypted ? WrongPassPhrase(client) : NotAKey(client);
}

bool HasHeader(const PemBlock& block, std::string_view name) {
  return std::ranges::any_of(block.headers,
                             [name](const auto& header) { return header.first == name; });
}

bool IsKeyLabel(std::string_view label) {
  return label == "PRIVATE KEY" || label.ends_with(" PRIVATE KEY");
}

bool LooksLikePem(BytesView bytes) {
  return AsText(bytes).find("-----BEGIN") != std::string_view::npos;
}

// Hands libcrypto the pass phrase; asked without one it gives up.
int GivePassPhrase(char* out, int size, int, void* argument) {
  const auto& client = *static_cast<const ClientMaterial*>(argument);
  if (!client.has_pass_phrase || size < 0) return -1;
  if (client.pass_phrase.size() > static_cast<size_t>(size)) return -1;
  std::ranges::copy(client.pass_phrase, out);
  return static_cast<int>(client.pass_phrase.size());
}

absl::StatusOr<bssl::UniquePtr<EVP_PKEY>> ParsePemKey(const ClientMaterial& client) {
  const absl::StatusOr<std::vector<PemBlock>> blocks = ParsePem(AsText(client.private_key));
  if (!blocks.ok()) return KeyError(client, Message(blocks.status()));
  const auto block = std::ranges::find_if(
      *blocks, [](const PemBlock& candidate) { return IsKeyLabel(candidate.label); });
  if (block == blocks->end()) return NotAKey(client);
  const bool encrypted = block->label == "ENCRYPTED PRIVATE KEY" || HasHeader(*block, "DEK-Info");
  if (encrypted && !client.has_pass_phrase) return MissingPassPhrase(client);

  const BytesView text = BytesView(client.private_key).subspan(block->offset);
  bssl::UniquePtr<BIO> bio(BIO_new_mem_buf(text.data(), static_cast<ossl_ssize_t>(text.size())));
  bssl::UniquePtr<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, GivePassPhrase,
                                                        const_cast<ClientMaterial*>(&client)));
  if (!key) return ExplainFailure(client, encrypted);
  return key;
}

// EncryptedPrivateKeyInfo (RFC 5958 section 3): an AlgorithmIdentifier and an OCTET STRING, where
// PKCS#8, PKCS#1 and SEC 1 keys begin with a version.
bool IsEncryptedPkcs8(BytesView der) {
  CBS in(der);
  CBS outer;
  CBS algorithm;
  CBS data;
  return CBS_get_asn1(&in, &outer, CBS_ASN1_SEQUENCE) &&
         CBS_get_asn1(&outer, &algorithm, CBS_ASN1_SEQUENCE) &&
         CBS_get_asn1(&outer, &data, CBS_ASN1_OCTETSTRING) && CBS_len(&outer) == 0;
}

absl::StatusOr<bssl::UniquePtr<EVP_PKEY>> ParseDerKey(const ClientMaterial& client) {
  const BytesView der = client.private_key;
  if (IsEncryptedPkcs8(der)) {
    if (!client.has_pass_phrase) return MissingPassPhrase(client);
    CBS in(der);
    bssl::UniquePtr<EVP_PKEY> key(PKCS8_parse_encrypted_private_key(&in, client.pass_phrase.data(),
                                                                    client.pass_phrase.size()));
    if (!key) return ExplainFailure(client, true);
    return key;
  }
  const uint8_t* at = der.data();
  bssl::UniquePtr<EVP_PKEY> key(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size())));
  if (!key) return ExplainFailure(client, false);
  return key;
}

bool LibsslCanUse(const EVP_PKEY* key) {
  switch (EVP_PKEY_id(key)) {
    case EVP_PKEY_RSA:
    case EVP_PKEY_EC:
    case EVP_PKEY_ED25519:
      return true;
    default:
      return false;
  }
}

}  // namespace

absl::StatusOr<bssl::UniquePtr<EVP_PKEY>> ParsePrivateKey(const ClientMaterial& client) {
  ERR_clear_error();
  if (client.private_key.empty()) {
    return KeyError(client, "expected a private key, got nothing. Name its file with -key");
  }
  absl::StatusOr<bssl::UniquePtr<EVP_PKEY>> key =
      LooksLikePem(client.private_key) ? ParsePemKey(client) : ParseDerKey(client);
  ERR_clear_error();
  if (!key.ok()) return key;
  if (!LibsslCanUse(key->get())) {
    return UnsupportedKeyType(client);
  }
  return key;
}

}  // namespace tlsprobe
