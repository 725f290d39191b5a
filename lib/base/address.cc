#include "tlsprobe/base/address.h"

#include <algorithm>
#include <array>

#include "fmt/format.h"
#include "tlsprobe/base/hex.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

using Groups = std::array<uint16_t, 8>;

std::optional<Bytes> ParseIpv4(std::string_view text) {
  const std::vector<std::string_view> pieces = Split(text, '.');
  if (pieces.size() != 4) return std::nullopt;
  Bytes address;
  for (const std::string_view piece : pieces) {
    // A leading zero would be octal to some readers.
    if (piece.size() > 3 || (piece.size() > 1 && piece.front() == '0')) return std::nullopt;
    const std::optional<uint64_t> value = ParseUint(piece, 255);
    if (!value) return std::nullopt;
    address.push_back(static_cast<uint8_t>(*value));
  }
  return address;
}

bool AppendGroup(std::string_view piece, Bytes& out) {
  if (piece.empty() || piece.size() > 4) return false;
  const absl::StatusOr<Bytes> bytes =
      FromHex(std::string(4 - piece.size(), '0') + std::string(piece));
  if (!bytes.ok()) return false;
  out.insert(out.end(), bytes->begin(), bytes->end());
  return true;
}

// Reads "a:b:c" or "a:b:1.2.3.4"; an empty text is an empty list.
std::optional<Bytes> ParseGroups(std::string_view text, bool ipv4_may_end) {
  Bytes out;
  if (text.empty()) return out;
  const std::vector<std::string_view> pieces = Split(text, ':');
  for (size_t i = 0; i < pieces.size(); ++i) {
    const bool last = i + 1 == pieces.size();
    if (last && ipv4_may_end && pieces[i].find('.') != std::string_view::npos) {
      const std::optional<Bytes> ipv4 = ParseIpv4(pieces[i]);
      if (!ipv4) return std::nullopt;
      out.insert(out.end(), ipv4->begin(), ipv4->end());
      continue;
    }
    if (!AppendGroup(pieces[i], out)) return std::nullopt;
  }
  return out;
}

std::optional<Bytes> ParseIpv6(std::string_view text) {
  constexpr size_t kSize = 16;
  if (text.size() > 45) return std::nullopt;
  const size_t gap = text.find("::");
  if (gap == std::string_view::npos) {
    std::optional<Bytes> all = ParseGroups(text, true);
    if (!all || all->size() != kSize) return std::nullopt;
    return all;
  }
  std::optional<Bytes> front = ParseGroups(text.substr(0, gap), false);
  const std::optional<Bytes> back = ParseGroups(text.substr(gap + 2), true);
  // "::" stands for at least one group.
  if (!front || !back || front->size() + back->size() > kSize - 2) return std::nullopt;
  front->resize(kSize - back->size());
  front->insert(front->end(), back->begin(), back->end());
  return front;
}

// The longest run of zero groups, the first of several; two or more (RFC 5952 section 4.2).
struct Run {
  size_t start = 0;
  size_t size = 0;
};
Run LongestZeroRun(const Groups& groups) {
  Run best;
  Run run;
  for (size_t i = 0; i < groups.size(); ++i) {
    if (groups[i] != 0) {
      run = {};
      continue;
    }
    if (run.size == 0) run.start = i;
    ++run.size;
    if (run.size > best.size) best = run;
  }
  return best.size >= 2 ? best : Run{};
}

std::string JoinGroups(std::span<const uint16_t> groups) {
  return fmt::format("{:x}", fmt::join(groups.begin(), groups.end(), ":"));
}

std::string FormatIpv4(BytesView address) {
  return fmt::format("{}", fmt::join(address.begin(), address.end(), "."));
}

std::string FormatIpv6(BytesView address) {
  Groups groups = {};
  for (size_t i = 0; i < groups.size(); ++i) {
    groups[i] = static_cast<uint16_t>(address[2 * i] << 8 | address[2 * i + 1]);
  }
  const std::span<const uint16_t> all = groups;
  // IPv4-mapped (RFC 5952 section 5).
  const bool mapped =
      std::all_of(groups.begin(), groups.begin() + 5, [](uint16_t group) { return group == 0; }) &&
      groups[5] == 0xffff;
  if (mapped) return "::ffff:" + FormatIpv4(address.last(4));
  const Run run = LongestZeroRun(groups);
  if (run.size == 0) return JoinGroups(all);
  return JoinGroups(all.first(run.start)) + "::" + JoinGroups(all.subspan(run.start + run.size));
}

