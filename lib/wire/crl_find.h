// How serial numbers are told apart on a CRL.
#ifndef TLSPROBE_WIRE_CRL_FIND_H_
#define TLSPROBE_WIRE_CRL_FIND_H_

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// CanonicalInteger gives the content of an INTEGER without the bytes in front that DER leaves out:
// equal for equal numbers. A serial number is kept as it was sent, which may be with them.
BytesView CanonicalInteger(BytesView content);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_CRL_FIND_H_
