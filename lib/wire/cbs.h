// What the parsers here need of DER over and over, on CBS. All are as tolerant as OpenSSL is: a
// BOOLEAN may be any number, unused bits may be set.
#ifndef TLSPROBE_WIRE_CBS_H_
#define TLSPROBE_WIRE_CBS_H_

#include <openssl/bytestring.h>

#include <cstdint>
#include <optional>
#include <string>

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

inline constexpr CBS_ASN1_TAG kContext = CBS_ASN1_CONTEXT_SPECIFIC;
inline constexpr CBS_ASN1_TAG kContextConstructed =
    CBS_ASN1_CONTEXT_SPECIFIC | CBS_ASN1_CONSTRUCTED;

inline BytesView View(const CBS& cbs) { return {CBS_data(&cbs), CBS_len(&cbs)}; }

// OpenSequence gives the content of the one SEQUENCE that is all of `value`.
bool OpenSequence(BytesView value, CBS& content);

// TakeOptionalBoolean takes a BOOLEAN with `tag` off the front; `value` stays where there is none.
bool TakeOptionalBoolean(CBS& in, CBS_ASN1_TAG tag, bool& value);

// TakeOid takes an OBJECT IDENTIFIER off the front; false also where it has no dotted form.
bool TakeOid(CBS& in, std::string& dotted);

// ReadNumber reads the content of an INTEGER that is not negative. UINT64_MAX: it does not fit.
std::optional<uint64_t> ReadNumber(BytesView content);

// ReadNamedBits reads the content of a BIT STRING; the unused bits at its end come as zero.
std::optional<Bytes> ReadNamedBits(BytesView content);

// LowBits gives the first `count` (16 at most) of `bits`, bit n as 1 << n.
uint16_t LowBits(BytesView bits, unsigned count);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_CBS_H_
