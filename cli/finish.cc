#include "cli/finish.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>

#include "cli/proxy.h"
#include "cli/target.h"
#include "fmt/format.h"
#include "tlsprobe/base/address.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/driver/files.h"

namespace tlsprobe::cli {
namespace {

bool HasInternetWords(const CommandLine& line) {
  const TargetWords& words = line.words;
  return words.connect || words.positional || !words.host.empty() || !words.port.empty() ||
         line.ipv4 || line.ipv6;
}

// What is no contradiction to s_client, which leaves out what it cannot use.
std::optional<UsageError> FindIdle(const CommandLine& line) {
  const ClientIdentity& client = line.config.tls.client;
  const bool has_certificate = !client.certificate.empty();
  const auto needs_certificate = [](std::string_view option) {
    return OneLine(Face::kNative,
                   fmt::format("{0} needs -cert: without a certificate {0} is of no use", option));
  };
  if (!client.key.empty() && !has_certificate) return needs_certificate("-key");
  if (!client.chain.empty() && !has_certificate) return needs_certificate("-cert_chain");
  const bool has_target = line.words.connect || line.words.positional;
  if (has_target && !line.words.host.empty()) {
    return OneLine(Face::kNative, "expected one target, got -host and another");
  }
  return std::nullopt;
}

// In OpenSSL's words, which scripts know.
std::optional<UsageError> FindContradiction(Face face, const CommandLine& line) {
  if (line.protocol_flags > 1) {
    return UsageError{.lines = {"Cannot supply multiple protocol flags"}};
  }
  if (line.protocol_flags == 1 && line.protocol_excluded) {
    return UsageError{.lines = {"Cannot supply both a protocol flag and '-no_<prot>'"}};
  }
  if (line.ipv4 && line.ipv6) return Usage(face, "Can't use both -4 and -6");
  if (line.config.tls.server_name && !line.config.tls.send_server_name) {
    return Usage(face, "Can't use -servername and -noservername together");
  }
  if (!line.target.unix_path.empty() && HasInternetWords(line)) {
    return OneLine(face, "Intermixed protocol flags (unix and internet domains)");
  }
  if (line.words.connect && line.words.positional) {
    return Usage(face, "cannot provide both -connect option and target parameter");
  }
  if (face == Face::kNative) return FindIdle(line);
  return std::nullopt;
}

// The end of the lowest unbroken range of versions, which is what is offered.
uint16_t HighestVersion(const TlsOptions& tls) {
  constexpr std::array<TlsVersion, 4> kVersions = {TlsVersion::kTls1, TlsVersion::kTls1_1,
                                                   TlsVersion::kTls1_2, TlsVersion::kTls1_3};
  const std::vector<TlsVersion>& disabled = tls.disabled_versions;
  std::optional<TlsVersion> highest;
  for (const TlsVersion version : kVersions) {
    const bool offered = version >= tls.min_version.value_or(TlsVersion::kTls1) &&
                         version <= tls.max_version.value_or(TlsVersion::kTls1_3) &&
                         std::find(disabled.begin(), disabled.end(), version) == disabled.end();
    if (offered) highest = version;
    if (!offered && highest) break;
  }
  return static_cast<uint16_t>(highest.value_or(TlsVersion::kTls1_3));
}

// s_client checks no name and goes on after errors unless told otherwise, and it asks only for
// what its options ask for.
void UseDialectDefaults(CommandLine& line) {
  const bool old = line.render.profile == Profile::k110;
  TlsOptions& tls = line.config.tls;
  line.render.noservername = !tls.send_server_name;
  tls.sni_needs_dot = true;
  if (old && !tls.server_name) tls.send_server_name = false;
  tls.request_ocsp_staple = line.render.status;
  tls.request_scts = false;
  tls.legacy_server_connect = line.legacy_server_connect.value_or(old);
  line.config.verify.check_target_name = false;
  line.config.verify.default_security_level = old ? 1 : 2;
  // In 1.1.0 -verify_return_error does nothing without -verify.
  line.render.verify_return_error = line.verify_return_error && (!old || line.render.verify_given);
  // With -verify N alone only an error at a greater depth ends the handshake.
  line.config.verify.fail_handshake = line.render.verify_return_error || line.render.verify_given;
  if (!line.render.verify_return_error)
    line.config.verify.tolerated_depth = line.render.verify_depth;
  line.config.stay_open = true;
  line.config.starttls.insist = true;
  // A session that ignores the end of its input takes no commands from it either.
  if (!line.terminal.end_on_eof) line.terminal.commands = false;
  line.render.highest_version = HighestVersion(tls);
}

void UseNativeDefaults(CommandLine& line) {
  line.config.tls.legacy_server_connect = line.legacy_server_connect.value_or(true);
  line.config.verify.fail_handshake = line.verify_return_error;
  line.terminal.read_input = false;
  // Whatever the options say, a check ends by itself.
  constexpr std::chrono::milliseconds kLongest = std::chrono::seconds(40);
  Limits& limits = line.config.limits;
  if (limits.total > kLongest) limits.total = kLongest;
}

std::string TargetName(const Target& target) {
  if (!target.unix_path.empty()) return Escape(target.unix_path);
  return Escape(FormatHostPort(target.host, target.port));
}

bool Matches(const ResolveRule& rule, const Target& target) {
  std::string_view host = target.host;
  if (host.ends_with('.')) host.remove_suffix(1);
  const bool same_host = rule.host == "*" || EqualsIgnoreCase(rule.host, host);
  return target.unix_path.empty() && same_host && rule.port == target.port;
}

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// An option beats the environment.
absl::Status UseProxyOfEnvironment(CommandLine& line) {
  if (line.config.proxy && !line.config.proxy->host.empty()) return absl::OkStatus();
  const NamedProxy named = ProxyFromEnvironment(line.target.host, Variable);
  if (named.value.empty()) {
    line.config.proxy.reset();  // what else was said about one is of no use now
    return absl::OkStatus();
  }
  const ProxyOptions given = line.config.proxy.value_or(ProxyOptions());
  ProxyOptions& proxy = line.config.proxy.emplace(given);
  absl::Status status = ReadProxy(named.value, proxy);
  if (given.user) proxy.user = given.user;
  if (given.user || !given.password.empty()) proxy.password = given.password;
  if (status.ok()) return status;
  return InvalidArgument(fmt::format("--proxy-env, {}: {}", named.variable, Message(status)));
}

std::optional<UsageError> UseProxy(Face face, CommandLine& line) {
  if (line.proxy_from_environment && line.target.unix_path.empty()) {
    const absl::Status status = UseProxyOfEnvironment(line);
    if (!status.ok()) return OneLine(face, Message(status));
  }
  std::optional<ProxyOptions>& proxy = line.config.proxy;
  if (!proxy) return std::nullopt;
  proxy->tls.key_log = line.config.tls.key_log;
  // Behind a proxy s_client sends whatever name it was given.
  line.config.tls.sni_needs_dot = false;
  if (!proxy->password.empty() && !proxy->user) {
    return UsageError{.lines = {"Error: Must specify proxy_user with proxy_pass"}};
  }
  if (proxy->host.empty()) {
    return OneLine(face,
                   "expected -proxy, or --proxy-env and a proxy in the environment, got "
                   "other options about a proxy alone");
  }
  if (!line.target.unix_path.empty()) {
    return Usage(face, "-proxy and -unix cannot be used together: a proxy reaches hosts");
  }
  if (line.all_addresses) {
    return OneLine(face,
                   "--all-addresses and -proxy contradict each other: it is the proxy that "
                   "chooses an address; name them one by one (--resolve)");
  }
  return std::nullopt;
}

// A rule that matches nothing is a mistake: what it was to prevent would be connected to.
std::optional<UsageError> UseResolveRules(CommandLine& line) {
  for (const ResolveRule& rule : line.resolve_rules) {
    if (!Matches(rule, line.target)) {
      return OneLine(Face::kNative,
                     fmt::format("--resolve {}:{} matches no target, which is {}",
                                 Escape(rule.host), rule.port, TargetName(line.target)));
    }
    line.target.addresses = rule.addresses;
  }
  return std::nullopt;
}

// Files are judged by nothing but what was asked for.
std::optional<UsageError> FinishVerify(CommandLine& line) {
  const VerifyWords& words = line.verify;
  const VerifyOptions& verify = line.config.verify;
  if (!verify.ca_path.empty() && !IsDirectory(verify.ca_path)) {
    return Usage(Face::kVerify, fmt::format("Not a directory: {}", verify.ca_path));
  }
  if (words.names_trusted() && (!verify.ca_file.empty() || !verify.ca_path.empty())) {
    return OneLine(Face::kVerify, "Cannot use -trusted with -CAfile, -CApath or -CAstore");
  }
  if (words.json_lines && !words.certificates.empty()) {
    return OneLine(Face::kVerify,
                   fmt::format("-jsonl reads requests from standard input: expected no files, "
                               "got \"{}\"",
                               Escape(words.certificates.front())));
  }
  line.config.verify.check_target_name = false;
  line.config.verify.default_security_level = 0;
  line.config.verify.crl_files_first = true;
  return std::nullopt;
}

}  // namespace

std::string_view Prefix(Face face) {
  if (face == Face::kNative) return "tlsprobe";
  return face == Face::kDialect ? "s_client" : "verify";
}

std::string UseHelp(Face face) { return fmt::format("{}: Use -help for summary.", Prefix(face)); }

UsageError OneLine(Face face, std::string_view text) {
  return {.lines = {fmt::format("{}: {}", Prefix(face), text)}};
}

UsageError Usage(Face face, std::string_view text) {
  UsageError error = OneLine(face, text);
  if (face != Face::kNative) error.lines.push_back(UseHelp(face));
  return error;
}

std::optional<UsageError> Finish(Face face, CommandLine& line) {
  if (face == Face::kVerify) return FinishVerify(line);
  if (std::optional<UsageError> error = FindContradiction(face, line)) return error;
  if (face == Face::kDialect) UseDialectDefaults(line);
  if (face == Face::kNative) UseNativeDefaults(line);
  const absl::Status status = face == Face::kDialect
                                  ? ReadDialectTarget(line.words, line.target)
                                  : ReadNativeTarget(line.words, line.target, line.config.starttls);
  if (!status.ok()) return OneLine(face, Message(status));
  // Where no host was said, s_client sends the one it takes instead.
  TlsOptions& tls = line.config.tls;
  if (line.target.host.empty() && line.target.unix_path.empty()) {
    line.target.host = "localhost";
    if (!tls.server_name) tls.server_name = "localhost";
  }
  if (std::optional<UsageError> error = UseProxy(face, line)) return error;
  return UseResolveRules(line);
}

}  // namespace tlsprobe::cli
