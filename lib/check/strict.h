// What OpenSSL asks of certificates under X509_V_FLAG_X509_STRICT: the musts of RFC 5280 that CAs
// break without harm.
#ifndef TLSPROBE_CHECK_STRICT_H_
#define TLSPROBE_CHECK_STRICT_H_

#include <cstddef>

#include "tlsprobe/check/chain_walk.h"

namespace tlsprobe {

// Fails the walk for each rule that the certificate at `depth` breaks (errors 78 and 80 to 93 but
// for 90 and 91). Not for a chain of one: RFC 5280 is not about certificates that sign themselves
// (RFC 6818 section 2).
void CheckStrictly(ChainWalk& walk, size_t depth);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_STRICT_H_
