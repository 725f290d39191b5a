#include "tlsprobe/driver/fetch_blocking.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "tlsprobe/driver/loop.h"
#include "tlsprobe/driver/resolver.h"

namespace tlsprobe {
namespace {

bool IsFetch(const Request& request) { return std::holds_alternative<FetchRequest>(request.what); }

std::vector<FetchedAnswer> RefuseAll(std::span<const Request> requests,
                                     const absl::Status& status) {
  std::vector<FetchedAnswer> answers;
  for (const Request& request : requests) {
    if (IsFetch(request)) answers.push_back({.id = request.id, .answer = status});
  }
  return answers;
}

}  // namespace

std::vector<FetchedAnswer> FetchBlocking(const ProbeConfig& config,
                                         std::span<const Request> requests) {
  Loop loop;
  if (!loop.status().ok()) return RefuseAll(requests, loop.status());
  Resolver resolver(loop);
  std::vector<FetchedAnswer> answers;
  const auto wanted = static_cast<size_t>(std::ranges::count_if(requests, IsFetch));
  FetchRequests fetches(loop, resolver, config, [&](FetchedAnswer answer) {
    answers.push_back(std::move(answer));
    if (answers.size() == wanted) loop.Stop();
  });
  fetches.Look(requests);
  if (answers.size() < wanted) loop.Run();
  return answers;
}

}  // namespace tlsprobe
