#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "tlsprobe/check/chain_words.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

struct PurposeWords {
  Purpose purpose;
  std::string_view use;
  std::string_view needs;
};
constexpr PurposeWords kPurposes[] = {
    {Purpose::kSslServer, "a TLS server", "the extended key usage serverAuth"},
    {Purpose::kNsSslServer, "a TLS server with RSA key exchange",
     "the extended key usage serverAuth and the key usage keyEncipherment"},
    {Purpose::kSslClient, "a TLS client", "the extended key usage clientAuth"},
    {Purpose::kSmimeSign, "signing mail", "the extended key usage emailProtection"},
    {Purpose::kSmimeEncrypt, "encrypting mail", "the extended key usage emailProtection"},
    {Purpose::kCrlSign, "signing CRLs", "the key usage cRLSign"},
    {Purpose::kOcspHelper, "an OCSP responder", "the extended key usage OCSPSigning"},
    {Purpose::kTimestampSign, "time stamping",
     "the extended key usage timeStamping, alone and critical"},
};

// What a security level wants, and the least that is customary and fits.
struct LevelWords {
  int bits;
  std::string_view key;
  std::string_view digest;
};
constexpr LevelWords kLevels[] = {
    {0, "of any kind", "any digest"},
    {80, "RSA 2048 bits or EC P-256", "SHA-256"},
    {112, "RSA 2048 bits or EC P-256", "SHA-256"},
    {128, "RSA 3072 bits, EC P-256 or Ed25519", "SHA-256"},
    {192, "RSA 7680 bits or EC P-384", "SHA-384"},
    {256, "RSA 15360 bits or EC P-521", "SHA-512"},
};
const LevelWords& WordsOfLevel(int level) {
  return kLevels[std::clamp(level, 0, static_cast<int>(std::size(kLevels)) - 1)];
}

}  // namespace

Words WrongPurpose(const ChainFault& it) {
  const auto* row = std::ranges::find(kPurposes, it.input.options.purpose, &PurposeWords::purpose);
  const bool known = row != std::end(kPurposes);
  return {.text = fmt::format("{} is not meant for {}: its key usage or extended key usage does "
                              "not allow it",
                              it.who(), known ? row->use : "this use"),
          .advice = fmt::format("Have it issued with {} and a fitting key usage{}.",
                                known ? row->needs : "the extended key usage of that use",
                                it.input.options.purpose == Purpose::kSslServer
                                    ? ""
                                    : ", or check it for another use (-purpose)")};
}

Words WeakKey(const ChainFault& it) {
  const PublicKey& key = it.certificate().public_key;
  const LevelWords& level = WordsOfLevel(it.chain.auth_level);
  return {.text = fmt::format("{} has an {}, {} bits of strength: too weak for security level {}, "
                              "which wants {}",
                              it.who(), KeyWords(key), KeySecurityBits(key), it.chain.auth_level,
                              level.bits),
          .advice = fmt::format("Make a new key of at least {}, and have a certificate issued for "
                                "it.",
                                level.key)};
}

Words WeakDigest(const ChainFault& it) {
  const SignatureAlgorithm& algorithm = it.certificate().signature_algorithm;
  const LevelWords& level = WordsOfLevel(it.chain.auth_level);
  return {
      .text = fmt::format("{} is signed with {}: too weak for security level {}, which wants "
                          "{} bits of strength",
                          it.who(), OidLongName(algorithm.oid), it.chain.auth_level, level.bits),
      .advice = fmt::format("Have it issued anew with {} or better.", level.digest)};
}

}  // namespace tlsprobe
