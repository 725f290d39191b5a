// Proxies as they are typed, and as the environment names them.
#ifndef TLSPROBE_CLI_PROXY_H_
#define TLSPROBE_CLI_PROXY_H_

#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe::cli {

// ReadProxy takes "host:port" (HTTP CONNECT) or a URL, scheme://[user[:password]@]host[:port] with
// http, https, socks4, socks4a, socks5 or socks5h, and fills in what it says: kind, host, port, and
// the credentials where there are some. Errors: what was expected; never the password.
absl::Status ReadProxy(std::string_view text, ProxyOptions& proxy);

// The value of an environment variable; empty: not set.
using Environment = absl::FunctionRef<std::string(const char* name)>;

// A proxy the environment names for a host, and which variable did.
struct NamedProxy {
  std::string variable = {};
  std::string value = {};  // empty: go directly
};

// ProxyFromEnvironment looks at https_proxy and all_proxy, in lower case before upper case, and at
// no_proxy: a list of "*", names that stand for themselves and all below (with a dot before or
// not), addresses, and networks as ADDRESS/BITS.
NamedProxy ProxyFromEnvironment(std::string_view host, Environment environment);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_PROXY_H_
