// Reads JSON from strangers: errors say where, and nothing is nested deeper than it needs to be.
#ifndef TLSPROBE_CLI_REQUEST_JSON_H_
#define TLSPROBE_CLI_REQUEST_JSON_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tlsprobe/render/json_value.h"

namespace tlsprobe::cli {

// The longest string that may be an id: it comes back with every answer.
inline constexpr size_t kMostIdBytes = 1000;

struct RequestJson {
  absl::Status status = {};  // why it is of no use
  // The last member "id" of the object, where it is one that may be; also with most errors.
  Json id = nullptr;
  Json value = nullptr;  // where `status` is OK
};

// ParseRequestJson reads one value, for which an object may have these members alone. It is not
// built before that is known: building takes the square of the members' number. Errors:
// kInvalidArgument, with the byte (counted from 0) where it is no JSON, the member nobody knows, or
// what there is too much of: levels (lists or objects in lists that stand in an object), members.
RequestJson ParseRequestJson(std::string_view text, std::span<const std::string_view> members);

// StringsOf takes a list of strings; `member` is what errors call it.
absl::StatusOr<std::vector<std::string>> StringsOf(std::string_view member, const Json& value);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_REQUEST_JSON_H_
