// What was fetched for one certificate, for the next ones.
#ifndef TLSPROBE_CLI_FETCH_CACHE_H_
#define TLSPROBE_CLI_FETCH_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "tlsprobe/base/bytes.h"
#include "tlsprobe/base/time.h"
#include "tlsprobe/model/fetch.h"

namespace tlsprobe::cli {

// Keeps answers and failures alike: a server that does not answer costs its time once. All that
// share one are fetched under the same rules. Not thread-safe.
class FetchCache {
 public:
  static constexpr size_t kMostBytes = size_t{32} << 20;  // of bodies, URLs and errors
  // A process may judge for days, and revocation is about today.
  static constexpr int64_t kMostSeconds = 600;

  // Null where nothing is kept, or it is too old. Valid until the next Keep.
  const absl::StatusOr<Bytes>* Find(const FetchRequest& request, UnixTime now) const;
  // What is larger than all of the room is not kept; where there is no more room, all else goes.
  void Keep(const FetchRequest& request, const absl::StatusOr<Bytes>& answer, UnixTime now);

 private:
  using Key = std::pair<FetchKind, std::string>;
  struct Entry {
    absl::StatusOr<Bytes> answer;
    UnixTime at = {};
  };

  std::map<Key, Entry> entries_ = {};
  size_t bytes_ = 0;
};

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_FETCH_CACHE_H_
