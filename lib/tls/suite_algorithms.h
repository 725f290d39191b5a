// What a cipher suite is made of, as OpenSSL's cipher strings see it: sets of bits, so that the
// words of the language ("ECDHE", "AES128", "HIGH") are masks over them. All of it follows from
// the suite's IANA name, which spells it out.
#ifndef TLSPROBE_TLS_SUITE_ALGORITHMS_H_
#define TLSPROBE_TLS_SUITE_ALGORITHMS_H_

#include <cstdint>
#include <iterator>
#include <string_view>

namespace tlsprobe {

// Key exchange.
inline constexpr uint32_t kKxRsa = 1 << 0;
inline constexpr uint32_t kKxDhe = 1 << 1;
inline constexpr uint32_t kKxEcdhe = 1 << 2;
inline constexpr uint32_t kKxPsk = 1 << 3;
inline constexpr uint32_t kKxRsaPsk = 1 << 4;
inline constexpr uint32_t kKxDhePsk = 1 << 5;
inline constexpr uint32_t kKxEcdhePsk = 1 << 6;
inline constexpr uint32_t kKxSrp = 1 << 7;
inline constexpr uint32_t kKxGost = 1 << 8;
inline constexpr uint32_t kKxGost18 = 1 << 9;
inline constexpr uint32_t kKxAny = 1 << 10;  // TLS 1.3
inline constexpr uint32_t kKxDh = 1 << 11;   // with the certificate's own key, OpenSSL 1.0.2
inline constexpr uint32_t kKxEcdh = 1 << 12;

// Authentication of the server.
inline constexpr uint32_t kAuRsa = 1 << 0;
inline constexpr uint32_t kAuDss = 1 << 1;
inline constexpr uint32_t kAuNull = 1 << 2;
inline constexpr uint32_t kAuEcdsa = 1 << 3;
inline constexpr uint32_t kAuPsk = 1 << 4;
inline constexpr uint32_t kAuGost01 = 1 << 5;
inline constexpr uint32_t kAuGost12 = 1 << 6;
inline constexpr uint32_t kAuSrp = 1 << 7;
inline constexpr uint32_t kAuAny = 1 << 8;  // TLS 1.3
inline constexpr uint32_t kAuDh = 1 << 9;   // a DH or ECDH certificate, OpenSSL 1.0.2

// Encryption.
inline constexpr uint32_t kEncNull = 1 << 0;
inline constexpr uint32_t kEncDes = 1 << 1;
inline constexpr uint32_t kEncTripleDes = 1 << 2;
inline constexpr uint32_t kEncRc4 = 1 << 3;
inline constexpr uint32_t kEncRc2 = 1 << 4;
inline constexpr uint32_t kEncIdea = 1 << 5;
inline constexpr uint32_t kEncSeed = 1 << 6;
inline constexpr uint32_t kEncAes128 = 1 << 7;  // CBC
inline constexpr uint32_t kEncAes256 = 1 << 8;
inline constexpr uint32_t kEncAes128Gcm = 1 << 9;
inline constexpr uint32_t kEncAes256Gcm = 1 << 10;
inline constexpr uint32_t kEncAes128Ccm = 1 << 11;
inline constexpr uint32_t kEncAes256Ccm = 1 << 12;
inline constexpr uint32_t kEncAes128Ccm8 = 1 << 13;
inline constexpr uint32_t kEncAes256Ccm8 = 1 << 14;
inline constexpr uint32_t kEncCamellia128 = 1 << 15;
inline constexpr uint32_t kEncCamellia256 = 1 << 16;
inline constexpr uint32_t kEncAria128Gcm = 1 << 17;
inline constexpr uint32_t kEncAria256Gcm = 1 << 18;
inline constexpr uint32_t kEncChaCha20 = 1 << 19;
inline constexpr uint32_t kEncGost89 = 1 << 20;
inline constexpr uint32_t kEncGost8912 = 1 << 21;
inline constexpr uint32_t kEncMagma = 1 << 22;
inline constexpr uint32_t kEncKuznyechik = 1 << 23;

// Integrity.
inline constexpr uint32_t kMacMd5 = 1 << 0;
inline constexpr uint32_t kMacSha1 = 1 << 1;
inline constexpr uint32_t kMacSha256 = 1 << 2;
inline constexpr uint32_t kMacSha384 = 1 << 3;
inline constexpr uint32_t kMacAead = 1 << 4;
inline constexpr uint32_t kMacGost94 = 1 << 5;
inline constexpr uint32_t kMacGost89 = 1 << 6;
inline constexpr uint32_t kMacGost12 = 1 << 7;
inline constexpr uint32_t kMacOmac = 1 << 8;

// Strength classes; a suite may be in several.
inline constexpr uint32_t kClassNone = 1 << 0;  // no encryption
inline constexpr uint32_t kClassLow = 1 << 1;
inline constexpr uint32_t kClassMedium = 1 << 2;
inline constexpr uint32_t kClassHigh = 1 << 3;
inline constexpr uint32_t kClassFips = 1 << 4;
inline constexpr uint32_t kClassNotDefault = 1 << 5;

struct SuiteAlgorithms {
  uint32_t key_exchange = 0;
  uint32_t authentication = 0;
  uint32_t encryption = 0;
  uint32_t mac = 0;
  uint32_t classes = 0;
  uint16_t min_version = 0;  // on the wire: 0x0300 SSL 3.0
};

struct KeyExchangeName {
  std::string_view prefix;  // of the IANA name
  uint32_t key_exchange;
  uint32_t authentication;
};

// A longer prefix stands before one it begins with.
inline constexpr KeyExchangeName kKeyExchangeNames[] = {
    {"TLS_RSA_WITH_", kKxRsa, kAuRsa},
    {"TLS_RSA_EXPORT_WITH_", kKxRsa, kAuRsa},
    {"TLS_RSA_PSK_WITH_", kKxRsaPsk, kAuRsa},
    {"TLS_DHE_RSA_WITH_", kKxDhe, kAuRsa},
    {"TLS_DHE_RSA_EXPORT_WITH_", kKxDhe, kAuRsa},
    {"TLS_DHE_DSS_WITH_", kKxDhe, kAuDss},
    {"TLS_DHE_DSS_EXPORT_WITH_", kKxDhe, kAuDss},
    {"TLS_DHE_PSK_WITH_", kKxDhePsk, kAuPsk},
    {"TLS_PSK_DHE_WITH_", kKxDhePsk, kAuPsk},
    {"TLS_DH_anon_WITH_", kKxDhe, kAuNull},
    {"TLS_DH_anon_EXPORT_WITH_", kKxDhe, kAuNull},
    {"TLS_DH_RSA_WITH_", kKxDh, kAuDh},
    {"TLS_DH_DSS_WITH_", kKxDh, kAuDh},
    {"TLS_PSK_WITH_", kKxPsk, kAuPsk},
    {"TLS_ECDHE_ECDSA_WITH_", kKxEcdhe, kAuEcdsa},
    {"TLS_ECDHE_RSA_WITH_", kKxEcdhe, kAuRsa},
    {"TLS_ECDHE_PSK_WITH_", kKxEcdhePsk, kAuPsk},
    {"TLS_ECDH_anon_WITH_", kKxEcdhe, kAuNull},
    {"TLS_ECDH_ECDSA_WITH_", kKxEcdh, kAuDh},
    {"TLS_ECDH_RSA_WITH_", kKxEcdh, kAuDh},
    {"TLS_SRP_SHA_WITH_", kKxSrp, kAuSrp},
    {"TLS_SRP_SHA_RSA_WITH_", kKxSrp, kAuRsa},
    {"TLS_SRP_SHA_DSS_WITH_", kKxSrp, kAuDss},
    {"TLS_GOSTR341001_WITH_", kKxGost, kAuGost01},
    {"TLS_GOSTR341112_256_WITH_KUZNYECHIK", kKxGost18, kAuGost12},
    {"TLS_GOSTR341112_256_WITH_MAGMA", kKxGost18, kAuGost12},
    {"TLS_GOSTR341112_256_WITH_", kKxGost, kAuGost12 | kAuGost01},
    {"TLS_LEGACY_GOSTR341112_256_WITH_", kKxGost, kAuGost12 | kAuGost01},
    {"TLS_AES_", kKxAny, kAuAny},
    {"TLS_CHACHA20_", kKxAny, kAuAny},
};

struct EncryptionName {
  std::string_view suffix;  // of the IANA name
  uint32_t encryption;
  uint32_t mac;
};

inline constexpr EncryptionName kEncryptionNames[] = {
    {"_AES_128_GCM_SHA256", kEncAes128Gcm, kMacAead},
    {"_AES_256_GCM_SHA384", kEncAes256Gcm, kMacAead},
    {"_CHACHA20_POLY1305_SHA256", kEncChaCha20, kMacAead},
    {"_AES_128_CBC_SHA", kEncAes128, kMacSha1},
    {"_AES_256_CBC_SHA", kEncAes256, kMacSha1},
    {"_AES_128_CBC_SHA256", kEncAes128, kMacSha256},
    {"_AES_256_CBC_SHA256", kEncAes256, kMacSha256},
    {"_AES_256_CBC_SHA384", kEncAes256, kMacSha384},
    {"_AES_128_CCM", kEncAes128Ccm, kMacAead},
    {"_AES_256_CCM", kEncAes256Ccm, kMacAead},
    {"_AES_128_CCM_8", kEncAes128Ccm8, kMacAead},
    {"_AES_256_CCM_8", kEncAes256Ccm8, kMacAead},
    {"_AES_128_CCM_SHA256", kEncAes128Ccm, kMacAead},
    {"_AES_128_CCM_8_SHA256", kEncAes128Ccm8, kMacAead},
    {"_CAMELLIA_128_CBC_SHA", kEncCamellia128, kMacSha1},
    {"_CAMELLIA_256_CBC_SHA", kEncCamellia256, kMacSha1},
    {"_CAMELLIA_128_CBC_SHA256", kEncCamellia128, kMacSha256},
    {"_CAMELLIA_256_CBC_SHA256", kEncCamellia256, kMacSha256},
    {"_CAMELLIA_256_CBC_SHA384", kEncCamellia256, kMacSha384},
    {"_ARIA_128_GCM_SHA256", kEncAria128Gcm, kMacAead},
    {"_ARIA_256_GCM_SHA384", kEncAria256Gcm, kMacAead},
    {"_3DES_EDE_CBC_SHA", kEncTripleDes, kMacSha1},
    {"_RC4_128_MD5", kEncRc4, kMacMd5},
    {"_RC4_128_SHA", kEncRc4, kMacSha1},
    {"_RC4_40_MD5", kEncRc4, kMacMd5},
    {"_RC2_CBC_40_MD5", kEncRc2, kMacMd5},
    {"_DES_CBC_SHA", kEncDes, kMacSha1},
    {"_DES40_CBC_SHA", kEncDes, kMacSha1},
    {"_IDEA_CBC_SHA", kEncIdea, kMacSha1},
    {"_SEED_CBC_SHA", kEncSeed, kMacSha1},
    {"_NULL_MD5", kEncNull, kMacMd5},
    {"_NULL_SHA", kEncNull, kMacSha1},
    {"_NULL_SHA256", kEncNull, kMacSha256},
    {"_NULL_SHA384", kEncNull, kMacSha384},
    {"_GOSTR341001_WITH_28147_CNT_IMIT", kEncGost89, kMacGost89},
    {"_GOSTR341001_WITH_NULL_GOSTR3411", kEncNull, kMacGost94},
    {"_GOSTR341112_256_WITH_28147_CNT_IMIT", kEncGost8912, kMacGost89},
    {"_GOSTR341112_256_WITH_NULL_GOSTR3411", kEncNull, kMacGost12},
    {"_KUZNYECHIK_CTR_OMAC", kEncKuznyechik, kMacOmac},
    {"_MAGMA_CTR_OMAC", kEncMagma, kMacOmac},
};

// The version a suite needs (OpenSSL's min_tls).
constexpr uint16_t MinVersion(const SuiteAlgorithms& suite) {
  constexpr uint32_t kPskFamily = kKxPsk | kKxRsaPsk | kKxDhePsk | kKxEcdhePsk;
  if (suite.key_exchange == kKxAny) return 0x0304;
  if (suite.mac & (kMacAead | kMacOmac)) return 0x0303;
  if (suite.key_exchange & (kKxGost | kKxGost18)) return 0x0301;
  if (suite.mac & (kMacSha256 | kMacSha384)) {
    return suite.key_exchange & kPskFamily ? 0x0301 : 0x0303;
  }
  return suite.key_exchange & (kKxEcdhe | kKxEcdhePsk | kKxEcdh) ? 0x0301 : 0x0300;
}

// The words LOW, MEDIUM, HIGH, FIPS and COMPLEMENTOFDEFAULT as OpenSSL 3.0 uses them.
constexpr uint32_t Classes(const SuiteAlgorithms& suite) {
  constexpr uint32_t kMedium = kEncTripleDes | kEncRc4 | kEncIdea | kEncSeed;
  constexpr uint32_t kFips =
      kEncAes128 | kEncAes256 | kEncAes128Gcm | kEncAes256Gcm | kEncTripleDes;
  constexpr uint32_t kNeverDefault = kMedium | kEncAes128Ccm | kEncAes256Ccm | kEncAes128Ccm8 |
                                     kEncAes256Ccm8 | kEncCamellia128 | kEncCamellia256 |
                                     kEncAria128Gcm | kEncAria256Gcm;
  if (suite.encryption == kEncNull) return kClassNone;
  uint32_t classes = kClassHigh;
  if (suite.encryption & kMedium) classes = kClassMedium;
  if (suite.encryption & (kEncDes | kEncRc2)) classes = kClassLow;
  if ((suite.encryption & kFips) && suite.key_exchange != kKxSrp) classes |= kClassFips;
  const bool weak_authentication = (suite.authentication & (kAuDss | kAuNull)) != 0;
  if (weak_authentication || (suite.encryption & kNeverDefault)) classes |= kClassNotDefault;
  return classes;
}

// Takes an IANA name apart; key_exchange or encryption is 0 where the name is not understood.
constexpr SuiteAlgorithms ClassifySuite(std::string_view iana) {
  SuiteAlgorithms suite;
  for (const KeyExchangeName& row : kKeyExchangeNames) {
    if (!iana.starts_with(row.prefix)) continue;
    suite.key_exchange = row.key_exchange;
    suite.authentication = row.authentication;
    break;
  }
  for (const EncryptionName& row : kEncryptionNames) {
    if (!iana.ends_with(row.suffix)) continue;
    suite.encryption = row.encryption;
    suite.mac = row.mac;
    break;
  }
  suite.min_version = MinVersion(suite);
  suite.classes = Classes(suite);
  return suite;
}

// Bits of work an attack on the encryption takes (OpenSSL's strength_bits).
constexpr int StrengthBits(uint32_t encryption) {
  constexpr uint32_t k128 = kEncRc4 | kEncIdea | kEncSeed | kEncAes128 | kEncAes128Gcm |
                            kEncAes128Ccm | kEncAes128Ccm8 | kEncCamellia128 | kEncAria128Gcm;
  if (encryption == kEncNull) return 0;
  if (encryption & (kEncDes | kEncRc2)) return 56;
  if (encryption & kEncTripleDes) return 112;
  return encryption & k128 ? 128 : 256;
}

// The algorithms of AllCipherSuites()[index].
const SuiteAlgorithms& AlgorithmsOf(size_t index);
// How many of AllCipherSuites(), from the first, OpenSSL 1.1.0 or 3.0 knows; only these are in the
// classes of a cipher string. The rest are names of OpenSSL 1.0.2.
size_t CurrentSuiteCount();

}  // namespace tlsprobe

#endif  // TLSPROBE_TLS_SUITE_ALGORITHMS_H_
