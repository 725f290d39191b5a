// Small pieces of DER (X.690) that need no parser.
#ifndef TLSPROBE_WIRE_DER_H_
#define TLSPROBE_WIRE_DER_H_

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// AppendDerHeader writes the identifier byte and the length that go before `length` bytes.
void AppendDerHeader(Bytes& out, uint8_t identifier, size_t length);

// IntegerBits is how many bits the content of a non-negative INTEGER takes without the zeros in
// front; 0 for a negative one.
int IntegerBits(BytesView content);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_DER_H_
