// Which addresses a URL out of a stranger's certificate must not lead to: everything that is not
// for hosts on the Internet, by the registries of IANA (RFC 6890).
#ifndef TLSPROBE_DRIVER_ADDRESS_RULES_H_
#define TLSPROBE_DRIVER_ADDRESS_RULES_H_

#include <string>

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// AddressRefusal says what an address (4 or 16 bytes) is that must not be connected to: "a private
// address (RFC 1918)". Empty: it may be. An IPv6 address that stands for an IPv4 one is judged by
// that, where it leads there by itself (IPv4-mapped) or by a translator (RFC 6052, RFC 3056).
std::string AddressRefusal(BytesView address);

// RefusalBesidePrivate lets private, loopback and link-local addresses pass, and nothing else that
// AddressRefusal refuses: VerifyOptions::fetch_private.
std::string RefusalBesidePrivate(BytesView address);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_ADDRESS_RULES_H_
