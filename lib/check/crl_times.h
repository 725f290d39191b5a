// When a CRL counts (RFC 5280 sections 5.1.2.4 and 5.1.2.5).
#ifndef TLSPROBE_CHECK_CRL_TIMES_H_
#define TLSPROBE_CHECK_CRL_TIMES_H_

#include "tlsprobe/check/chain_walk.h"
#include "tlsprobe/model/crl.h"

namespace tlsprobe {

// The errors of either end, 0 for none.
struct CrlTimeFaults {
  int begin = 0;
  int end = 0;

  bool any() const { return begin != 0 || end != 0; }
};

// FindTimeFaults judges at the walk's time; nothing is wrong where times are not checked. With
// `delta_counts` a delta CRL that is in time stands in for what is out of date.
CrlTimeFaults FindTimeFaults(const ChainWalk& walk, const Crl& crl, bool delta_counts);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_CRL_TIMES_H_
