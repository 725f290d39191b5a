// Object identifiers: dotted text to DER.
#ifndef TLSPROBE_WIRE_OID_CONTENT_H_
#define TLSPROBE_WIRE_OID_CONTENT_H_

#include <string_view>

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// OidContent gives the content bytes of the OBJECT IDENTIFIER that DottedOid (oid.h) reads as
// `dotted`; empty where there is none.
Bytes OidContent(std::string_view dotted);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_OID_CONTENT_H_
