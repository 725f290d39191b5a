// One value of a name in the form that NameFlag bits ask for.
#ifndef TLSPROBE_WIRE_NAME_VALUE_H_
#define TLSPROBE_WIRE_NAME_VALUE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// NameValue writes the value as ASN1_STRING_print_ex of OpenSSL 3.0 does; see RenderName in
// wire/name_format.h for what differs. Bits that are about more than the value count for nothing.
std::string NameValue(const NameAttribute& attribute, uint32_t flags);

// SlashValue writes it as X509_NAME_oneline does: bytes that are not printable ASCII as \xXX.
// `separators` says which characters get a backslash: none in OpenSSL 1.1.0, "/+" in 3.0.
std::string SlashValue(const NameAttribute& attribute, std::string_view separators);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_NAME_VALUE_H_
