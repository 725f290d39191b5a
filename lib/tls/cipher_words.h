// The words of OpenSSL's cipher string language that stand for several suites at once.
#ifndef TLSPROBE_TLS_CIPHER_WORDS_H_
#define TLSPROBE_TLS_CIPHER_WORDS_H_

#include <cstdint>
#include <string_view>

#include "tlsprobe/tls/suite_algorithms.h"

namespace tlsprobe {

// Suites a rule is for: those with one of the bits of every mask that is not 0, of exactly
// `min_version` unless 0, and with the number `id` unless 0.
struct SuiteSelector {
  uint32_t key_exchange = 0;
  uint32_t authentication = 0;
  uint32_t encryption = 0;
  uint32_t mac = 0;
  uint32_t classes = 0;
  uint16_t min_version = 0;
  uint16_t id = 0;
};

struct CipherWord {
  std::string_view word;
  SuiteSelector selects;
};

inline constexpr uint32_t kStrengthClasses =
    kClassNone | kClassLow | kClassMedium | kClassHigh | kClassFips;
inline constexpr uint32_t kAesGcm = kEncAes128Gcm | kEncAes256Gcm;
inline constexpr uint32_t kAesCcm8 = kEncAes128Ccm8 | kEncAes256Ccm8;
inline constexpr uint32_t kAesCcm = kEncAes128Ccm | kEncAes256Ccm | kAesCcm8;
inline constexpr uint32_t kAes = kEncAes128 | kEncAes256 | kAesGcm | kAesCcm;
inline constexpr uint32_t kCamellia = kEncCamellia128 | kEncCamellia256;
inline constexpr uint32_t kAria = kEncAria128Gcm | kEncAria256Gcm;
inline constexpr uint32_t kCbc =
    kEncDes | kEncTripleDes | kEncRc2 | kEncIdea | kEncAes128 | kEncAes256 | kCamellia | kEncSeed;
inline constexpr uint32_t kAllPsk = kKxPsk | kKxRsaPsk | kKxDhePsk | kKxEcdhePsk;

inline constexpr CipherWord kCipherWords[] = {
    {"ALL", {.encryption = ~kEncNull}},
    {"COMPLEMENTOFALL", {.encryption = kEncNull}},
    {"COMPLEMENTOFDEFAULT", {.classes = kClassNotDefault}},
    // Key exchange.
    {"kRSA", {.key_exchange = kKxRsa}},
    {"kEDH", {.key_exchange = kKxDhe}},
    {"kDHE", {.key_exchange = kKxDhe}},
    {"DH", {.key_exchange = kKxDhe}},
    {"kEECDH", {.key_exchange = kKxEcdhe}},
    {"kECDHE", {.key_exchange = kKxEcdhe}},
    {"ECDH", {.key_exchange = kKxEcdhe}},
    {"kPSK", {.key_exchange = kKxPsk}},
    {"kRSAPSK", {.key_exchange = kKxRsaPsk}},
    {"kECDHEPSK", {.key_exchange = kKxEcdhePsk}},
    {"kDHEPSK", {.key_exchange = kKxDhePsk}},
    {"kSRP", {.key_exchange = kKxSrp}},
    {"kGOST", {.key_exchange = kKxGost}},
    {"kGOST18", {.key_exchange = kKxGost18}},
    // Authentication.
    {"aRSA", {.authentication = kAuRsa}},
    {"aDSS", {.authentication = kAuDss}},
    {"DSS", {.authentication = kAuDss}},
    {"aNULL", {.authentication = kAuNull}},
    {"aECDSA", {.authentication = kAuEcdsa}},
    {"ECDSA", {.authentication = kAuEcdsa}},
    {"aPSK", {.authentication = kAuPsk}},
    {"aGOST01", {.authentication = kAuGost01}},
    {"aGOST12", {.authentication = kAuGost12}},
    {"aGOST", {.authentication = kAuGost01 | kAuGost12}},
    {"aSRP", {.authentication = kAuSrp}},
    // Both together.
    {"EDH", {.key_exchange = kKxDhe, .authentication = ~kAuNull}},
    {"DHE", {.key_exchange = kKxDhe, .authentication = ~kAuNull}},
    {"EECDH", {.key_exchange = kKxEcdhe, .authentication = ~kAuNull}},
    {"ECDHE", {.key_exchange = kKxEcdhe, .authentication = ~kAuNull}},
    {"RSA", {.key_exchange = kKxRsa, .authentication = kAuRsa}},
    {"ADH", {.key_exchange = kKxDhe, .authentication = kAuNull}},
    {"AECDH", {.key_exchange = kKxEcdhe, .authentication = kAuNull}},
    {"PSK", {.key_exchange = kAllPsk}},
    {"SRP", {.key_exchange = kKxSrp}},
    // Encryption.
    {"NULL", {.encryption = kEncNull}},
    {"eNULL", {.encryption = kEncNull}},
    {"3DES", {.encryption = kEncTripleDes}},
    {"RC4", {.encryption = kEncRc4}},
    {"RC2", {.encryption = kEncRc2}},
    {"IDEA", {.encryption = kEncIdea}},
    {"SEED", {.encryption = kEncSeed}},
    {"GOST", {.encryption = kEncGost89 | kEncGost8912 | kEncMagma}},
    {"AES128", {.encryption = kEncAes128 | kEncAes128Gcm | kEncAes128Ccm | kEncAes128Ccm8}},
    {"AES256", {.encryption = kEncAes256 | kEncAes256Gcm | kEncAes256Ccm | kEncAes256Ccm8}},
    {"AES", {.encryption = kAes}},
    {"AESGCM", {.encryption = kAesGcm}},
    {"AESCCM", {.encryption = kAesCcm}},
    {"AESCCM8", {.encryption = kAesCcm8}},
    {"CAMELLIA128", {.encryption = kEncCamellia128}},
    {"CAMELLIA256", {.encryption = kEncCamellia256}},
    {"CAMELLIA", {.encryption = kCamellia}},
    {"CHACHA20", {.encryption = kEncChaCha20}},
    {"ARIA", {.encryption = kAria}},
    {"ARIAGCM", {.encryption = kAria}},
    {"ARIA128", {.encryption = kEncAria128Gcm}},
    {"ARIA256", {.encryption = kEncAria256Gcm}},
    {"CBC", {.encryption = kCbc}},
    {"GOST2012-GOST8912-GOST8912",
     {.key_exchange = kKxGost,
      .authentication = kAuGost12 | kAuGost01,
      .encryption = kEncGost8912,
      .mac = kMacGost89}},
    // Integrity.
    {"MD5", {.mac = kMacMd5}},
    {"SHA1", {.mac = kMacSha1}},
    {"SHA", {.mac = kMacSha1}},
    {"GOST94", {.mac = kMacGost94}},
    {"GOST89MAC", {.mac = kMacGost89}},
    {"SHA256", {.mac = kMacSha256}},
    {"SHA384", {.mac = kMacSha384}},
    {"GOST12", {.mac = kMacGost12}},
    // The version a suite needs.
    {"SSLv3", {.min_version = 0x0300}},
    {"TLSv1", {.min_version = 0x0301}},
    {"TLSv1.0", {.min_version = 0x0301}},
    {"TLSv1.2", {.min_version = 0x0303}},
    // Strength.
    {"LOW", {.classes = kClassLow}},
    {"MEDIUM", {.classes = kClassMedium}},
    {"HIGH", {.classes = kClassHigh}},
    {"FIPS", {.encryption = ~kEncNull, .classes = kClassFips}},
    // Spellings of before OpenSSL 1.1.0.
    {"EDH-DSS-DES-CBC3-SHA",
     {.key_exchange = kKxDhe,
      .authentication = kAuDss,
      .encryption = kEncTripleDes,
      .mac = kMacSha1}},
    {"EDH-RSA-DES-CBC3-SHA",
     {.key_exchange = kKxDhe,
      .authentication = kAuRsa,
      .encryption = kEncTripleDes,
      .mac = kMacSha1}},
};

// Whole strings that a beginning stands for; the rest of the string is not looked at
// (RFC 6460). Longer ones stand before their beginnings.
struct WholeString {
  std::string_view beginning;
  std::string_view means;
};
inline constexpr WholeString kSuiteB[] = {
    {"SUITEB128ONLY", "ECDHE-ECDSA-AES128-GCM-SHA256"},
    {"SUITEB128C2", "ECDHE-ECDSA-AES256-GCM-SHA384"},
    {"SUITEB128", "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384"},
    {"SUITEB192", "ECDHE-ECDSA-AES256-GCM-SHA384"},
};

inline constexpr std::string_view kDefaultMeans = "ALL:!COMPLEMENTOFDEFAULT:!eNULL";

}  // namespace tlsprobe

#endif  // TLSPROBE_TLS_CIPHER_WORDS_H_
