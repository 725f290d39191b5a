#include "tlsprobe/driver/outline.h"

#include <openssl/bytestring.h>

#include <array>

namespace tlsprobe {
namespace {

constexpr unsigned kContext0 = CBS_ASN1_CONTEXT_SPECIFIC | CBS_ASN1_CONSTRUCTED | 0;

// Takes tag and length of a SEQUENCE off `in` and stays inside it, also where its content is cut
// off, or has no length (BER).
bool EnterSequence(CBS& in) {
  uint8_t tag = 0;
  uint8_t length = 0;
  if (!CBS_get_u8(&in, &tag) || tag != 0x30 || !CBS_get_u8(&in, &length)) return false;
  return length < 0x80 || CBS_skip(&in, length & 0x7f) == 1;
}

}  // namespace

std::optional<BytesView> SubjectOf(BytesView der) {
  CBS in, skipped, subject;
  CBS_init(&in, der.data(), der.size());
  if (!EnterSequence(in) || !EnterSequence(in) ||
      !CBS_get_optional_asn1(&in, &skipped, nullptr, kContext0) ||  // version
      !CBS_get_asn1(&in, &skipped, CBS_ASN1_INTEGER) ||             // serial
      !CBS_get_asn1(&in, &skipped, CBS_ASN1_SEQUENCE) ||            // signature
      !CBS_get_asn1(&in, &skipped, CBS_ASN1_SEQUENCE) ||            // issuer
      !CBS_get_asn1(&in, &skipped, CBS_ASN1_SEQUENCE) ||            // validity
      !CBS_get_asn1_element(&in, &subject, CBS_ASN1_SEQUENCE)) {
    return std::nullopt;
  }
  return BytesView(CBS_data(&subject), CBS_len(&subject));
}

bool IsPkcs12(BytesView bytes) {
  // 1.2.840.113549.1.7, behind which 1 is data, 2 signedData.
  constexpr std::array<uint8_t, 8> kPkcs7 = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7};
  CBS in, type;
  uint64_t version = 0;
  CBS_init(&in, bytes.data(), bytes.size());
  if (!EnterSequence(in) || !CBS_get_asn1_uint64(&in, &version) || version != 3 ||
      !EnterSequence(in) || !CBS_get_asn1(&in, &type, CBS_ASN1_OBJECT)) {
    return false;
  }
  CBS arc;
  uint8_t kind = 0;
  return CBS_get_bytes(&type, &arc, kPkcs7.size()) &&
         CBS_mem_equal(&arc, kPkcs7.data(), kPkcs7.size()) && CBS_get_u8(&type, &kind) &&
         (kind == 1 || kind == 2) && CBS_len(&type) == 0;
}

}  // namespace tlsprobe
