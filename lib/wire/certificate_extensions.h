// The contents of the certificate extensions that Certificate has members for.
#ifndef TLSPROBE_WIRE_CERTIFICATE_EXTENSIONS_H_
#define TLSPROBE_WIRE_CERTIFICATE_EXTENSIONS_H_

#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// ParseKnownExtensions reads `certificate.extensions` into the members made of them. The first of
// several with one OID counts; `bad_extensions` and `duplicate_extensions` are filled, each OID
// once.
void ParseKnownExtensions(Certificate& certificate);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_CERTIFICATE_EXTENSIONS_H_
