#include "cli/proxy.h"

#include <algorithm>
#include <iterator>

#include "cli/target.h"
#include "fmt/format.h"
#include "tlsprobe/base/address.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/table.h"

namespace tlsprobe::cli {
namespace {

constexpr std::string_view kForms =
    "host:port, or http://, https://, socks4://, socks4a://, socks5:// or socks5h:// with host, "
    "and "
    "with user:password@ and :port where wanted";

absl::Status Refused(std::string_view what) {
  return InvalidArgument(fmt::format("expected {}, got {}", kForms, what));
}

absl::Status SetPlace(std::string_view host, std::string_view port, ProxyOptions& proxy) {
  if (host.empty()) return Refused("no host");
  proxy.host = host;
  if (port.empty()) {
    if (proxy.port == 0) return Refused(fmt::format("no port behind \"{}\"", Escape(host)));
    return absl::OkStatus();
  }
  const absl::StatusOr<uint16_t> number = ReadPort(port);
  if (!number.ok()) return number.status();
  proxy.port = *number;
  return absl::OkStatus();
}

absl::Status ReadUrl(std::string_view text, ProxyOptions& proxy) {
  const absl::StatusOr<UrlParts> url = ParseUrl(text);
  // The whole may hold a password.
  if (!url.ok()) return Refused("another URL");
  const auto table = ProxyTable();
  const auto row = std::ranges::find(table, url->scheme, &ProxyRow::scheme);
  if (row == table.end()) return Refused(fmt::format("{}://", Escape(url->scheme)));
  if (!url->path.empty() && url->path != "/") {
    return Refused("a path behind the host");
  }
  proxy.kind = row->kind;
  proxy.port = row->port;
  if (!url->user.empty()) proxy.user = url->user;
  if (url->has_password) proxy.password = "pass:" + url->password;
  return SetPlace(url->host, url->port, proxy);
}

std::string FirstSet(Environment environment, std::initializer_list<const char*> names,
                     std::string* which) {
  for (const char* name : names) {
    std::string value = environment(name);
    if (value.empty()) continue;
    if (which != nullptr) *which = name;
    return value;
  }
  return "";
}

std::string_view Trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// "192.0.2.0/24"
bool InNetwork(const Bytes& address, std::string_view network) {
  const size_t slash = network.find('/');
  if (slash == std::string_view::npos) return false;
  const std::optional<Bytes> base = ParseIpAddress(network.substr(0, slash));
  const std::optional<uint64_t> bits = ParseUint(network.substr(slash + 1), 128);
  if (!base || !bits || base->size() != address.size() || *bits > 8 * address.size()) return false;
  for (size_t i = 0; i < *bits; ++i) {
    const auto bit = static_cast<uint8_t>(0x80 >> (i % 8));
    if ((((*base)[i / 8] ^ address[i / 8]) & bit) != 0) return false;
  }
  return true;
}

bool Excludes(std::string_view entry, std::string_view host) {
  if (entry == "*") return true;
  if (entry.starts_with('[') && entry.ends_with(']')) entry = entry.substr(1, entry.size() - 2);
  if (const std::optional<Bytes> address = ParseIpAddress(host)) {
    return ParseIpAddress(entry) == address || InNetwork(*address, entry);
  }
  if (entry.starts_with('.')) entry.remove_prefix(1);
  if (entry.empty() || host.size() < entry.size()) return false;
  const std::string_view end = host.substr(host.size() - entry.size());
  return EqualsIgnoreCase(end, entry) &&
         (end.size() == host.size() || host[host.size() - end.size() - 1] == '.');
}

}  // namespace

absl::Status ReadProxy(std::string_view text, ProxyOptions& proxy) {
  const bool credentials = text.find('@') != std::string_view::npos;
  const bool url = text.find("://") != std::string_view::npos;
  if (credentials) {
    const absl::Status status =
        ReadUrl(url ? std::string(text) : "http://" + std::string(text), proxy);
    // Any part of what is wrong may be of a password.
    return status.ok() ? status
                       : Refused(
                             "something else (write :, /, ? and @ in a password as %3A, %2F, "
                             "%3F and %40)");
  }
  if (url) return ReadUrl(text, proxy);
  const absl::StatusOr<HostPort> parts = ParseHostPort(text);
  if (!parts.ok()) return Refused(fmt::format("\"{}\"", Escape(text)));
  proxy.kind = ProxyKind::kHttp;
  proxy.port = 0;
  return SetPlace(parts->host, parts->port, proxy);
}

NamedProxy ProxyFromEnvironment(std::string_view host, Environment environment) {
  if (host.ends_with('.')) host.remove_suffix(1);
  const std::string excluded = FirstSet(environment, {"no_proxy", "NO_PROXY"}, nullptr);
  for (const std::string_view list : Split(excluded, ',')) {
    for (const std::string_view entry : Split(list, ' ')) {
      if (Excludes(Trimmed(entry), host)) return {};
    }
  }
  NamedProxy named;
  named.value = FirstSet(environment, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"},
                         &named.variable);
  return named;
}

}  // namespace tlsprobe::cli
