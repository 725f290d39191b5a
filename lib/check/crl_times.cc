#include "tlsprobe/check/crl_times.h"

#include "tlsprobe/check/verify_codes.h"

namespace tlsprobe {

CrlTimeFaults FindTimeFaults(const ChainWalk& walk, const Crl& crl, bool delta_counts) {
  CrlTimeFaults faults;
  if (walk.input.options.no_check_time && !walk.input.options.at_time) return faults;
  if (crl.bad_this_update) {
    faults.begin = kBadCrlThisUpdate;
  } else if (crl.this_update > walk.judged_at) {
    faults.begin = kCrlNotYetValid;
  }
  if (crl.bad_next_update) {
    faults.end = kBadCrlNextUpdate;
  } else if (crl.next_update && *crl.next_update <= walk.judged_at && !delta_counts) {
    faults.end = kCrlExpired;
  }
  return faults;
}

}  // namespace tlsprobe
