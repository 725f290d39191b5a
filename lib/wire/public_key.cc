#include "tlsprobe/wire/public_key.h"

#include <openssl/bytestring.h>

#include <algorithm>

#include "tlsprobe/base/status.h"
#include "tlsprobe/wire/der.h"
#include "tlsprobe/wire/ec_curves.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

BytesView View(const CBS& cbs) { return {CBS_data(&cbs), CBS_len(&cbs)}; }

int TakeIntegerBits(CBS* in) {
  CBS content;
  return CBS_get_asn1(in, &content, CBS_ASN1_INTEGER) ? IntegerBits(View(content)) : 0;
}

// RSAPublicKey ::= SEQUENCE { modulus, publicExponent } (RFC 8017 appendix A.1.1)
void DescribeRsa(PublicKey& key) {
  CBS in(key.key), rsa;
  if (CBS_get_asn1(&in, &rsa, CBS_ASN1_SEQUENCE)) key.bits = TakeIntegerBits(&rsa);
}

// ECParameters: a named curve, or SpecifiedECDomain ::= SEQUENCE { version, fieldID, curve, base,
// order, … } (RFC 3279 section 2.3.5).
void DescribeEc(PublicKey& key) {
  CBS in(key.parameters), content;
  if (CBS_peek_asn1_tag(&in, CBS_ASN1_OBJECT) && CBS_get_asn1(&in, &content, CBS_ASN1_OBJECT)) {
    key.curve_oid = DottedOid(View(content));
    key.bits = CurveOrderBits(key.curve_oid);
    return;
  }
  if (!CBS_get_asn1(&in, &content, CBS_ASN1_SEQUENCE) ||
      !CBS_get_asn1(&content, nullptr, CBS_ASN1_INTEGER) ||
      !CBS_get_asn1(&content, nullptr, CBS_ASN1_SEQUENCE) ||
      !CBS_get_asn1(&content, nullptr, CBS_ASN1_SEQUENCE) ||
      !CBS_get_asn1(&content, nullptr, CBS_ASN1_OCTETSTRING)) {
    return;
  }
  key.bits = TakeIntegerBits(&content);
}

// Both begin with the prime (RFC 3279 sections 2.3.2 and 2.3.3, PKCS #3).
void DescribePrime(PublicKey& key) {
  CBS in(key.parameters), content;
  if (CBS_get_asn1(&in, &content, CBS_ASN1_SEQUENCE)) key.bits = TakeIntegerBits(&content);
}

struct AlgorithmRow {
  std::string_view dotted;
  KeyType type;
  int bits;  // where the algorithm fixes them, as OpenSSL counts
  void (*describe)(PublicKey&);
};

constexpr AlgorithmRow kAlgorithms[] = {
    {"1.2.840.113549.1.1.1", KeyType::kRsa, 0, DescribeRsa},
    {"1.2.840.10045.2.1", KeyType::kEc, 0, DescribeEc},
    {"1.3.101.112", KeyType::kEd25519, 256, nullptr},
    {"1.2.840.113549.1.1.10", KeyType::kRsaPss, 0, DescribeRsa},
    {"1.3.101.113", KeyType::kEd448, 456, nullptr},
    {"1.3.101.110", KeyType::kX25519, 253, nullptr},
    {"1.3.101.111", KeyType::kX448, 448, nullptr},
    {"1.2.840.10040.4.1", KeyType::kDsa, 0, DescribePrime},
    {"1.2.840.10046.2.1", KeyType::kDh, 0, DescribePrime},
    {"1.2.840.113549.1.3.1", KeyType::kDh, 0, DescribePrime},
    {"2.5.8.1.1", KeyType::kRsa, 0, DescribeRsa},
};

}  // namespace

absl::StatusOr<PublicKey> ParsePublicKey(BytesView spki) {
  CBS in(spki), info, algorithm, oid, bits;
  uint8_t unused_bits = 0;
  if (!CBS_get_asn1(&in, &info, CBS_ASN1_SEQUENCE) || CBS_len(&in) != 0 ||
      !CBS_get_asn1(&info, &algorithm, CBS_ASN1_SEQUENCE) ||
      !CBS_get_asn1(&algorithm, &oid, CBS_ASN1_OBJECT) ||
      !CBS_get_asn1(&info, &bits, CBS_ASN1_BITSTRING) || !CBS_get_u8(&bits, &unused_bits) ||
      unused_bits > 7 || CBS_len(&info) != 0) {
    return InvalidArgument(
        "public key: expected an algorithm and a BIT STRING (RFC 5280 section 4.1.2.7)");
  }
  PublicKey key = {.algorithm_oid = DottedOid(View(oid)),
                   .parameters = ToBytes(View(algorithm)),
                   .spki = ToBytes(spki),
                   .key = ToBytes(View(bits))};
  const auto* row = std::ranges::find(kAlgorithms, key.algorithm_oid, &AlgorithmRow::dotted);
  if (row == std::end(kAlgorithms)) return key;
  key.type = row->type;
  key.bits = row->bits;
  if (row->describe != nullptr) row->describe(key);
  return key;
}

}  // namespace tlsprobe
