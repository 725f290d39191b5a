// Writes DER (X.690), as much of it as making certificates needs.
#ifndef TLSPROBE_DRIVER_DER_H_
#define TLSPROBE_DRIVER_DER_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

enum DerTag : uint8_t {
  kDerBoolean = 0x01,
  kDerInteger = 0x02,
  kDerBitString = 0x03,
  kDerOctetString = 0x04,
  kDerNull = 0x05,
  kDerOid = 0x06,
  kDerUtf8String = 0x0c,
  kDerPrintableString = 0x13,
  kDerIa5String = 0x16,
  kDerUtcTime = 0x17,
  kDerGeneralizedTime = 0x18,
  kDerSequence = 0x30,
  kDerSet = 0x31,
  kDerContext = 0x80,             // + number: [number] IMPLICIT, primitive
  kDerContextConstructed = 0xa0,  // + number
};

// One element whose content is the parts, one behind the other.
Bytes Der(int tag, std::initializer_list<BytesView> parts);
inline Bytes Der(int tag, BytesView content) { return Der(tag, {content}); }

Bytes DerUint(uint64_t number);
// The whole element of a dotted OID; nullopt where the text is none.
std::optional<Bytes> DerObjectId(std::string_view dotted);

void Append(Bytes& bytes, BytesView more);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_DER_H_
