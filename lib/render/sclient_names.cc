#include "tlsprobe/render/sclient_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "tlsprobe/base/text.h"
#include "tlsprobe/model/verification.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

constexpr SignatureWords kSignatures[] = {
    {0x0201, "rsa_pkcs1_sha1", "SHA1", "RSA", "RSA+SHA1"},
    {0x0301, "rsa_pkcs1_sha224", "SHA224", "RSA", "RSA+SHA224"},
    {0x0401, "rsa_pkcs1_sha256", "SHA256", "RSA", "RSA+SHA256"},
    {0x0501, "rsa_pkcs1_sha384", "SHA384", "RSA", "RSA+SHA384"},
    {0x0601, "rsa_pkcs1_sha512", "SHA512", "RSA", "RSA+SHA512"},
    {0x0202, "dsa_sha1", "SHA1", "DSA", "DSA+SHA1"},
    {0x0302, "dsa_sha224", "SHA224", "DSA", "DSA+SHA224"},
    {0x0402, "dsa_sha256", "SHA256", "DSA", "DSA+SHA256"},
    {0x0502, "dsa_sha384", "SHA384", "DSA", "DSA+SHA384"},
    {0x0602, "dsa_sha512", "SHA512", "DSA", "DSA+SHA512"},
    {0x0203, "ecdsa_sha1", "SHA1", "ECDSA", "ECDSA+SHA1"},
    {0x0303, "ecdsa_sha224", "SHA224", "ECDSA", "ECDSA+SHA224"},
    {0x0403, "ecdsa_secp256r1_sha256", "SHA256", "ECDSA", "ECDSA+SHA256"},
    {0x0503, "ecdsa_secp384r1_sha384", "SHA384", "ECDSA", "ECDSA+SHA384"},
    {0x0603, "ecdsa_secp521r1_sha512", "SHA512", "ECDSA", "ECDSA+SHA512"},
    {0x0804, "rsa_pss_rsae_sha256", "SHA256", "RSA-PSS", "RSA-PSS+SHA256"},
    {0x0805, "rsa_pss_rsae_sha384", "SHA384", "RSA-PSS", "RSA-PSS+SHA384"},
    {0x0806, "rsa_pss_rsae_sha512", "SHA512", "RSA-PSS", "RSA-PSS+SHA512"},
    {0x0807, "ed25519", "", "ed25519", "ed25519"},
    {0x0808, "ed448", "", "ed448", "ed448"},
    {0x0809, "rsa_pss_pss_sha256", "SHA256", "RSA-PSS", "rsa_pss_pss_sha256"},
    {0x080a, "rsa_pss_pss_sha384", "SHA384", "RSA-PSS", "rsa_pss_pss_sha384"},
    {0x080b, "rsa_pss_pss_sha512", "SHA512", "RSA-PSS", "rsa_pss_pss_sha512"},
    // TLS 1.0 and 1.1 sign with both digests (RFC 4346 section 4.7); the number is not IANA's.
    {0xff01, "rsa_pkcs1_md5_sha1", "MD5-SHA1", "RSA", "RSA+MD5-SHA1"},
};

struct GroupWords {
  uint16_t group;
  std::string_view text;
  std::string_view text110;  // where 1.1.0 says it differently
};
constexpr GroupWords kGroups[] = {
    {21, "ECDH, secp224r1, 224 bits", "ECDH, P-224, 224 bits"},
    {22, "ECDH, secp256k1, 256 bits", ""},
    {23, "ECDH, prime256v1, 256 bits", "ECDH, P-256, 256 bits"},
    {24, "ECDH, secp384r1, 384 bits", "ECDH, P-384, 384 bits"},
    {25, "ECDH, secp521r1, 521 bits", "ECDH, P-521, 521 bits"},
    {26, "ECDH, brainpoolP256r1, 256 bits", ""},
    {27, "ECDH, brainpoolP384r1, 384 bits", ""},
    {28, "ECDH, brainpoolP512r1, 512 bits", ""},
    {29, "X25519, 253 bits", ""},
    {30, "X448, 448 bits", ""},
    {256, "DH, 2048 bits", ""},
    {257, "DH, 3072 bits", ""},
    {258, "DH, 4096 bits", ""},
    {259, "DH, 6144 bits", ""},
    {260, "DH, 8192 bits", ""},
};

// X25519MLKEM768 and its relatives, ML-KEM alone, and the drafts before them.
constexpr uint16_t kKemGroups[] = {0x0200, 0x0201, 0x0202, 0x11eb, 0x11ec, 0x11ed, 0x6399, 0x639a};

struct CertificateTypeWords {
  uint8_t type;
  std::string_view text;
};
constexpr CertificateTypeWords kCertificateTypes[] = {
    {1, "RSA sign"},          {2, "DSA sign"},     {3, "RSA fixed DH"},
    {4, "DSS fixed DH"},      {64, "ECDSA sign"},  {65, "RSA fixed ECDH"},
    {66, "ECDSA fixed ECDH"}, {22, "GOST01 Sign"}, {67, "GOST12 Sign"},
};

