// Public keys and the signatures they verify. MD5 and SHA-1 signatures are computed like all
// others: how strong they are is for the authentication level to judge.
#ifndef TLSPROBE_CHECK_SIGNATURE_H_
#define TLSPROBE_CHECK_SIGNATURE_H_

#include <cstdint>
#include <memory>

#include "tlsprobe/model/certificate.h"
#include "tlsprobe/model/crl.h"

namespace tlsprobe {

// A public key made ready once, to verify with any number of times. Immutable.
class VerifyingKey;

enum class KeyState : uint8_t {
  kUsable,
  kNotSupported,  // well-formed, but of a kind this build cannot compute with
  kBroken,        // cannot be decoded, also not by OpenSSL
};

struct LoadedKey {
  KeyState state = KeyState::kBroken;
  KeyType type = KeyType::kUnknown;
  std::shared_ptr<const VerifyingKey> key = {};  // only with kUsable
};

LoadedKey LoadKey(const PublicKey& key);

enum class SignatureVerdict : uint8_t { kGood, kBad, kNotSupported };

// CheckSignature says whether `key` made the signature of `certificate` (RFC 5280 section
// 4.1.1.3) or `crl` (section 5.1.1.3). kNotSupported: this build has no code for the algorithm or
// the key, nothing is known.
SignatureVerdict CheckSignature(const Certificate& certificate, const LoadedKey& key);
SignatureVerdict CheckSignature(const Crl& crl, const LoadedKey& key);

// AlgorithmFitsKey is true where signatures of `algorithm` are made by keys of that type.
bool AlgorithmFitsKey(const SignatureAlgorithm& algorithm, KeyType type);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_SIGNATURE_H_
