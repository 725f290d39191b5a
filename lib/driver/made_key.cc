// New private keys of each kind.
#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/bytestring.h>
#include <openssl/ec_key.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/mem.h>
#include <openssl/nid.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/certificate_maker.h"

namespace tlsprobe {
namespace {

bssl::UniquePtr<EVP_PKEY> NewEcKey(int curve) {
  bssl::UniquePtr<EC_KEY> ec(EC_KEY_new_by_curve_name(curve));
  bssl::UniquePtr<EVP_PKEY> key(EVP_PKEY_new());
  if (!ec || !key || !EC_KEY_generate_key(ec.get()) || !EVP_PKEY_set1_EC_KEY(key.get(), ec.get())) {
    return nullptr;
  }
  return key;
}

bssl::UniquePtr<EVP_PKEY> NewRsaKey(int bits) {
  bssl::UniquePtr<RSA> rsa(RSA_new());
  bssl::UniquePtr<BIGNUM> exponent(BN_new());
  bssl::UniquePtr<EVP_PKEY> key(EVP_PKEY_new());
  if (!rsa || !exponent || !key || !BN_set_word(exponent.get(), RSA_F4) ||
      !RSA_generate_key_ex(rsa.get(), bits, exponent.get(), nullptr) ||
      !EVP_PKEY_set1_RSA(key.get(), rsa.get())) {
    return nullptr;
  }
  return key;
}

bssl::UniquePtr<EVP_PKEY> NewKey(MadeKeyKind kind, int rsa_bits) {
  switch (kind) {
    case MadeKeyKind::kP224:
      return NewEcKey(NID_secp224r1);
    case MadeKeyKind::kP256:
      return NewEcKey(NID_X9_62_prime256v1);
    case MadeKeyKind::kP384:
      return NewEcKey(NID_secp384r1);
    case MadeKeyKind::kP521:
      return NewEcKey(NID_secp521r1);
    case MadeKeyKind::kRsa:
      return NewRsaKey(rsa_bits);
    case MadeKeyKind::kEd25519:
      break;
  }
  uint8_t seed[32];
  RAND_bytes(seed, sizeof(seed));
  return bssl::UniquePtr<EVP_PKEY>(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed, sizeof(seed)));
}

}  // namespace

absl::StatusOr<Bytes> MakeKey(MadeKeyKind kind, int rsa_bits) {
  if (kind == MadeKeyKind::kRsa && (rsa_bits < 512 || rsa_bits > 8192)) {
    return InvalidArgument(fmt::format(
        "certificate maker: expected an RSA key of 512 to 8192 bits, got {}", rsa_bits));
  }
  const bssl::UniquePtr<EVP_PKEY> key = NewKey(kind, rsa_bits);
  bssl::ScopedCBB out;
  uint8_t* data = nullptr;
  size_t length = 0;
  if (!key || !CBB_init(out.get(), 256) || !EVP_marshal_private_key(out.get(), key.get()) ||
      !CBB_finish(out.get(), &data, &length)) {
    ERR_clear_error();
    return absl::InternalError("certificate maker: the key cannot be made");
  }
  const bssl::UniquePtr<uint8_t> owner(data);
  return Bytes(data, data + length);
}

std::string PrivateKeyPem(BytesView pkcs8) { return ToPem("PRIVATE KEY", pkcs8); }

}  // namespace tlsprobe
