// Reads JSON from strangers: errors say where, and nothing is nested deeper than it needs to be.
#ifndef TLSPROBE_CLI_REQUEST_JSON_H_
#define TLSPROBE_CLI_REQUEST_JSON_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tlsprobe/render/json_value.h"

namespace tlsprobe::cli {

// ParseRequestJson reads one value. Errors: kInvalidArgument, with the byte (counted from 0) where
// it is no JSON, or where lists or objects stand in lists that stand in an object.
absl::StatusOr<Json> ParseRequestJson(std::string_view text);

// StringsOf takes a list of strings; `member` is what errors call it.
absl::StatusOr<std::vector<std::string>> StringsOf(std::string_view member, const Json& value);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_REQUEST_JSON_H_
