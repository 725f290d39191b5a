// The contents of the extensions of a CRL that Crl has members for (RFC 5280 section 5.2).
#ifndef TLSPROBE_WIRE_CRL_EXTENSIONS_H_
#define TLSPROBE_WIRE_CRL_EXTENSIONS_H_

#include "tlsprobe/model/crl.h"

namespace tlsprobe {

// ParseCrlExtensions reads `crl.extensions` into the members made of them. The first of several
// with one OID counts; `bad_extensions` and `duplicate_extensions` are filled, each OID once.
void ParseCrlExtensions(Crl& crl);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_CRL_EXTENSIONS_H_
