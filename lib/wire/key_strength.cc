// How strong OpenSSL 3.0 holds a public key to be (EVP_PKEY_get_security_bits).
#include <openssl/bytestring.h>

#include <algorithm>
#include <numbers>

#include "tlsprobe/wire/der.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

// OpenSSL computes the formula below in fixed point, 18 bits after the point, each step rounded
// down. Near a multiple of eight that decides (a 1962-bit modulus gets 104, exactly it is 112), so
// the same steps are taken here.
constexpr uint64_t kOne = 1 << 18;
constexpr uint64_t Fixed(double value) { return static_cast<uint64_t>(value * kOne); }
constexpr uint64_t kLn2 = Fixed(std::numbers::ln2);
constexpr uint64_t kLog2E = Fixed(std::numbers::log2e);

uint64_t Multiply(uint64_t a, uint64_t b) { return a * b / kOne; }

// The natural logarithm, by way of that to base two: one bit after the point for each squaring.
uint64_t Log(uint64_t value) {
  uint64_t log2 = 0;
  for (; value >= 2 * kOne; value >>= 1) log2 += kOne;
  for (uint64_t bit = kOne / 2; bit != 0; bit /= 2) {
    value = Multiply(value, value);
    if (value < 2 * kOne) continue;
    value >>= 1;
    log2 += bit;
  }
  return log2 * kOne / kLog2E;
}

// The cube root loses two thirds of the bits after the point.
uint64_t CubeRoot(uint64_t value) {
  uint64_t root = 0;
  for (uint64_t bit = 1 << 21; bit != 0; bit /= 2) {
    const uint64_t next = root | bit;
    if (next * next * next <= value) root = next;
  }
  return root << 12;
}

// RSA: the values NIST SP 800-56B rev. 2 appendix D lists, and between them its formula (that of
// FIPS 140-2 IG 7.5, the cost of the number field sieve) rounded to a multiple of eight.
int FactoringBits(int modulus_bits) {
  switch (modulus_bits) {
    case 2048:
      return 112;
    case 3072:
      return 128;
    case 4096:
      return 152;
    case 6144:
      return 176;
    case 7680:
      return 192;
    case 8192:
      return 200;
    case 15360:
      return 256;
    default:
      break;
  }
  if (modulus_bits < 8) return 0;
  if (modulus_bits >= 687737) return 1200;  // from there on the fixed point is too narrow
  const uint64_t size = static_cast<uint64_t>(modulus_bits) * kLn2;
  const uint64_t log_size = Log(size);
  const uint64_t root = CubeRoot(Multiply(Multiply(size, log_size), log_size));
  const uint64_t bits = (Multiply(Fixed(1.923), root) - Fixed(4.690)) / kLn2;
  const int cap = modulus_bits <= 7680 ? 192 : modulus_bits <= 15360 ? 256 : 1200;
  return std::min(static_cast<int>((bits + 4) & ~uint64_t{7}), cap);
}

// DSA and DH: SP 800-57 part 1, table 2, and no more than half the subgroup's order.
int DiscreteLogBits(int prime_bits, int subgroup_bits) {
  const int strength = prime_bits >= 15360  ? 256
                       : prime_bits >= 7680 ? 192
                       : prime_bits >= 3072 ? 128
                       : prime_bits >= 2048 ? 112
                       : prime_bits >= 1024 ? 80
                                            : 0;
  if (subgroup_bits < 0) return strength;
  const int half = subgroup_bits / 2;
  return half < 80 ? 0 : std::min(half, strength);
}

int CurveBits(int order_bits) {
  if (order_bits >= 512) return 256;
  if (order_bits >= 384) return 192;
  if (order_bits >= 256) return 128;
  if (order_bits >= 224) return 112;
  if (order_bits >= 160) return 80;
  return order_bits / 2;
}

// Dss-Parms ::= SEQUENCE { p, q, g } (RFC 3279 section 2.3.2); -1 where there is no q.
int DsaSubgroupBits(BytesView parameters) {
  CBS in(parameters), dsa, prime, subgroup;
  if (!CBS_get_asn1(&in, &dsa, CBS_ASN1_SEQUENCE) ||
      !CBS_get_asn1(&dsa, &prime, CBS_ASN1_INTEGER) ||
      !CBS_get_asn1(&dsa, &subgroup, CBS_ASN1_INTEGER)) {
    return -1;
  }
  return IntegerBits({CBS_data(&subgroup), CBS_len(&subgroup)});
}

}  // namespace

int KeySecurityBits(const PublicKey& key) {
  switch (key.type) {
    case KeyType::kRsa:
    case KeyType::kRsaPss:
      return FactoringBits(key.bits);
    case KeyType::kEc:
      return CurveBits(key.bits);
    case KeyType::kEd25519:
    case KeyType::kX25519:
      return 128;
    case KeyType::kEd448:
    case KeyType::kX448:
      return 224;
    case KeyType::kDsa:
      return DiscreteLogBits(key.bits, DsaSubgroupBits(key.parameters));
    case KeyType::kDh:
      return DiscreteLogBits(key.bits, -1);
    case KeyType::kUnknown:
      break;
  }
  return 0;
}

}  // namespace tlsprobe
