// How strong OpenSSL holds a signature to be: ossl_x509_init_sig_info of 3.0, as a table.
#include <openssl/bytestring.h>

#include <algorithm>

#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

struct DigestRow {
  std::string_view dotted;
  std::string_view name;
  int security_bits;  // half the output; what collisions are known for is below 80
};

constexpr DigestRow kDigests[] = {
    {"1.2.840.113549.2.4", "MD4", 64},
    {"1.2.840.113549.2.5", "MD5", 39},
    {"1.3.14.3.2.26", "SHA1", 64},
    {"1.3.36.3.2.1", "RIPEMD160", 80},
    {"2.16.840.1.101.3.4.2.4", "SHA224", 112},
    {"2.16.840.1.101.3.4.2.1", "SHA256", 128},
    {"2.16.840.1.101.3.4.2.2", "SHA384", 192},
    {"2.16.840.1.101.3.4.2.3", "SHA512", 256},
    {"2.16.840.1.101.3.4.2.5", "SHA512-224", 112},
    {"2.16.840.1.101.3.4.2.6", "SHA512-256", 128},
    {"2.16.840.1.101.3.4.2.7", "SHA3-224", 112},
    {"2.16.840.1.101.3.4.2.8", "SHA3-256", 128},
    {"2.16.840.1.101.3.4.2.9", "SHA3-384", 192},
    {"2.16.840.1.101.3.4.2.10", "SHA3-512", 256},
};

struct SignatureRow {
  std::string_view dotted;
  std::string_view digest;
  std::string_view key;
  int security_bits;
};

// MD5 and SHA-1 are rated by the chosen-prefix collisions known (2^39, 2^63), the others by half
// their output.
constexpr SignatureRow kSignatures[] = {
    {"1.2.840.113549.1.1.11", "SHA256", "RSA", 128},
    {"1.2.840.10045.4.3.2", "SHA256", "ECDSA", 128},
    {"1.2.840.10045.4.3.3", "SHA384", "ECDSA", 192},
    {"1.2.840.113549.1.1.12", "SHA384", "RSA", 192},
    {"1.2.840.113549.1.1.13", "SHA512", "RSA", 256},
    {"1.2.840.10045.4.3.4", "SHA512", "ECDSA", 256},
    {"1.3.101.112", "", "Ed25519", 128},
    {"1.3.101.113", "", "Ed448", 224},
    {"1.2.840.113549.1.1.5", "SHA1", "RSA", 63},
    {"1.2.840.10045.4.1", "SHA1", "ECDSA", 63},
    {"1.3.14.3.2.29", "SHA1", "RSA", 63},
    {"1.2.840.113549.1.1.14", "SHA224", "RSA", 112},
    {"1.2.840.10045.4.3.1", "SHA224", "ECDSA", 112},
    {"1.2.840.113549.1.1.4", "MD5", "RSA", 39},
    {"1.3.14.3.2.3", "MD5", "RSA", 39},
    {"1.2.840.113549.1.1.3", "MD4", "RSA", 64},
    {"1.2.840.113549.1.1.2", "MD2", "RSA", -1},
    {"1.3.14.3.2.15", "SHA", "RSA", -1},
    {"2.5.8.3.100", "MDC2", "RSA", -1},
    {"1.3.36.3.3.1.2", "RIPEMD160", "RSA", 80},
    {"1.2.840.113549.1.1.15", "SHA512-224", "RSA", 112},
    {"1.2.840.113549.1.1.16", "SHA512-256", "RSA", 128},
    {"2.16.840.1.101.3.4.3.13", "SHA3-224", "RSA", 112},
    {"2.16.840.1.101.3.4.3.14", "SHA3-256", "RSA", 128},
    {"2.16.840.1.101.3.4.3.15", "SHA3-384", "RSA", 192},
    {"2.16.840.1.101.3.4.3.16", "SHA3-512", "RSA", 256},
    {"1.2.840.10040.4.3", "SHA1", "DSA", 63},
    {"1.3.14.3.2.27", "SHA1", "DSA", 63},
    {"1.3.14.3.2.13", "SHA", "DSA", -1},
    {"2.16.840.1.101.3.4.3.1", "SHA224", "DSA", 112},
    {"2.16.840.1.101.3.4.3.2", "SHA256", "DSA", 128},
    {"1.2.156.10197.1.501", "SM3", "SM2", 128},
};

constexpr std::string_view kRsaPss = "1.2.840.113549.1.1.10";
constexpr CBS_ASN1_TAG kContext0 = CBS_ASN1_CONTEXT_SPECIFIC | CBS_ASN1_CONSTRUCTED | 0;
constexpr CBS_ASN1_TAG kContext1 = CBS_ASN1_CONTEXT_SPECIFIC | CBS_ASN1_CONSTRUCTED | 1;
constexpr CBS_ASN1_TAG kContext2 = CBS_ASN1_CONTEXT_SPECIFIC | CBS_ASN1_CONSTRUCTED | 2;
constexpr CBS_ASN1_TAG kContext3 = CBS_ASN1_CONTEXT_SPECIFIC | CBS_ASN1_CONSTRUCTED | 3;

// RSASSA-PSS-params of RFC 4055 section 3.1: the digest's dotted OID, empty where they do not
// parse or are not to be used.
std::string PssDigestOid(BytesView parameters) {
  CBS in(parameters), pss, hash, mgf, oid;
  int has_hash = 0, has_mgf = 0;
  uint64_t salt_length = 0, trailer = 0;
  if (!CBS_get_asn1(&in, &pss, CBS_ASN1_SEQUENCE) || CBS_len(&in) != 0 ||
      !CBS_get_optional_asn1(&pss, &hash, &has_hash, kContext0) ||
      !CBS_get_optional_asn1(&pss, &mgf, &has_mgf, kContext1) ||
      !CBS_get_optional_asn1_uint64(&pss, &salt_length, kContext2, 20) ||
      !CBS_get_optional_asn1_uint64(&pss, &trailer, kContext3, 1) || CBS_len(&pss) != 0 ||
      trailer != 1) {
    return {};
  }
  if (!has_hash) return "1.3.14.3.2.26";  // the default is SHA-1
  CBS algorithm;
  if (!CBS_get_asn1(&hash, &algorithm, CBS_ASN1_SEQUENCE) ||
      !CBS_get_asn1(&algorithm, &oid, CBS_ASN1_OBJECT)) {
    return {};
  }
  return DottedOid({CBS_data(&oid), CBS_len(&oid)});
}

SignatureInfo DescribePss(BytesView parameters) {
  SignatureInfo info = {.key = "RSA-PSS"};
  const std::string digest = PssDigestOid(parameters);
  const auto* row = std::ranges::find(kDigests, digest, &DigestRow::dotted);
  if (row == std::end(kDigests)) return info;
  info.digest = row->name;
  info.security_bits = row->security_bits;
  return info;
}

}  // namespace

SignatureInfo DescribeSignature(const SignatureAlgorithm& algorithm) {
  if (algorithm.oid == kRsaPss) return DescribePss(algorithm.parameters);
  const auto* row = std::ranges::find(kSignatures, algorithm.oid, &SignatureRow::dotted);
  if (row == std::end(kSignatures)) return {};
  return {.digest = std::string(row->digest),
          .key = std::string(row->key),
          .security_bits = row->security_bits};
}

}  // namespace tlsprobe
