// Fetches for whoever has no loop.
#ifndef TLSPROBE_DRIVER_FETCH_BLOCKING_H_
#define TLSPROBE_DRIVER_FETCH_BLOCKING_H_

#include <span>
#include <vector>

#include "tlsprobe/driver/fetch_requests.h"
#include "tlsprobe/driver/fetcher.h"
#include "tlsprobe/session/probe_session.h"

namespace tlsprobe {

// FetchBlocking answers every FetchRequest among `requests`, all at once, each within `limits`; in
// the order the answers came. Calls that belong together share FetchLimits::budget. Errors are
// those of FetchResult, and kInternal where this process may open nothing more.
std::vector<FetchedAnswer> FetchBlocking(const FetchLimits& limits,
                                         std::span<const Request> requests);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_FETCH_BLOCKING_H_
