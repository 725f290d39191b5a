// Lines with literals in them, as IMAP and ManageSieve write them: "{12}" at the end of a line says
// that 12 bytes follow, and then the rest of the line (RFC 9051 section 4.3, RFC 5804 section 4).
#ifndef TLSPROBE_DIALOGUE_LITERAL_H_
#define TLSPROBE_DIALOGUE_LITERAL_H_

#include <optional>
#include <string_view>

#include "tlsprobe/dialogue/script.h"

namespace tlsprobe {

// Reads a line and whatever literals it goes on with; what stands before the first is returned.
std::optional<std::string_view> ReadLineWithLiterals(Script& script, std::string_view expected);

}  // namespace tlsprobe

#endif  // TLSPROBE_DIALOGUE_LITERAL_H_
