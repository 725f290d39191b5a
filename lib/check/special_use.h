// Names and addresses that are nobody's on the public internet, so that no
// public CA may certify them.
#ifndef TLSPROBE_CHECK_SPECIAL_USE_H_
#define TLSPROBE_CHECK_SPECIAL_USE_H_

#include <string_view>

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// One label alone, or a name that ends in one that will never be a public
// top-level domain. The list of those that are, IANA's root zone, changes too
// often to be held against: an invented ending that is not known here for its
// use inside networks passes. A .onion name may be certified and is none.
bool IsInternalName(std::string_view name);

// Below in-addr.arpa or ip6.arpa.
bool IsReverseZoneName(std::string_view name);

// 4 or 16 bytes, in a block of IANA's IPv4 or IPv6 Special-Purpose Address
// Registry (RFC 6890).
bool IsReservedAddress(BytesView address);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_SPECIAL_USE_H_
