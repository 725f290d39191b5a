#include "cli/fetch_cache.h"

namespace tlsprobe::cli {
namespace {

// About what an entry takes beside its texts, so that many small ones count, too.
constexpr size_t kEntryBytes = 256;

size_t SizeOf(const FetchRequest& request, const absl::StatusOr<Bytes>& answer) {
  const size_t body = answer.ok() ? answer->size() : answer.status().message().size();
  return kEntryBytes + request.url.size() + body;
}

}  // namespace

const absl::StatusOr<Bytes>* FetchCache::Find(const FetchRequest& request, UnixTime now) const {
  const auto found = entries_.find({request.kind, request.url});
  if (found == entries_.end()) return nullptr;
  const int64_t age = now.seconds - found->second.at.seconds;
  // A clock that was set back says nothing about the age.
  return age >= 0 && age <= kMostSeconds ? &found->second.answer : nullptr;
}

void FetchCache::Keep(const FetchRequest& request, const absl::StatusOr<Bytes>& answer,
                      UnixTime now) {
  Key key = {request.kind, request.url};
  if (const auto old = entries_.find(key); old != entries_.end()) {
    bytes_ -= SizeOf(request, old->second.answer);
    entries_.erase(old);
  }
  const size_t size = SizeOf(request, answer);
  if (size > kMostBytes) return;
  if (size > kMostBytes - bytes_) {
    entries_.clear();
    bytes_ = 0;
  }
  bytes_ += size;
  entries_.emplace(std::move(key), Entry{.answer = answer, .at = now});
}

}  // namespace tlsprobe::cli
