// Object identifiers as a person types them.
#ifndef TLSPROBE_WIRE_OID_TEXT_H_
#define TLSPROBE_WIRE_OID_TEXT_H_

#include <optional>
#include <string>
#include <string_view>

namespace tlsprobe {

// OidFromText takes "1.2.3.4" or a name OpenSSL knows, short or long ("serverAuth"), and gives the
// dotted text; nullopt for what is neither (OBJ_txt2obj). An arc has at most 128 bits, as those of
// UUIDs have (X.667).
std::optional<std::string> OidFromText(std::string_view text);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_OID_TEXT_H_
