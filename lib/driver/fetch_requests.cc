#include "tlsprobe/driver/fetch_requests.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace tlsprobe {

FetchRequests::FetchRequests(Loop& loop, Resolver& resolver, FetchLimits limits, OnAnswer on_answer)
    : loop_(loop),
      resolver_(resolver),
      limits_(std::move(limits)),
      on_answer_(std::make_shared<OnAnswer>(std::move(on_answer))) {}

FetchRequests::~FetchRequests() = default;

void FetchRequests::Look(std::span<const Request> requests) {
  absl::erase_if(running_, [requests](const auto& each) {
    return std::ranges::find(requests, each.first, &Request::id) == requests.end();
  });
  for (const Request& request : requests) {
    const auto* fetch = std::get_if<FetchRequest>(&request.what);
    if (fetch != nullptr && begun_.insert(request.id).second) Begin(request.id, *fetch);
  }
}

void FetchRequests::Begin(RequestId id, const FetchRequest& request) {
  auto fetcher = std::make_unique<Fetcher>(loop_, resolver_, limits_);
  Fetcher& started = *fetcher;
  running_.emplace(id, std::move(fetcher));
  started.Start(request, [this, id](FetchResult result) {
    // Both outlive this, which the call may destroy.
    const auto finished = running_.extract(id);
    const std::shared_ptr<OnAnswer> on_answer = on_answer_;
    FetchedAnswer fetched = {.id = id, .took = result.took};
    if (result.body.ok()) {
      fetched.answer->bytes = *std::move(result.body);
    } else {
      fetched.answer = result.body.status();
    }
    (*on_answer)(std::move(fetched));
  });
}

}  // namespace tlsprobe
