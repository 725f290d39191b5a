#include "tlsprobe/base/url.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "fmt/format.h"
#include "tlsprobe/base/address.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

// What RFC 9110 section 4.1 asks everybody to take.
constexpr size_t kLongestUrl = 8000;
constexpr size_t kLongestName = 253;  // RFC 1035 section 3.1, without the dot at the end

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool IsOneOf(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

bool IsControl(char c) { return (c >= '\0' && c < ' ') || c == '\x7f'; }

// RFC 3986 section 3 without the fragment; each part as typed.
struct Components {
  std::optional<std::string_view> scheme = {};
  std::optional<std::string_view> authority = {};
  std::string_view path = {};
  std::optional<std::string_view> query = {};
};

bool IsScheme(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return IsAlphanumeric(c) || IsOneOf(c, "+-."); });
}

Components Cut(std::string_view text) {
  Components parts;
  text = text.substr(0, text.find('#'));
  const size_t colon = text.find_first_of(":/?");
  if (colon != text.npos && text[colon] == ':' && IsScheme(text.substr(0, colon))) {
    parts.scheme = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (text.starts_with("//")) {
    text.remove_prefix(2);
    parts.authority = text.substr(0, text.find_first_of("/?"));
    text.remove_prefix(parts.authority->size());
  }
  const size_t mark = text.find('?');
  parts.path = text.substr(0, mark);
  if (mark != text.npos) parts.query = text.substr(mark + 1);
  return parts;
}

// RFC 3986 section 5.2.4, for a path that begins with a slash; another is left alone.
std::string WithoutDots(std::string_view path) {
  if (!path.starts_with('/')) return std::string(path);
  std::vector<std::string_view> kept;
  const std::vector<std::string_view> segments = Split(path.substr(1), '/');
  for (size_t i = 0; i < segments.size(); ++i) {
    const std::string_view segment = segments[i];
    const bool dots = segment == "." || segment == "..";
    if (segment == ".." && !kept.empty()) kept.pop_back();
    if (!dots) kept.push_back(segment);
    if (dots && i + 1 == segments.size()) kept.emplace_back();
  }
  return fmt::format("/{}", fmt::join(kept, "/"));
}

// RFC 3986 section 5.2.3.
std::string Merge(const Components& base, std::string_view path) {
  if (base.authority && base.path.empty()) return "/" + std::string(path);
  return std::string(base.path.substr(0, base.path.rfind('/') + 1)) + std::string(path);
}

std::string Join(std::string_view scheme, std::optional<std::string_view> authority,
                 std::string_view path, std::optional<std::string_view> query) {
  std::string text = fmt::format("{}:", scheme);
  if (authority) text += fmt::format("//{}", *authority);
  text += path;
  if (query) text += fmt::format("?{}", *query);
  return text;
}

// Empty: it is http.
std::string WrongScheme(std::string_view url) {
  const std::optional<std::string_view> scheme = Cut(url).scheme;
  if (!scheme) return "expected it to begin with http://";
  if (EqualsIgnoreCase(*scheme, "http")) return {};
  return fmt::format("expected http, the only scheme that is fetched, got {}", Escape(*scheme, 40));
}

bool IsHost(std::string_view host) {
  if (ParseIpAddress(host)) return true;
  const size_t size = host.ends_with('.') ? host.size() - 1 : host.size();
  return size > 0 && size <= kLongestName &&
         std::ranges::all_of(host, [](char c) { return IsAlphanumeric(c) || IsOneOf(c, "-._"); });
}

// RFC 3986 section 3.3. A percent sign is taken for the beginning of what is encoded already.
std::string EncodeTarget(std::string_view text) {
  constexpr std::string_view kAllowed = "-._~!$&'()*+,;=:@/?%";
  std::string out;
  for (const char c : text) {
    if (IsAlphanumeric(c) || IsOneOf(c, kAllowed)) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<uint8_t>(c));
    }
  }
  return out;
}

}  // namespace

std::string HttpUrl::authority() const {
  if (port != 80) return FormatHostPort(host, port);
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

std::string HttpUrl::text() const { return "http://" + authority() + target; }

bool IsHttpUrl(std::string_view url) {
  constexpr std::string_view kBegin = "http://";
  return EqualsIgnoreCase(url.substr(0, kBegin.size()), kBegin);
}

absl::StatusOr<HttpUrl> ParseHttpUrl(std::string_view text) {
  if (text.size() > kLongestUrl) {
    return InvalidArgument(fmt::format("expected at most {} bytes", kLongestUrl));
  }
  if (std::ranges::any_of(text, IsControl)) {
    return InvalidArgument("expected no control characters");
  }
  if (const std::string wrong = WrongScheme(text); !wrong.empty()) return InvalidArgument(wrong);
  absl::StatusOr<UrlParts> parts = ParseUrl(text.substr(0, text.find('#')));
  if (!parts.ok()) return parts.status();
  if (!parts->user.empty() || parts->has_password) {
    return InvalidArgument("expected no user and no password in it");
  }
  if (!IsHost(parts->host)) {
    return InvalidArgument(fmt::format("expected a host's name in ASCII or its address, got \"{}\"",
                                       Escape(parts->host)));
  }
  const std::optional<uint64_t> port = ParseUint(parts->port.empty() ? "80" : parts->port, 65535);
  if (!port || *port == 0) {
    return InvalidArgument(
        fmt::format("expected a port from 1 to 65535, got \"{}\"", Escape(parts->port)));
  }
  HttpUrl url;
  url.host = std::move(parts->host);
  url.port = static_cast<uint16_t>(*port);
  url.target = EncodeTarget(parts->path);
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  return url;
}

std::string ResolveReference(std::string_view base, std::string_view reference) {
  const Components from = Cut(base);
  const Components to = Cut(reference);
  const std::string_view scheme = to.scheme.value_or(from.scheme.value_or(""));
  if (to.scheme || to.authority) {
    return Join(scheme, to.authority, WithoutDots(to.path), to.query);
  }
  if (to.path.empty()) {
    return Join(scheme, from.authority, from.path, to.query ? to.query : from.query);
  }
  const std::string path = to.path.starts_with('/') ? std::string(to.path) : Merge(from, to.path);
  return Join(scheme, from.authority, WithoutDots(path), to.query);
}

}  // namespace tlsprobe