absl::StatusOr<HostPort> ParseBracketed(std::string_view text) {
  const size_t close = text.find(']');
  if (close == std::string_view::npos) {
    return InvalidArgument(fmt::format("address \"{}\": expected a closing bracket", Escape(text)));
  }
  HostPort parts;
  parts.host = text.substr(1, close - 1);
  const std::string_view behind = text.substr(close + 1);
  if (behind.empty()) return parts;
  if (behind.front() != ':') {
    return InvalidArgument(
        fmt::format("address \"{}\": expected \":port\" behind the bracket, got \"{}\"",
                    Escape(text), Escape(behind)));
  }
  parts.port = behind.substr(1);
  return parts;
}

// RFC 3986 section 2.1. Nullopt: a percent sign without two digits.
std::optional<std::string> PercentDecode(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const std::string_view digits = text.substr(i + 1, 2);
    const absl::StatusOr<Bytes> byte = FromHex(digits);
    if (digits.size() != 2 || !byte.ok()) return std::nullopt;
    out += static_cast<char>(byte->front());
    i += 2;
  }
  return out;
}

bool IsScheme(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto is_allowed = [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
  };
  return !text.empty() && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(), is_allowed);
}

absl::Status ReadUserInfo(std::string_view text, UrlParts& parts) {
  const size_t colon = text.find(':');
  const std::optional<std::string> user = PercentDecode(text.substr(0, colon));
  parts.has_password = colon != std::string_view::npos;
  const std::optional<std::string> password =
      PercentDecode(parts.has_password ? text.substr(colon + 1) : std::string_view());
  if (!user || !password) {
    return InvalidArgument("URL: expected two hex digits behind each % of user and password");
  }
  parts.user = *user;
  parts.password = *password;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<HostPort> ParseHostPort(std::string_view text) {
  if (text.starts_with('[')) return ParseBracketed(text);
  HostPort parts;
  const size_t colon = text.find(':');
  const bool is_ipv6 = colon != text.rfind(':');
  if (colon == std::string_view::npos || is_ipv6) {
    parts.host = text;
    return parts;
  }
  parts.host = text.substr(0, colon);
  parts.port = text.substr(colon + 1);
  return parts;
}

std::string FormatHostPort(std::string_view host, uint16_t port) {
  if (host.find(':') == std::string_view::npos) return fmt::format("{}:{}", host, port);
  return fmt::format("[{}]:{}", host, port);
}

std::optional<Bytes> ParseIpAddress(std::string_view text) {
  if (text.find(':') == std::string_view::npos) return ParseIpv4(text);
  return ParseIpv6(text);
}

std::string_view WithoutZone(std::string_view address) {
  const size_t percent = address.find('%');
  const bool zone = percent != std::string_view::npos && percent + 1 < address.size();
  return zone && address.find(':') < percent ? address.substr(0, percent) : address;
}

std::string FormatIpAddress(BytesView address) {
  if (address.size() == 4) return FormatIpv4(address);
  if (address.size() == 16) return FormatIpv6(address);
  return ToHex(address);
}

absl::StatusOr<UrlParts> ParseUrl(std::string_view text) {
  const size_t mark = text.find("://");
  if (mark == std::string_view::npos || !IsScheme(text.substr(0, mark))) {
    return InvalidArgument(
        fmt::format("URL \"{}\": expected it to begin with scheme://", Escape(text)));
  }
  UrlParts parts;
  parts.scheme = ToLowerAscii(text.substr(0, mark));
  std::string_view authority = text.substr(mark + 3);
  const size_t path = authority.find_first_of("/?#");
  if (path != std::string_view::npos) {
    parts.path = authority.substr(path);
    authority = authority.substr(0, path);
  }
  const size_t at = authority.rfind('@');
  if (at != std::string_view::npos) {
    if (absl::Status status = ReadUserInfo(authority.substr(0, at), parts); !status.ok()) {
      return status;
    }
    authority.remove_prefix(at + 1);
  }
  absl::StatusOr<HostPort> address = ParseHostPort(authority);
  if (!address.ok()) return address.status();
  parts.host = std::move(address->host);
  parts.port = std::move(address->port);
  return parts;
}

}  // namespace tlsprobe
