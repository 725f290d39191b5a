// Which certificates of a chain somebody can have issued anew.
#ifndef TLSPROBE_CHECK_CONTROLLED_H_
#define TLSPROBE_CHECK_CONTROLLED_H_

#include <cstddef>

#include "tlsprobe/model/verification.h"

namespace tlsprobe {

// How many of `built`, from the leaf: all but a root or another trust anchor, which is there for
// its key and not for what it says. A leaf that is its own root counts.
inline size_t ControlledCount(const ChainVerification& chain) {
  const size_t size = chain.built.size();
  if (size < 2) return size;
  return size - (chain.anchor == size - 1 || chain.built.back()->self_issued ? 1 : 0);
}

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_CONTROLLED_H_
