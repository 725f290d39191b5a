// Text from strangers, made fit to print; and the small cutting that options and files need.
#ifndef TLSPROBE_BASE_TEXT_H_
#define TLSPROBE_BASE_TEXT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// Escape makes bytes from a peer safe for a terminal and a log: printable ASCII stays, backslash
// is doubled, line ends become \r and \n, everything else \xNN. At most `limit` input bytes are
// shown; what was cut is said at the end: "... (1234 bytes in all)".
std::string Escape(BytesView bytes, size_t limit = 200);
std::string Escape(std::string_view text, size_t limit = 200);

// EscapeControls keeps valid UTF-8 readable and escapes only control characters (C0, DEL, C1,
// bidirectional overrides) and bytes that are not UTF-8. For names out of certificates.
std::string EscapeControls(std::string_view text);

// IsUtf8 is true for well-formed UTF-8 (RFC 3629).
bool IsUtf8(std::string_view text);

// Split cuts at every `separator`; an empty text gives one empty piece.
std::vector<std::string_view> Split(std::string_view text, char separator);

// ParseUint reads decimal digits only, no sign and no blanks; nullopt otherwise or above `max`.
std::optional<uint64_t> ParseUint(std::string_view text, uint64_t max = UINT64_MAX);

// ToLowerAscii changes A to Z only.
std::string ToLowerAscii(std::string_view text);
bool EqualsIgnoreCase(std::string_view a, std::string_view b);

}  // namespace tlsprobe

#endif  // TLSPROBE_BASE_TEXT_H_
