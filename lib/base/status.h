// The two lines that keep early returns short.
#ifndef TLSPROBE_BASE_STATUS_H_
#define TLSPROBE_BASE_STATUS_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tlsprobe {

// Debian's absl::string_view is not std::string_view: these cross the boundary.
inline std::string_view Message(const absl::Status& status) {
  return {status.message().data(), status.message().size()};
}
inline absl::Status InvalidArgument(std::string_view message) {
  return absl::InvalidArgumentError(absl::string_view(message.data(), message.size()));
}
inline absl::Status NotFound(std::string_view message) {
  return absl::NotFoundError(absl::string_view(message.data(), message.size()));
}

}  // namespace tlsprobe

#endif  // TLSPROBE_BASE_STATUS_H_
