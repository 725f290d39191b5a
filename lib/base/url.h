// URLs of http, as a fetch needs them (RFC 9110 section 4.2.1), and references to them.
#ifndef TLSPROBE_BASE_URL_H_
#define TLSPROBE_BASE_URL_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tlsprobe {

struct HttpUrl {
  std::string host = {};  // a name or an address literal without brackets
  uint16_t port = 80;
  std::string target = "/";  // path and query, fit for a request line (RFC 9112 section 3.2.1)

  // As in a Host header: brackets around IPv6, no port where it is 80.
  std::string authority() const;
  std::string text() const;
};

// IsHttpUrl is true for what begins with "http://", in whatever letters (RFC 3986 section 3.1): the
// only kind of URL that is fetched. What follows is not looked at.
bool IsHttpUrl(std::string_view url);

// ParseHttpUrl reads an absolute URL of http. What may not stand in a path, blanks for one, is
// percent-encoded; the fragment is dropped. Errors: kInvalidArgument for another scheme, a user or
// a password, a port that cannot be, a host that is neither a name nor an address, control
// characters, and more than 8000 bytes; what was expected, without the URL.
absl::StatusOr<HttpUrl> ParseHttpUrl(std::string_view text);

// ResolveReference makes an absolute URL out of what stands in a Location header at `base` (RFC
// 3986 section 5.2), without its fragment. Nothing is checked.
std::string ResolveReference(std::string_view base, std::string_view reference);

}  // namespace tlsprobe

#endif  // TLSPROBE_BASE_URL_H_
