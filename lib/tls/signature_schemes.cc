// Signature algorithms: IANA's "TLS SignatureScheme" with the words OpenSSL uses for them.
#include <algorithm>
#include <string>

#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/tls/suites.h"

namespace tlsprobe {
namespace {

// In OpenSSL's order, which decides what "RSA-PSS+SHA256" means: the first row with these two.
constexpr SignatureScheme kSchemes[] = {
    {0x0403, "ecdsa_secp256r1_sha256", "ECDSA", "SHA256", true},
    {0x0503, "ecdsa_secp384r1_sha384", "ECDSA", "SHA384", true},
    {0x0603, "ecdsa_secp521r1_sha512", "ECDSA", "SHA512", true},
    {0x0807, "ed25519", "Ed25519", "", true},
    {0x0808, "ed448", "Ed448", "", false},
    {0x0303, "ecdsa_sha224", "ECDSA", "SHA224", false},
    {0x0203, "ecdsa_sha1", "ECDSA", "SHA1", true},
    {0x0804, "rsa_pss_rsae_sha256", "RSA-PSS", "SHA256", true},
    {0x0805, "rsa_pss_rsae_sha384", "RSA-PSS", "SHA384", true},
    {0x0806, "rsa_pss_rsae_sha512", "RSA-PSS", "SHA512", true},
    {0x0809, "rsa_pss_pss_sha256", "RSA-PSS", "SHA256", false},
    {0x080A, "rsa_pss_pss_sha384", "RSA-PSS", "SHA384", false},
    {0x080B, "rsa_pss_pss_sha512", "RSA-PSS", "SHA512", false},
    {0x0401, "rsa_pkcs1_sha256", "RSA", "SHA256", true},
    {0x0501, "rsa_pkcs1_sha384", "RSA", "SHA384", true},
    {0x0601, "rsa_pkcs1_sha512", "RSA", "SHA512", true},
    {0x0301, "rsa_pkcs1_sha224", "RSA", "SHA224", false},
    {0x0201, "rsa_pkcs1_sha1", "RSA", "SHA1", true},
    {0x0101, "rsa_pkcs1_md5", "RSA", "MD5", false},
    {0x0402, "dsa_sha256", "DSA", "SHA256", false},
    {0x0502, "dsa_sha384", "DSA", "SHA384", false},
    {0x0602, "dsa_sha512", "DSA", "SHA512", false},
    {0x0302, "dsa_sha224", "DSA", "SHA224", false},
    {0x0202, "dsa_sha1", "DSA", "SHA1", false},
    {0x0708, "sm2sig_sm3", "SM2", "SM3", false},
    {0x0709, "gostr34102012_256a", "gost2012_256", "md_gost12_256", false},
    {0x070A, "gostr34102012_256b", "gost2012_256", "md_gost12_256", false},
    {0x070B, "gostr34102012_256c", "gost2012_256", "md_gost12_256", false},
    {0x070C, "gostr34102012_256d", "gost2012_256", "md_gost12_256", false},
    {0x070D, "gostr34102012_512a", "gost2012_512", "md_gost12_512", false},
    {0x070E, "gostr34102012_512b", "gost2012_512", "md_gost12_512", false},
    {0x070F, "gostr34102012_512c", "gost2012_512", "md_gost12_512", false},
    {0xEEEE, "gostr34102012_256_gostr34112012_256", "gost2012_256", "md_gost12_256", false},
    {0xEFEF, "gostr34102012_512_gostr34112012_512", "gost2012_512", "md_gost12_512", false},
    {0xEDED, "gostr34102001_gostr3411", "gost2001", "md_gost94", false},
    {0x081A, "ecdsa_brainpoolP256r1tls13_sha256", "ECDSA", "SHA256", false},
    {0x081B, "ecdsa_brainpoolP384r1tls13_sha384", "ECDSA", "SHA384", false},
    {0x081C, "ecdsa_brainpoolP512r1tls13_sha512", "ECDSA", "SHA512", false},
    {0x0904, "mldsa44", "ML-DSA-44", "", false},
    {0x0905, "mldsa65", "ML-DSA-65", "", false},
    {0x0906, "mldsa87", "ML-DSA-87", "", false},
};

std::string OfferedNames() {
  std::string names;
  for (const SignatureScheme& scheme : kSchemes) {
    if (!scheme.offered) continue;
    if (!names.empty()) names += ", ";
    names += scheme.iana;
  }
  return names;
}

// "ECDSA+SHA256", "PSS+SHA256", or a name of IANA's; null where it is none.
const SignatureScheme* FindByWord(std::string_view word) {
  const size_t plus = word.find('+');
  const std::string_view key = word.substr(0, plus);
  const std::string_view digest = plus == word.npos ? "" : word.substr(plus + 1);
  const std::string_view long_key = EqualsIgnoreCase(key, "PSS") ? "RSA-PSS" : key;
  for (const SignatureScheme& scheme : kSchemes) {
    if (plus == word.npos && EqualsIgnoreCase(scheme.iana, word)) return &scheme;
    if (plus == word.npos || scheme.digest.empty()) continue;
    if (EqualsIgnoreCase(scheme.key, long_key) && EqualsIgnoreCase(scheme.digest, digest)) {
      return &scheme;
    }
  }
  return nullptr;
}

absl::Status Refuse(std::string_view word, std::string_view why) {
  return InvalidArgument(fmt::format(
      "signature algorithms: expected names out of {}, or as \"ECDSA+SHA256\", got \"{}\", {}",
      OfferedNames(), Escape(word), why));
}

}  // namespace

std::span<const SignatureScheme> AllSignatureSchemes() { return kSchemes; }

const SignatureScheme* FindSignatureScheme(uint16_t id) {
  const auto* scheme = std::ranges::find(kSchemes, id, &SignatureScheme::id);
  return scheme == std::ranges::end(kSchemes) ? nullptr : scheme;
}

absl::StatusOr<std::vector<uint16_t>> CompileSignatureAlgorithms(std::string_view text) {
  std::vector<uint16_t> ids;
  for (std::string_view word : Split(text, ':')) {
    const SignatureScheme* scheme = FindByWord(word);
    if (scheme == nullptr) return Refuse(word, "which is not a signature algorithm.");
    if (!scheme->offered) return Refuse(word, "which this build knows but cannot speak.");
    if (std::ranges::find(ids, scheme->id) == ids.end()) ids.push_back(scheme->id);
  }
  return ids;
}

}  // namespace tlsprobe
