// Why a connection failed, as an administrator would put it: symptoms (an alert, a FIN, a banner)
// in, the cause and what to do about it out. One table.
#ifndef TLSPROBE_SESSION_CAUSES_H_
#define TLSPROBE_SESSION_CAUSES_H_

#include <string>

#include "tlsprobe/model/outcome.h"
#include "tlsprobe/session/outcomes.h"

namespace tlsprobe {

struct Explanation {
  std::string cause = {};   // to be read behind "host:port "; empty where nothing is known
  std::string advice = {};  // may be empty
};

// FindCause explains how `outcome` ended at `progress`. Nothing failed: both are empty.
Explanation FindCause(const Outcome& outcome, const Progress& progress);

// Whether the peer spoke, and not TLS. Half a record is TLS all the same.
bool SpokeOtherwise(const Progress& progress);

}  // namespace tlsprobe

#endif  // TLSPROBE_SESSION_CAUSES_H_
