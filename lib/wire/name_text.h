// The string types of ASN.1 as Unicode.
#ifndef TLSPROBE_WIRE_NAME_TEXT_H_
#define TLSPROBE_WIRE_NAME_TEXT_H_

#include <optional>
#include <string>

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// CharacterWidth is how many bytes of a value with this tag OpenSSL takes for one character: 0
// for UTF-8, 1, 2 or 4; -1 for what is no string.
int CharacterWidth(uint8_t tag);

// StringToUtf8 converts a value of a string type. TeletexString is read as Latin-1, as OpenSSL
// does. Nullopt: no string type, or not well-formed (half a character, a surrogate, bad UTF-8).
std::optional<std::string> StringToUtf8(uint8_t tag, BytesView value);

// Latin1ToUtf8 takes each byte for the character of that number.
std::string Latin1ToUtf8(BytesView value);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_NAME_TEXT_H_
