// The path of a CRL's issuer that is not on the path of the certificate the CRL is about (RFC 5280
// section 6.3.3 (f)).
#ifndef TLSPROBE_CHECK_CRL_PATH_H_
#define TLSPROBE_CHECK_CRL_PATH_H_

#include <cstddef>
#include <cstdint>

#include "tlsprobe/check/chain_walk.h"

namespace tlsprobe {

enum class CrlPathVerdict : uint8_t {
  kGood,
  kTolerated,  // errors were met; the verification went on, and ended at the same anchor
  kUnchecked,  // nothing is wrong, and a signature is of a kind this build cannot verify
  kRefused,
};

// CheckCrlPath verifies the certificate of `issuer` for the CRL of the certificate at `depth`, and
// adds the steps to those of `walk`. Errors met there are no errors of `walk`, as in OpenSSL. Why
// nothing can be said is in CrlMemory::IssuerPath.
CrlPathVerdict CheckCrlPath(ChainWalk& walk, size_t depth, const ChainLink& issuer);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_CRL_PATH_H_