struct KeyWords {
  KeyType type;
  std::string_view text30;
  std::string_view text35;
  int bits;  // where the type fixes them
};
constexpr KeyWords kKeys[] = {
    {KeyType::kRsa, "rsaEncryption", "RSA", 0}, {KeyType::kRsaPss, "RSASSA-PSS", "RSA-PSS", 0},
    {KeyType::kEc, "id-ecPublicKey", "EC", 0},  {KeyType::kEd25519, "ED25519", "ED25519", 256},
    {KeyType::kEd448, "ED448", "ED448", 456},   {KeyType::kX25519, "X25519", "X25519", 253},
    {KeyType::kX448, "X448", "X448", 448},      {KeyType::kDsa, "DSA", "DSA", 0},
    {KeyType::kDh, "dhKeyAgreement", "DH", 0},
};

const KeyWords* FindKeyWords(KeyType type) {
  const auto* row = std::ranges::find(kKeys, type, &KeyWords::type);
  return row == std::end(kKeys) ? nullptr : row;
}

// 1.1.0 knows hash and signature bytes apart (RFC 5246 section 7.4.1.4.1).
std::string ListedSignature110(uint16_t scheme) {
  constexpr std::string_view kTypes[] = {"", "RSA", "DSA", "ECDSA"};
  constexpr std::string_view kDigests[] = {"",       "MD5",    "SHA1",  "SHA224",
                                           "SHA256", "SHA384", "SHA512"};
  const size_t hash = scheme >> 8, type = scheme & 0xff;
  const bool type_known = type > 0 && type < std::size(kTypes);
  const bool hash_known = hash > 0 && hash < std::size(kDigests);
  return (type_known ? std::string(kTypes[type]) : fmt::format("0x{:02X}", type)) + "+" +
         (hash_known ? std::string(kDigests[hash]) : fmt::format("0x{:02X}", hash));
}

}  // namespace

const SignatureWords* FindSignatureWords(uint16_t scheme) {
  const auto* row = std::ranges::find(kSignatures, scheme, &SignatureWords::scheme);
  return row == std::end(kSignatures) ? nullptr : row;
}

std::string ListedSignature(uint16_t scheme, Profile profile) {
  if (profile == Profile::k110) return ListedSignature110(scheme);
  if (const SignatureWords* words = FindSignatureWords(scheme)) return std::string(words->listed);
  return fmt::format("0x{:02X}+0x{:02X}", scheme & 0xff, scheme >> 8);
}

std::string TempKeyText(uint16_t group, std::string_view group_name, Profile profile) {
  const auto* row = std::ranges::find(kGroups, group, &GroupWords::group);
  if (row == std::end(kGroups)) return EscapeControls(group_name);
  if (profile == Profile::k110 && !row->text110.empty()) return std::string(row->text110);
  return std::string(row->text);
}

bool IsKemGroup(uint16_t group) {
  return std::ranges::find(kKemGroups, group) != std::end(kKemGroups);
}

std::string ClientCertificateTypeText(uint8_t type) {
  const auto* row = std::ranges::find(kCertificateTypes, type, &CertificateTypeWords::type);
  if (row != std::end(kCertificateTypes)) return std::string(row->text);
  return fmt::format("UNKNOWN ({}),", type);
}

int PublicKeyBits(const PublicKey& key) {
  const KeyWords* words = FindKeyWords(key.type);
  return words != nullptr && words->bits != 0 ? words->bits : key.bits;
}

std::string PublicKeyText(const PublicKey& key, Profile profile) {
  const KeyWords* words = FindKeyWords(key.type);
  const bool new_words = profile == Profile::k35;
  const std::string name = words == nullptr
                               ? OidShortName(key.algorithm_oid)
                               : std::string(new_words ? words->text35 : words->text30);
  if (new_words && key.type == KeyType::kEc && !key.curve_oid.empty()) {
    return fmt::format("{}, ({})", name, EcCurveName(key.curve_oid));
  }
  return fmt::format("{}, {} (bit)", name, PublicKeyBits(key));
}

std::string StdoutName(const Name& name, const RenderOptions& options) {
  if (options.name_format || options.profile != Profile::k110) return StderrName(name, options);
  return RenderName(name, NameStyle::kSlash);
}

std::string StderrName(const Name& name, const RenderOptions& options) {
  if (options.name_format) return RenderName(name, *options.name_format);
  const bool compact = options.profile == Profile::k35;
  return RenderName(name, compact ? NameStyle::kCompact : NameStyle::kOneline);
}

std::string StdoutTitledName(std::string_view title, const Name& name,
                             const RenderOptions& options) {
  if (options.name_format) return RenderTitledName(title, name, *options.name_format);
  return std::string(title) + StdoutName(name, options);
}

std::string VerifyText(int code, Profile profile) {
  if (code == 65535) return "not checked";
  return std::string(profile == Profile::k110 ? VerifyCodeText110(code) : VerifyCodeText(code));
}

}  // namespace tlsprobe
