#include "tlsprobe/driver/fetch_blocking.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "tlsprobe/driver/loop.h"
#include "tlsprobe/driver/resolver.h"

namespace tlsprobe {
namespace {

bool IsFetch(const Request& request) { return std::holds_alternative<FetchRequest>(request.what); }

// Not by the status's own code, which is that of a limit of fetches.
std::vector<FetchedAnswer> RefuseAll(std::span<const Request> requests,
                                     const absl::Status& no_loop) {
  const absl::Status status = absl::InternalError(no_loop.message());
  std::vector<FetchedAnswer> answers;
  for (const Request& request : requests) {
    if (IsFetch(request)) answers.push_back({.id = request.id, .answer = status});
  }
  return answers;
}

}  // namespace

std::vector<FetchedAnswer> FetchBlocking(const FetchLimits& limits,
                                         std::span<const Request> requests) {
  Loop loop;
  if (!loop.status().ok()) return RefuseAll(requests, loop.status());
  Resolver resolver(loop);
  std::vector<FetchedAnswer> answers;
  const auto wanted = static_cast<size_t>(std::ranges::count_if(requests, IsFetch));
  FetchRequests fetches(loop, resolver, limits, [&](FetchedAnswer answer) {
    answers.push_back(std::move(answer));
    if (answers.size() == wanted) loop.Stop();
  });
  fetches.Look(requests);
  if (answers.size() < wanted) loop.Run();
  return answers;
}

}  // namespace tlsprobe
