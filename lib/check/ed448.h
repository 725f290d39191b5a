// Ed448 (RFC 8032 section 5.2), which BoringSSL lacks: by nettle.
#ifndef TLSPROBE_CHECK_ED448_H_
#define TLSPROBE_CHECK_ED448_H_

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// Ed448Verifies says whether `key` (57 bytes) made `signature` (114 bytes) of `message`, without a
// context. Other sizes: false.
bool Ed448Verifies(BytesView key, BytesView message, BytesView signature);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_ED448_H_
