// Fetches for whoever has no loop.
#ifndef TLSPROBE_DRIVER_FETCH_BLOCKING_H_
#define TLSPROBE_DRIVER_FETCH_BLOCKING_H_

#include <span>
#include <vector>

#include "tlsprobe/driver/fetch_requests.h"
#include "tlsprobe/model/probe_config.h"
#include "tlsprobe/session/probe_session.h"

namespace tlsprobe {

// FetchBlocking answers every FetchRequest among `requests`, all at once, each within
// Limits::fetch; in the order the answers came.
std::vector<FetchedAnswer> FetchBlocking(const ProbeConfig& config,
                                         std::span<const Request> requests);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_FETCH_BLOCKING_H_
