#include <array>

#include "cli/option.h"
#include "cli/refused_value.h"
#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/tls/suites.h"

namespace tlsprobe::cli {
namespace {

template <TlsVersion kVersion>
absl::Status OnlyVersion(const OptionUse&, CommandLine& line) {
  ++line.protocol_flags;
  line.config.tls.min_version = kVersion;
  line.config.tls.max_version = kVersion;
  return absl::OkStatus();
}

template <TlsVersion kVersion>
absl::Status ExcludeVersion(const OptionUse&, CommandLine& line) {
  line.protocol_excluded = true;
  line.config.tls.disabled_versions.push_back(kVersion);
  return absl::OkStatus();
}

struct VersionName {
  std::string_view name = {};
  std::optional<TlsVersion> version = {};
};
constexpr std::array<VersionName, 6> kVersionNames = {{
    {"SSLv3", TlsVersion::kSsl3},
    {"TLSv1", TlsVersion::kTls1},
    {"TLSv1.1", TlsVersion::kTls1_1},
    {"TLSv1.2", TlsVersion::kTls1_2},
    {"TLSv1.3", TlsVersion::kTls1_3},
    {"None", std::nullopt},
}};

absl::Status ReadVersion(const OptionUse& use, std::optional<TlsVersion>& version) {
  for (const VersionName& row : kVersionNames) {
    if (row.name != use.value) continue;
    version = row.version;
    return absl::OkStatus();
  }
  return RefusedByConfCommand(use, "expected SSLv3, TLSv1, TLSv1.1, TLSv1.2, TLSv1.3 or None");
}

absl::Status SetMinVersion(const OptionUse& use, CommandLine& line) {
  return ReadVersion(use, line.config.tls.min_version);
}
absl::Status SetMaxVersion(const OptionUse& use, CommandLine& line) {
  return ReadVersion(use, line.config.tls.max_version);
}

absl::Status SetServerName(const OptionUse& use, CommandLine& line) {
  if (use.value.empty() || use.value.size() > 255) return BadValue(use, "a name of 1 to 255 bytes");
  line.config.tls.server_name = use.value;
  return absl::OkStatus();
}

absl::Status SetAlpn(const OptionUse& use, CommandLine& line) {
  std::vector<std::string> names;
  bool too_long = false;
  for (const std::string_view name : Split(use.value, ',')) {
    too_long = too_long || name.size() > 255;
    if (!name.empty()) names.emplace_back(name);  // OpenSSL skips empty ones
  }
  if (names.empty() || too_long) {
    return InvalidArgument(fmt::format(
        "Error parsing -alpn argument \"{}\": expected names of 1 to 255 bytes with commas "
        "between them",
        Escape(use.value)));
  }
  line.config.tls.alpn = std::move(names);
  return absl::OkStatus();
}

// Lists in OpenSSL's languages. They are compiled once more with the whole config; here so that
// an error names the option, in the words s_client has for it.
absl::Status CheckCipher(std::string_view text) { return CompileCipherString(text).status(); }
absl::Status CheckCiphersuites(std::string_view text) { return CompileCiphersuites(text).status(); }
absl::Status CheckGroups(std::string_view text) { return CompileGroups(text).status(); }
absl::Status CheckSignatureAlgorithms(std::string_view text) {
  return CompileSignatureAlgorithms(text).status();
}

template <std::string TlsOptions::*kMember, absl::Status (*kCheck)(std::string_view)>
absl::Status SetList(const OptionUse& use, CommandLine& line) {
  if (use.value.empty()) return BadValue(use, "a list of names with colons between them");
  if (const absl::Status status = kCheck(use.value); !status.ok()) {
    return RefusedByConfCommand(use, Message(status));
  }
  line.config.tls.*kMember = use.value;
  return absl::OkStatus();
}

constexpr Option kOptions[] = {
    {"tls1", "", "Just use TLSv1", OnlyVersion<TlsVersion::kTls1>},
    {"tls1_1", "", "Just use TLSv1.1", OnlyVersion<TlsVersion::kTls1_1>},
    {"tls1_2", "", "Just use TLSv1.2", OnlyVersion<TlsVersion::kTls1_2>},
    {"tls1_3", "", "Just use TLSv1.3", OnlyVersion<TlsVersion::kTls1_3>},
    {"no_ssl3", "", "Just disable SSLv3, which is never offered: no effect here",
     ExcludeVersion<TlsVersion::kSsl3>},
    {"no_tls1", "", "Just disable TLSv1", ExcludeVersion<TlsVersion::kTls1>},
    {"no_tls1_1", "", "Just disable TLSv1.1", ExcludeVersion<TlsVersion::kTls1_1>},
    {"no_tls1_2", "", "Just disable TLSv1.2", ExcludeVersion<TlsVersion::kTls1_2>},
    {"no_tls1_3", "", "Just disable TLSv1.3", ExcludeVersion<TlsVersion::kTls1_3>},
    {"min_protocol", "VERSION", "Lowest version to use: SSLv3 TLSv1 TLSv1.1 TLSv1.2 TLSv1.3 None",
     SetMinVersion},
    {"max_protocol", "VERSION", "Highest version to use, as -min_protocol", SetMaxVersion},
    {"servername", "NAME", "Send NAME as SNI (default: the host, where it is a DNS name)",
     SetServerName},
    {"noservername", "", "Do not send SNI",
     [](const OptionUse&, CommandLine& line) {
       line.config.tls.send_server_name = false;
       return absl::OkStatus();
     }},
    {"alpn", "NAMES", "Offer these protocols by ALPN, best first, with commas between them",
     SetAlpn},
    {"cipher", "LIST", "Cipher suites of TLS 1.2 and below, in OpenSSL's language",
     SetList<&TlsOptions::cipher_string, CheckCipher>},
    {"ciphersuites", "LIST", "Cipher suites of TLS 1.3, with colons between them",
     SetList<&TlsOptions::ciphersuites, CheckCiphersuites>},
    {"groups", "LIST", "Key exchange groups to offer, with colons between them",
     SetList<&TlsOptions::groups, CheckGroups>},
    {"curves", "LIST", "Another name of -groups", SetList<&TlsOptions::groups, CheckGroups>},
    {"sigalgs", "LIST", "Signature algorithms to accept, with colons between them",
     SetList<&TlsOptions::signature_algorithms, CheckSignatureAlgorithms>},
    {"client_sigalgs", "LIST", "Signature algorithms for the client certificate",
     SetList<&TlsOptions::client_signature_algorithms, CheckSignatureAlgorithms>},
    {"no_ticket", "", "Do not ask for session tickets",
     [](const OptionUse&, CommandLine& line) {
       line.config.tls.session_tickets = false;
       return absl::OkStatus();
     }},
    {"status", "", "Ask for the certificate's status (OCSP stapling)",
     [](const OptionUse&, CommandLine& line) {
       line.config.tls.request_ocsp_staple = true;
       line.render.status = true;
       return absl::OkStatus();
     },
     InCheck::kNoEffect},
    {"legacy_server_connect", "", "Accept servers without secure renegotiation (RFC 5746)",
     [](const OptionUse&, CommandLine& line) {
       line.legacy_server_connect = true;
       return absl::OkStatus();
     }},
    {"no_legacy_server_connect", "", "Refuse servers without secure renegotiation",
     [](const OptionUse&, CommandLine& line) {
       line.legacy_server_connect = false;
       return absl::OkStatus();
     }},
    {"serverpref", "", "The server's order of suites; no effect here", NoEffect},
    {"bugs", "", "Work around bugs of old servers; no effect here", NoEffect},
    {"no_comp", "", "No compression, there never is any: no effect here", NoEffect},
};

}  // namespace

std::span<const Option> TlsOptionRows() { return kOptions; }

}  // namespace tlsprobe::cli
