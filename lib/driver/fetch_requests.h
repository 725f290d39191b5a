// Answers what a session asks to be fetched.
#ifndef TLSPROBE_DRIVER_FETCH_REQUESTS_H_
#define TLSPROBE_DRIVER_FETCH_REQUESTS_H_

#include <chrono>
#include <memory>
#include <span>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "tlsprobe/driver/fetcher.h"
#include "tlsprobe/driver/loop.h"
#include "tlsprobe/driver/resolver.h"
#include "tlsprobe/session/probe_session.h"

namespace tlsprobe {

struct FetchedAnswer {
  RequestId id = 0;
  absl::StatusOr<Answer> answer = Answer();
  std::chrono::nanoseconds took = {};
};

class FetchRequests {
 public:
  using OnAnswer = absl::AnyInvocable<void(FetchedAnswer)>;

  // `loop` and `resolver` must outlive it. `on_answer` is called on the loop, once for each
  // fetch, never from within Look, and may destroy this. Destroying it gives up.
  FetchRequests(Loop& loop, Resolver& resolver, FetchLimits limits, OnAnswer on_answer);
  ~FetchRequests();
  FetchRequests(const FetchRequests&) = delete;
  FetchRequests& operator=(const FetchRequests&) = delete;

  // Call it with wants().requests whenever they may have changed: starts a fetch for each
  // FetchRequest that is new, and gives up those that are not asked for any more.
  void Look(std::span<const Request> requests);

  bool running() const { return !running_.empty(); }

 private:
  void Begin(RequestId id, const FetchRequest& request);

  Loop& loop_;
  Resolver& resolver_;
  const FetchLimits limits_;
  const std::shared_ptr<OnAnswer> on_answer_;
  absl::flat_hash_map<RequestId, std::unique_ptr<Fetcher>> running_;
  absl::flat_hash_set<RequestId> begun_;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_FETCH_REQUESTS_H_
