#include "cli/target.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>

#include "fmt/format.h"
#include "tlsprobe/base/address.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/table.h"

namespace tlsprobe::cli {
namespace {

constexpr uint16_t kDialectPort = 4433;
constexpr uint16_t kNativePort = 443;

struct Scheme {
  std::string_view name = {};
  uint16_t port = 0;                      // 0: none of its own, the URL must say it
  std::optional<Starttls> starttls = {};  // TLS begins after this dialogue
};
constexpr Scheme kSchemes[] = {
    {"https", 443},
    {"wss", 443},
    {"tls", 0},
    {"ssl", 0},
    {"smtps", 465},
    {"submissions", 465},
    {"imaps", 993},
    {"pop3s", 995},
    {"ldaps", 636},
    {"ftps", 990},
    {"ircs", 6697},
    {"nntps", 563},
    {"xmpps", 5223},
    {"sips", 5061},
    {"mqtts", 8883},
    {"amqps", 5671},
    {"rediss", 6379},
    {"dot", 853},
    {"smtp", 25, Starttls::kSmtp},
    {"submission", 587, Starttls::kSmtp},
    {"lmtp", 24, Starttls::kLmtp},
    {"imap", 143, Starttls::kImap},
    {"pop3", 110, Starttls::kPop3},
    {"ftp", 21, Starttls::kFtp},
    {"ldap", 389, Starttls::kLdap},
    {"xmpp", 5222, Starttls::kXmpp},
    {"xmpp-client", 5222, Starttls::kXmpp},
    {"xmpp-server", 5269, Starttls::kXmppServer},
    {"irc", 6667, Starttls::kIrc},
    {"nntp", 119, Starttls::kNntp},
    {"sieve", 4190, Starttls::kSieve},
    {"postgres", 5432, Starttls::kPostgres},
    {"postgresql", 5432, Starttls::kPostgres},
    {"mysql", 3306, Starttls::kMysql},
    {"mariadb", 3306, Starttls::kMysql},
    {"telnet", 23, Starttls::kTelnet},
    {"rdp", 3389, Starttls::kRdp},
    {"mssql", 1433, Starttls::kMssql},
    {"sqlserver", 1433, Starttls::kMssql},
};

// A target as it can be repeated: what stands before an @ may be a password.
std::string Shown(std::string_view text) {
  const size_t at = text.rfind('@');
  if (at == std::string_view::npos) return Escape(text);
  const size_t scheme = text.find("://");
  const std::string_view head = scheme < at ? text.substr(0, scheme + 3) : std::string_view();
  return Escape(fmt::format("{}***{}", head, text.substr(at)));
}

absl::Status ReadWords(std::string_view host, std::string_view port, Target& target) {
  target.host = host;
  if (port.empty()) return absl::OkStatus();
  const absl::StatusOr<uint16_t> number = ReadPort(port);
  if (!number.ok()) return number.status();
  target.port = *number;
  return absl::OkStatus();
}

// In a URL the percent sign of a zone is itself percent-encoded (RFC 6874 section 2).
std::string DecodeZone(std::string host) {
  const size_t percent = host.find("%25");
  if (percent != std::string::npos && host.find(':') < percent) host.erase(percent + 1, 2);
  return host;
}

// A scheme and -starttls may both say how TLS begins, but not differ in it.
absl::Status UseScheme(const Scheme& scheme, std::string_view text, StarttlsOptions& starttls) {
  const bool same = !starttls.wanted() || starttls.protocol == scheme.starttls;
  if (scheme.starttls && !same) {
    return InvalidArgument(fmt::format(
        "target \"{}\": expected it and -starttls to name the same protocol, got another one",
        Shown(text)));
  }
  if (scheme.starttls) starttls.protocol = scheme.starttls;
  return absl::OkStatus();
}

absl::Status ReadUrl(std::string_view text, Target& target, StarttlsOptions& starttls) {
  const absl::StatusOr<UrlParts> url = ParseUrl(text);
  if (!url.ok() && text.find('@') != std::string_view::npos) {
    return InvalidArgument(fmt::format("target \"{}\": expected a URL", Shown(text)));
  }
  if (!url.ok()) return url.status();
  const auto* scheme = std::ranges::find(kSchemes, url->scheme, &Scheme::name);
  if (scheme == std::end(kSchemes)) {
    return InvalidArgument(fmt::format(
        "target \"{}\": expected a scheme that leads to TLS such as https, imaps or smtp, got {}",
        Shown(text), Escape(url->scheme)));
  }
  if (absl::Status status = UseScheme(*scheme, text, starttls); !status.ok()) return status;
  if (target.port == 0) target.port = scheme->port;
  if (target.port == 0 && url->port.empty()) {
    return InvalidArgument(fmt::format("target \"{}\": expected a port, {} has none of its own",
                                       Shown(text), scheme->name));
  }
  return ReadWords(DecodeZone(url->host), url->port, target);
}

absl::Status CheckHost(std::string_view text, const Target& target) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (!std::all_of(target.host.begin(), target.host.end(), is_ascii)) {
    // Which letters are the same in a name is Unicode's business (UTS #46), not the C library's
    // outside of a fitting locale; a guess could be another host.
    return InvalidArgument(
        fmt::format("target \"{}\": expected a name in ASCII, got other letters; write it as "
                    "xn--... (`idn2 NAME` prints that form)",
                    EscapeControls(text)));
  }
  const bool odd = std::any_of(target.host.begin(), target.host.end(),
                               [](char c) { return c <= ' ' || c == '\x7f' || c == '/'; });
  if (!target.host.empty() && !odd) return absl::OkStatus();
  return InvalidArgument(
      fmt::format("target \"{}\": expected host, host:port, [v6]:port or a URL", Shown(text)));
}

absl::Status ReadNativeWord(std::string_view text, Target& target, StarttlsOptions& starttls) {
  if (text.find("://") != std::string_view::npos) return ReadUrl(text, target, starttls);
  const absl::StatusOr<HostPort> parts = ParseHostPort(text);
  if (!parts.ok()) return parts.status();
  const bool colons = parts->host.find(':') != std::string::npos;
  if (colons && !ParseIpAddress(WithoutZone(parts->host))) {
    return InvalidArgument(fmt::format(
        "target \"{}\": expected host:port or an IPv6 address; one with a port is [v6]:port",
        Shown(text)));
  }
  absl::Status status = ReadWords(parts->host, parts->port, target);
  if (status.ok()) return status;
  return InvalidArgument(fmt::format("target \"{}\": {}", Shown(text), Message(status)));
}

}  // namespace

