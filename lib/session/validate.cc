#include "tlsprobe/session/validate.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tlsprobe/base/address.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/table.h"

namespace tlsprobe {
namespace {

constexpr size_t kMostHostBytes = 255;
constexpr size_t kMostUnixPathBytes = 107;  // sun_path with its NUL

absl::Status Refuse(std::string_view field, std::string_view expected, std::string_view got) {
  return InvalidArgument(fmt::format("{}: expected {}, got {}.", field, expected, got));
}
std::string Quoted(std::string_view text) { return fmt::format("\"{}\"", Escape(text)); }

absl::Status CheckRange(std::string_view field, int64_t value, int64_t least, int64_t most) {
  if (value >= least && value <= most) return absl::OkStatus();
  return Refuse(field, fmt::format("{} to {}", least, most), fmt::format("{}", value));
}

// A name as it can stand in a packet or a certificate: nothing a terminal or a C string minds.
absl::Status CheckName(std::string_view field, std::string_view name) {
  if (name.size() > kMostHostBytes) {
    return Refuse(field, fmt::format("at most {} bytes", kMostHostBytes),
                  fmt::format("{}", name.size()));
  }
  for (char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7f) {
      return Refuse(field, "a name without blanks and control characters", Quoted(name));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckAlpn(const std::vector<std::string>& names) {
  size_t total = 0;
  for (const std::string& name : names) {
    if (name.empty() || name.size() > 255) {
      return Refuse("tls.alpn", "names of 1 to 255 bytes (RFC 7301 section 3.1)",
                    fmt::format("one of {} bytes, {}", name.size(), Quoted(name)));
    }
    total += name.size() + 1;
  }
  if (total <= 0xffff) return absl::OkStatus();
  return Refuse("tls.alpn", "a list of at most 65535 bytes", fmt::format("{} bytes", total));
}

absl::Status CheckTls(const TlsOptions& tls) {
  if (absl::Status status = CheckAlpn(tls.alpn); !status.ok()) return status;
  if (tls.server_name && tls.server_name->empty()) {
    return Refuse("tls.server_name", "1 to 255 bytes (leave it out with send_server_name)",
                  "an empty name");
  }
  if (tls.server_name) {
    absl::Status status = CheckName("tls.server_name", *tls.server_name);
    if (!status.ok()) return status;
  }
  if (tls.max_send_fragment < 512 || tls.max_send_fragment > 16384) {
    return Refuse("tls.max_send_fragment", "512 to 16384 bytes",
                  fmt::format("{}", tls.max_send_fragment));
  }
  return absl::OkStatus();
}

absl::Status CheckVerify(const VerifyOptions& verify) {
  if (!verify.ip.empty() && !ParseIpAddress(verify.ip)) {
    return Refuse("verify.ip", "an IPv4 or IPv6 address", Quoted(verify.ip));
  }
  if (absl::Status status = CheckName("verify.host", verify.host); !status.ok()) return status;
  if (absl::Status status = CheckName("verify.email", verify.email); !status.ok()) return status;
  if (verify.max_depth) {
    absl::Status status = CheckRange("verify.max_depth", *verify.max_depth, 0, INT32_MAX);
    if (!status.ok()) return status;
  }
  if (verify.auth_level) {
    absl::Status status = CheckRange("verify.auth_level", *verify.auth_level, 0, 5);
    if (!status.ok()) return status;
  }
  return CheckRange("verify.default_security_level", verify.default_security_level, 0, 5);
}

absl::Status CheckLimits(const Limits& limits) {
  struct DurationRow {
    std::string_view field;
    std::chrono::milliseconds value;
  };
  // A year and more would overflow nanoseconds when it is added to an Instant.
  constexpr std::chrono::milliseconds kMost = std::chrono::hours(24 * 365);
  const DurationRow durations[] = {
      {"limits.resolve", limits.resolve},
      {"limits.connect", limits.connect},
      {"limits.dialogue", limits.dialogue},
      {"limits.handshake", limits.handshake},
      {"limits.total", limits.total},
      {"limits.settle_min", limits.settle_min},
      {"limits.settle_min_client_auth", limits.settle_min_client_auth},
      {"limits.settle_max", limits.settle_max},
  };
  for (const DurationRow& row : durations) {
    if (row.value.count() >= 0 && row.value <= kMost) continue;
    return Refuse(row.field, "0 ms (no limit) to a year", fmt::format("{} ms", row.value.count()));
  }
  struct SizeRow {
    std::string_view field;
    size_t value;
  };
  const SizeRow sizes[] = {
      {"limits.handshake_message_bytes", limits.handshake_message_bytes},
      {"limits.handshake_bytes", limits.handshake_bytes},
      {"limits.certificates", limits.certificates},
      {"limits.staple_bytes", limits.staple_bytes},
      {"limits.write_buffer_bytes", limits.write_buffer_bytes},
  };
  for (const SizeRow& row : sizes) {
    if (row.value == 0) return Refuse(row.field, "1 or more", "0");
  }
  return absl::OkStatus();
}

// What SOCKS has one byte for the length of, and text lines no room for.
absl::Status CheckCredential(std::string_view field, std::string_view text) {
  constexpr size_t kMost = 255;
  if (text.size() > kMost) {
    return Refuse(field, fmt::format("at most {} bytes", kMost), fmt::format("{}", text.size()));
  }
  if (text.find_first_of(std::string_view("\0\r\n", 3)) == std::string_view::npos) {
    return absl::OkStatus();
  }
  return Refuse(field, "text without line ends and NUL", "one with them");
}

absl::Status CheckProxy(const ProxyOptions& proxy) {
  if (proxy.host.empty()) return Refuse("proxy.host", "a name or an address", "nothing");
  if (absl::Status status = CheckName("proxy.host", proxy.host); !status.ok()) return status;
  if (proxy.port == 0) return Refuse("proxy.port", "1 to 65535", "0");
  if (proxy.user) {
    absl::Status status = CheckCredential("proxy.user", *proxy.user);
    if (!status.ok()) return status;
  }
  if (!proxy.user && !proxy.password.empty()) {
    return Refuse("proxy.password", "a proxy.user with it", "none");
  }
  // Basic credentials are cut at the first colon (RFC 7617 section 2).
  const bool basic = proxy.kind == ProxyKind::kHttp || proxy.kind == ProxyKind::kHttps;
  if (basic && proxy.user && proxy.user->find(':') != std::string::npos) {
    return Refuse("proxy.user", "a name without a colon", Quoted(*proxy.user));
  }
  if (absl::Status status = CheckTls(proxy.tls); !status.ok()) return status;
  return CheckVerify(proxy.verify);
}

absl::Status CheckStarttls(const StarttlsOptions& starttls) {
  if (starttls.protocol && !starttls.script_file.empty()) {
    return Refuse("starttls.script_file", "either a protocol or a script", "both");
  }
  if (starttls.client_name.empty()) {
    return Refuse("starttls.client_name", "a name", "nothing");
  }
  absl::Status status = CheckName("starttls.client_name", starttls.client_name);
  if (!status.ok()) return status;
  status = CheckName("starttls.xmpp_domain", starttls.xmpp_domain);
  if (!status.ok() || !starttls.after_tls) return status;
  if (starttls.protocol && FindStarttls(*starttls.protocol).ask != nullptr) return status;
  return Refuse("starttls.after_tls",
                "smtp, lmtp, pop3, imap, xmpp, xmpp-server or ldap as starttls.protocol",
                starttls.protocol ? FindStarttls(*starttls.protocol).name : "none");
}

absl::Status CheckUnixPath(const std::string& path) {
  if (path.size() > kMostUnixPathBytes || path.find('\0') != std::string::npos) {
    return Refuse("target.unix_path",
                  fmt::format("a path of at most {} bytes without NUL", kMostUnixPathBytes),
                  fmt::format("{} bytes", path.size()));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ValidateConfig(const ProbeConfig& config) {
  if (!config.bind_address.empty()) {
    auto parsed = ParseHostPort(config.bind_address);
    if (!parsed.ok() || (!parsed->port.empty() && !ParseUint(parsed->port, 65535))) {
      return Refuse("bind_address", "host or host:port, the port in digits",
                    Quoted(config.bind_address));
    }
  }
  if (config.proxy) {
    absl::Status status = CheckProxy(*config.proxy);
    if (!status.ok()) return status;
  }
  if (absl::Status status = CheckStarttls(config.starttls); !status.ok()) return status;
  if (absl::Status status = CheckTls(config.tls); !status.ok()) return status;
  if (absl::Status status = CheckVerify(config.verify); !status.ok()) return status;
  return CheckLimits(config.limits);
}

absl::Status ValidateTarget(const Target& target) {
  if (!target.unix_path.empty()) {
    absl::Status status = CheckUnixPath(target.unix_path);
    if (!status.ok()) return status;
    return CheckName("target.host", target.host);
  }
  if (target.host.empty()) return Refuse("target.host", "a name or an address", "nothing");
  if (absl::Status status = CheckName("target.host", target.host); !status.ok()) return status;
  if (target.port == 0) return Refuse("target.port", "1 to 65535", "0");
  for (const std::string& address : target.addresses) {
    if (ParseIpAddress(WithoutZone(address))) continue;
    return Refuse("target.addresses", "address literals", Quoted(address));
  }
  return absl::OkStatus();
}

absl::Status ValidateProxyPassword(std::string_view password) {
  return CheckCredential("proxy.password", password);
}

absl::Status ValidateTarget(const ProbeConfig& config, const Target& target) {
  if (config.proxy && !target.unix_path.empty()) {
    return Refuse("target.unix_path", "a host and a port, which a proxy can reach", "a path");
  }
  const bool socks4 = config.proxy && (config.proxy->kind == ProxyKind::kSocks4 ||
                                       config.proxy->kind == ProxyKind::kSocks4a);
  const std::string& told = target.addresses.empty() ? target.host : target.addresses.front();
  if (socks4 && told.find(':') != std::string::npos) {
    return Refuse("target.host", "an IPv4 address or a name for SOCKS 4 (socks5:// takes IPv6)",
                  Quoted(told));
  }
  return ValidateTarget(target);
}

}  // namespace tlsprobe
