// Fetches for whoever has no loop.
#ifndef TLSPROBE_DRIVER_FETCH_BLOCKING_H_
#define TLSPROBE_DRIVER_FETCH_BLOCKING_H_

#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "tlsprobe/model/probe_config.h"
#include "tlsprobe/session/probe_session.h"

namespace tlsprobe {

struct FetchedAnswer {
  RequestId id = 0;
  absl::StatusOr<Answer> answer = Answer();
};

// FetchBlocking answers every FetchRequest among `requests`, all at once, each within
// Limits::fetch.
std::vector<FetchedAnswer> FetchBlocking(const ProbeConfig& config,
                                         std::span<const Request> requests);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_FETCH_BLOCKING_H_
