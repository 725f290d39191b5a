#include <array>
#include <iterator>

#include "tlsprobe/tls/cipher_suite_names.h"
#include "tlsprobe/tls/suite_algorithms.h"
#include "tlsprobe/tls/suites.h"

namespace tlsprobe {
namespace {

constexpr size_t kCurrentCount = std::size(kCurrentSuites);
constexpr size_t kCount = kCurrentCount + std::size(kFormerSuites);

// What BoringSSL has code for; a test asks it.
constexpr uint16_t kOffered[] = {
    0x000A, 0x002F, 0x0035, 0x008C, 0x008D, 0x009C, 0x009D, 0x1301, 0x1302, 0x1303, 0xC009, 0xC00A,
    0xC013, 0xC014, 0xC02B, 0xC02C, 0xC02F, 0xC030, 0xC035, 0xC036, 0xCCA8, 0xCCA9, 0xCCAC,
};

struct BitName {
  uint32_t bit;
  std::string_view name;
};

constexpr BitName kKeyExchangeTexts[] = {
    {kKxRsa, "RSA"},           {kKxDhe, "DHE"},       {kKxEcdhe, "ECDHE"}, {kKxPsk, "PSK"},
    {kKxRsaPsk, "RSAPSK"},     {kKxDhePsk, "DHEPSK"}, {kKxSrp, "SRP"},     {kKxGost, "GOST"},
    {kKxEcdhePsk, "ECDHEPSK"}, {kKxAny, "any"},       {kKxDh, "DH"},       {kKxEcdh, "ECDH"},
    {kKxGost18, "GOST18"},
};

constexpr BitName kAuthenticationTexts[] = {
    {kAuRsa, "RSA"}, {kAuDss, "DSS"},       {kAuNull, "NULL"},     {kAuEcdsa, "ECDSA"},
    {kAuPsk, "PSK"}, {kAuGost12, "GOST12"}, {kAuGost01, "GOST01"}, {kAuSrp, "SRP"},
    {kAuAny, "any"}, {kAuDh, "DH"},
};

constexpr BitName kEncryptionTexts[] = {
    {kEncNull, "None"},
    {kEncDes, "DES(56)"},
    {kEncTripleDes, "3DES(168)"},
    {kEncRc4, "RC4(128)"},
    {kEncRc2, "RC2(128)"},
    {kEncIdea, "IDEA(128)"},
    {kEncSeed, "SEED(128)"},
    {kEncAes128, "AES(128)"},
    {kEncAes256, "AES(256)"},
    {kEncAes128Gcm, "AESGCM(128)"},
    {kEncAes256Gcm, "AESGCM(256)"},
    {kEncAes128Ccm, "AESCCM(128)"},
    {kEncAes256Ccm, "AESCCM(256)"},
    {kEncAes128Ccm8, "AESCCM8(128)"},
    {kEncAes256Ccm8, "AESCCM8(256)"},
    {kEncCamellia128, "Camellia(128)"},
    {kEncCamellia256, "Camellia(256)"},
    {kEncAria128Gcm, "ARIAGCM(128)"},
    {kEncAria256Gcm, "ARIAGCM(256)"},
    {kEncChaCha20, "CHACHA20/POLY1305(256)"},
    {kEncGost89, "GOST89(256)"},
    {kEncGost8912, "GOST89(256)"},
    {kEncMagma, "MAGMA"},
    {kEncKuznyechik, "KUZNYECHIK"},
};

constexpr BitName kMacTexts[] = {
    {kMacMd5, "MD5"},       {kMacSha1, "SHA1"},       {kMacSha256, "SHA256"},
    {kMacSha384, "SHA384"}, {kMacAead, "AEAD"},       {kMacGost94, "GOST94"},
    {kMacGost89, "GOST89"}, {kMacGost12, "GOST2012"}, {kMacOmac, "OMAC"},
};

template <size_t kSize>
constexpr std::string_view TextOf(uint32_t bits, const BitName (&names)[kSize]) {
  for (const BitName& name : names) {
    if (bits & name.bit) return name.name;
  }
  return "";
}

// As SSL_CIPHER_get_version spells it, where TLS 1.0 is "TLSv1.0".
constexpr std::string_view VersionText(uint16_t version) {
  switch (version) {
    case 0x0300:
      return "SSLv3";
    case 0x0301:
      return "TLSv1.0";
    case 0x0303:
      return "TLSv1.2";
    default:
      return "TLSv1.3";
  }
}

constexpr bool IsOffered(uint16_t id) {
  for (uint16_t offered : kOffered) {
    if (offered == id) return true;
  }
  return false;
}

constexpr CipherSuiteName NameAt(size_t index) {
  return index < kCurrentCount ? kCurrentSuites[index] : kFormerSuites[index - kCurrentCount];
}

constexpr std::array<SuiteAlgorithms, kCount> ClassifyAll() {
  std::array<SuiteAlgorithms, kCount> all = {};
  for (size_t i = 0; i < kCount; ++i) all[i] = ClassifySuite(NameAt(i).iana);
  return all;
}

constexpr std::array<SuiteAlgorithms, kCount> kAlgorithms = ClassifyAll();

constexpr bool AllAreUnderstood() {
  for (const SuiteAlgorithms& suite : kAlgorithms) {
    if (suite.key_exchange == 0 || suite.encryption == 0) return false;
  }
  return true;
}
static_assert(AllAreUnderstood(), "a name that ClassifySuite has no row for");

constexpr std::array<CipherSuite, kCount> DescribeAll() {
  std::array<CipherSuite, kCount> all = {};
  for (size_t i = 0; i < kCount; ++i) {
    const CipherSuiteName name = NameAt(i);
    const SuiteAlgorithms& suite = kAlgorithms[i];
    all[i] = {.id = name.id,
              .iana = name.iana,
              .openssl = name.openssl,
              .key_exchange = TextOf(suite.key_exchange, kKeyExchangeTexts),
              .authentication = TextOf(suite.authentication, kAuthenticationTexts),
              .encryption = TextOf(suite.encryption, kEncryptionTexts),
              .mac = TextOf(suite.mac, kMacTexts),
              .min_version = VersionText(suite.min_version),
              .strength_bits = StrengthBits(suite.encryption),
              .offered = IsOffered(name.id)};
  }
  return all;
}

constexpr std::array<CipherSuite, kCount> kSuites = DescribeAll();

}  // namespace

std::span<const CipherSuite> AllCipherSuites() { return kSuites; }

const CipherSuite* FindCipherSuite(uint16_t id) {
  for (const CipherSuite& suite : kSuites) {
    if (suite.id == id) return &suite;
  }
  return nullptr;
}

const CipherSuite* FindCipherSuite(std::string_view name) {
  for (const CipherSuite& suite : kSuites) {
    if (suite.openssl == name || suite.iana == name) return &suite;
  }
  return nullptr;
}

const SuiteAlgorithms& AlgorithmsOf(size_t index) { return kAlgorithms[index]; }

size_t CurrentSuiteCount() { return kCurrentCount; }

}  // namespace tlsprobe
