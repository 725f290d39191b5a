// Host, port and address text: what stands in -connect, in a URL, in --resolve.
#ifndef TLSPROBE_BASE_ADDRESS_H_
#define TLSPROBE_BASE_ADDRESS_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// A host and a port as typed. An empty part was not given.
struct HostPort {
  std::string host = {};  // without brackets
  std::string port = {};  // digits or a service name
};

// ParseHostPort cuts "host:port", "[v6]:port", "host", ":port", "[v6]" and "v6" (two colons or
// more without brackets are an IPv6 address without a port). Errors: kInvalidArgument for an
// unclosed bracket or text behind it.
absl::StatusOr<HostPort> ParseHostPort(std::string_view text);

// FormatHostPort puts brackets around a host with a colon.
std::string FormatHostPort(std::string_view host, uint16_t port);

// ParseIpAddress gives 4 bytes (RFC 6943 strict dotted quad) or 16 (RFC 4291 section 2.2, no zone);
// nullopt for anything else.
std::optional<Bytes> ParseIpAddress(std::string_view text);

// WithoutZone cuts "%eth0" off an IPv6 literal (RFC 4007 section 11); anything else, and one with
// nothing behind the percent sign, comes back as it is.
std::string_view WithoutZone(std::string_view address);

// FormatIpAddress takes 4 or 16 bytes; IPv6 in RFC 5952 form. Other sizes come back as hex.
std::string FormatIpAddress(BytesView address);

// A URL cut into its parts (RFC 3986 section 3); percent-decoding is done for user and password.
struct UrlParts {
  std::string scheme = {};  // lower case
  std::string user = {};
  std::string password = {};
  bool has_password = false;
  std::string host = {};  // without brackets
  std::string port = {};  // as typed, may be empty
  std::string path = {};  // from the first slash, may be empty; includes query and fragment
};

// ParseUrl wants "scheme://". Errors: kInvalidArgument.
absl::StatusOr<UrlParts> ParseUrl(std::string_view text);

}  // namespace tlsprobe

#endif  // TLSPROBE_BASE_ADDRESS_H_
