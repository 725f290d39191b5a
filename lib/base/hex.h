// Hexadecimal text and hexdumps.
#ifndef TLSPROBE_BASE_HEX_H_
#define TLSPROBE_BASE_HEX_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// ToHex gives two lower-case digits for each byte; ToHexUpper upper-case ones.
std::string ToHex(BytesView bytes);
std::string ToHexUpper(BytesView bytes);

// FromHex reads pairs of digits of either case, and nothing else. Errors: kInvalidArgument, with
// the offset of what is wrong.
absl::StatusOr<Bytes> FromHex(std::string_view text);

// HexDump is laid out as OpenSSL's BIO_dump_indent: offset, 16 bytes in hex with a dash after the
// eighth, the printable ones as text, one line each, all ending in "\n". `indent` blanks go before
// each line.
//   0000 - 89 50 8e 64 4e a2 7b 50-53 36 a9 4c 2b 5c 01 6b   .P.dN.{PS6.L+\.k
std::string HexDump(BytesView bytes, int indent = 0);

}  // namespace tlsprobe

#endif  // TLSPROBE_BASE_HEX_H_
