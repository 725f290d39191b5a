// What is said before TLS: STARTTLS and proxies.
#include <string>

#include "cli/option.h"
#include "cli/proxy.h"
#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/table.h"

namespace tlsprobe::cli {
namespace {

constexpr std::string_view kScript = "script:";

// In the dialect a list, line by line: scripts learn from it what can be done. What s_client knows
// comes first.
absl::Status UnknownProtocol(const OptionUse& use) {
  const bool dialect = use.face == Face::kDialect;
  std::string list;
  for (const StarttlsRow& row : StarttlsTable()) {
    list += fmt::format("{}{}", dialect ? "\n\t" : list.empty() ? "" : ", ", row.name);
  }
  if (dialect) return InvalidArgument(fmt::format("Value must be one of:{}\n\tscript:FILE", list));
  return BadValue(use, fmt::format("one of {} and script:FILE", list));
}

absl::Status SetStarttls(const OptionUse& use, CommandLine& line) {
  StarttlsOptions& starttls = line.config.starttls;
  starttls.protocol.reset();
  starttls.script_file.clear();
  if (use.value.starts_with(kScript)) {
    starttls.script_file = use.value.substr(kScript.size());
    if (starttls.script_file.empty()) return BadValue(use, "the name of a file behind script:");
    return absl::OkStatus();
  }
  for (const StarttlsRow& row : StarttlsTable()) {
    if (row.name != use.value) continue;
    starttls.protocol = row.protocol;
    return absl::OkStatus();
  }
  return UnknownProtocol(use);
}

// Since 1.1.1 s_client has one name for both.
absl::Status SetClientName(const OptionUse& use, CommandLine& line) {
  if (use.value.empty()) return BadValue(use, "a name");
  line.config.starttls.client_name = use.value;
  line.config.starttls.xmpp_domain = use.value;
  return absl::OkStatus();
}

ProxyOptions& Proxy(CommandLine& line) {
  if (!line.config.proxy) line.config.proxy.emplace();
  return *line.config.proxy;
}

absl::Status SetProxy(const OptionUse& use, CommandLine& line) {
  absl::Status status = ReadProxy(use.value, Proxy(line));
  if (status.ok()) return status;
  return InvalidArgument(fmt::format("-{}: {}", use.name, Message(status)));
}

absl::Status SetProxyUser(const OptionUse& use, CommandLine& line) {
  Proxy(line).user = use.value;
  return absl::OkStatus();
}

absl::Status SetProxyPassword(const OptionUse& use, CommandLine& line) {
  return SetPassPhraseSource(use, Proxy(line).password);
}

template <std::string VerifyOptions::*kMember>
absl::Status SetProxyTrust(const OptionUse& use, CommandLine& line) {
  if (use.value.empty()) return BadValue(use, "the name of a file or directory");
  Proxy(line).verify.*kMember = use.value;
  return absl::OkStatus();
}

template <FileRef ClientIdentity::*kMember>
absl::Status SetProxyFile(const OptionUse& use, CommandLine& line) {
  if (use.value.empty()) return BadValue(use, "the name of a file");
  (Proxy(line).tls.client.*kMember) = {.path = std::string(use.value), .format = FileFormat::kAny};
  return absl::OkStatus();
}

constexpr Option kOptions[] = {
    {"starttls", "PROTOCOL",
     "Begin TLS within this protocol, or by the dialogue in a file (script:FILE)", SetStarttls},
    {"name", "NAME", "What the client calls itself to smtp and lmtp; the domain asked of xmpp",
     SetClientName},
    {"xmpphost", "NAME", "The same as -name", SetClientName},
    {"after-tls", "", "Once TLS is up, ask what the server offers now (smtp, imap, pop3, ldap ...)",
     [](const OptionUse&, CommandLine& line) {
       line.config.starttls.after_tls = true;
       return absl::OkStatus();
     }},
    {"proxy", "HOST:PORT|URL", "Go through this proxy: http(s), socks4(a) or socks5(h)", SetProxy},
    {"proxy_user", "NAME", "User name for the proxy", SetProxyUser},
    {"proxy_pass", "SOURCE",
     "Password for the proxy: pass:PASSWORD env:NAME file:PATH fd:NUMBER stdin", SetProxyPassword},
    {"proxy-env", "", "Go through the proxy that https_proxy or all_proxy names, but for no_proxy",
     [](const OptionUse&, CommandLine& line) {
       line.proxy_from_environment = true;
       return absl::OkStatus();
     }},
    {"proxy-CAfile", "FILE", "Trusted certificates for an https proxy, PEM",
     SetProxyTrust<&VerifyOptions::ca_file>},
    {"proxy-CApath", "DIR", "The same, a directory of `openssl rehash`",
     SetProxyTrust<&VerifyOptions::ca_path>},
    {"proxy-insecure", "", "Use an https proxy whose certificate does not hold",
     [](const OptionUse&, CommandLine& line) {
       Proxy(line).verify.fail_handshake = false;
       return absl::OkStatus();
     }},
    {"proxy-cert", "FILE", "Client certificate for an https proxy",
     SetProxyFile<&ClientIdentity::certificate>},
    {"proxy-key", "FILE", "Its private key (default: in the file of --proxy-cert)",
     SetProxyFile<&ClientIdentity::key>},
};

}  // namespace

std::span<const Option> BeforeTlsOptions() { return kOptions; }

}  // namespace tlsprobe::cli