absl::StatusOr<uint16_t> ReadPort(std::string_view text) {
  const auto refused = [&] {
    return InvalidArgument(
        fmt::format("port \"{}\": expected 1 to 65535 or the name of a service", Escape(text)));
  };
  const bool digits = text.find_first_not_of("0123456789") == std::string_view::npos;
  if (digits) {
    const std::optional<uint64_t> number = ParseUint(text, 65535);
    if (!number || *number == 0) return refused();
    return static_cast<uint16_t>(*number);
  }
  addrinfo hints = {};
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  // No host is asked for, so nothing is looked up on the network.
  if (getaddrinfo(nullptr, std::string(text).c_str(), &hints, &found) != 0) return refused();
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
  return ntohs(reinterpret_cast<const sockaddr_in*>(found->ai_addr)->sin_port);
}

absl::Status ReadDialectTarget(const TargetWords& words, Target& target) {
  target.port = kDialectPort;
  if (!target.unix_path.empty()) return absl::OkStatus();
  if (absl::Status status = ReadWords(words.host, words.port, target); !status.ok()) return status;
  const std::optional<std::string>& text = words.connect ? words.connect : words.positional;
  if (!text) return absl::OkStatus();
  const absl::StatusOr<HostPort> parts = ParseHostPort(*text);
  const bool bare_colons =
      parts.ok() && !text->starts_with('[') && parts->host.find(':') != std::string::npos;
  if (!parts.ok() || bare_colons) {
    return InvalidArgument(
        fmt::format("-connect argument or target parameter malformed or ambiguous: expected "
                    "host:port, [v6]:port or host, got \"{}\"",
                    Escape(*text)));
  }
  absl::Status status = ReadWords(parts->host, parts->port, target);
  if (status.ok()) return status;
  return InvalidArgument(fmt::format("-connect {}: {}", Escape(*text), Message(status)));
}

absl::Status ReadNativeTarget(const TargetWords& words, Target& target, StarttlsOptions& starttls) {
  target.port = kNativePort;
  if (!target.unix_path.empty()) return absl::OkStatus();
  const std::optional<std::string>& text = words.connect ? words.connect : words.positional;
  if (!text && words.host.empty()) {
    return InvalidArgument("expected a target: host, host:port, [v6]:port or a URL");
  }
  target.port = 0;
  // The port of the target itself counts more than -port, and that more than a scheme's.
  absl::Status status = ReadWords(words.host, words.port, target);
  if (status.ok() && text) status = ReadNativeWord(*text, target, starttls);
  if (!status.ok()) return status;
  if (target.port == 0 && starttls.protocol) target.port = FindStarttls(*starttls.protocol).port;
  if (target.port == 0) target.port = kNativePort;
  return CheckHost(text ? *text : words.host, target);
}

}  // namespace tlsprobe::cli
