// Options that say how a chain is judged: the same for a server's certificates and for files. They
// are those of OpenSSL's opt_verify.
#include <algorithm>
#include <iterator>

#include "cli/option.h"
#include "cli/option_setters.h"
#include "cli/request_time.h"
#include "fmt/format.h"
#include "tlsprobe/base/address.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/wire/oid_text.h"

namespace tlsprobe::cli {
namespace {

// OpenSSL's names, words and order.
struct NamedPurpose {
  std::string_view name;
  Purpose purpose;
  std::string_view words;
};
constexpr NamedPurpose kPurposes[] = {
    {"sslclient", Purpose::kSslClient, "SSL client"},
    {"sslserver", Purpose::kSslServer, "SSL server"},
    {"nssslserver", Purpose::kNsSslServer, "Netscape SSL server"},
    {"smimesign", Purpose::kSmimeSign, "S/MIME signing"},
    {"smimeencrypt", Purpose::kSmimeEncrypt, "S/MIME encryption"},
    {"crlsign", Purpose::kCrlSign, "CRL signing"},
    {"any", Purpose::kAny, "Any Purpose"},
    {"ocsphelper", Purpose::kOcspHelper, "OCSP helper"},
    {"timestampsign", Purpose::kTimestampSign, "Time Stamp signing"},
};

std::string PurposeNames() {
  std::string names;
  for (const NamedPurpose& row : kPurposes) {
    names += fmt::format("{}{}", names.empty() ? "" : ", ", row.name);
  }
  return names;
}

absl::Status SetPurpose(const OptionUse& use, CommandLine& line) {
  const auto* row = std::ranges::find(kPurposes, use.value, &NamedPurpose::name);
  if (row == std::end(kPurposes)) {
    return InvalidArgument(fmt::format("Invalid purpose {} for option -{}: expected one of {}",
                                       Escape(use.value), use.name, PurposeNames()));
  }
  line.config.verify.purpose = row->purpose;
  return absl::OkStatus();
}

// OpenSSL's sets of parameters. What they say beside the purpose is what holds anyway.
struct NamedParameters {
  std::string_view name;
  std::optional<Purpose> purpose;  // nullopt: as it is
};
constexpr NamedParameters kParameters[] = {
    {"default", std::nullopt},           {"pkcs7", Purpose::kSmimeSign},
    {"smime_sign", Purpose::kSmimeSign}, {"ssl_client", Purpose::kSslClient},
    {"ssl_server", Purpose::kSslServer},
};

absl::Status SetParameters(const OptionUse& use, CommandLine& line) {
  const auto* row = std::ranges::find(kParameters, use.value, &NamedParameters::name);
  if (row == std::end(kParameters)) {
    return InvalidArgument(
        fmt::format("Invalid verify name {} for option -{}: expected default, "
                    "pkcs7, smime_sign, ssl_client or ssl_server",
                    Escape(use.value), use.name));
  }
  if (row->purpose) line.config.verify.purpose = *row->purpose;
  return absl::OkStatus();
}

absl::Status AddPolicy(const OptionUse& use, CommandLine& line) {
  std::optional<std::string> oid = OidFromText(use.value);
  if (!oid) {
    return InvalidArgument(
        fmt::format("Invalid Policy {} for option -{}: expected an object "
                    "identifier like 2.23.140.1.2.1, or a name of one",
                    Escape(use.value), use.name));
  }
  line.config.verify.policies.push_back(*std::move(oid));
  return absl::OkStatus();
}

template <std::string VerifyOptions::*kMember>
absl::Status SetIdentity(const OptionUse& use, CommandLine& line) {
  if (use.value.empty()) return BadValue(use, "a name");
  line.config.verify.*kMember = use.value;
  return absl::OkStatus();
}

absl::Status SetIp(const OptionUse& use, CommandLine& line) {
  if (!ParseIpAddress(use.value)) return BadValue(use, "an IPv4 or IPv6 address");
  line.config.verify.ip = use.value;
  return absl::OkStatus();
}

absl::Status SetDepth(const OptionUse& use, CommandLine& line) {
  const auto depth = ParseNumber(use, -1, INT32_MAX);
  if (!depth.ok()) return depth.status();
  if (*depth >= 0) line.config.verify.max_depth = static_cast<int>(*depth);
  return absl::OkStatus();
}

absl::Status SetAuthLevel(const OptionUse& use, CommandLine& line) {
  const auto level = ParseNumber(use, -1, 5);
  if (!level.ok()) return level.status();
  if (*level >= 0) line.config.verify.auth_level = static_cast<int>(*level);
  return absl::OkStatus();
}

absl::Status SetTime(const OptionUse& use, CommandLine& line) {
  const auto seconds = ParseNumber(use, kFirstCivilTime.seconds, kLastCivilTime.seconds);
  if (!seconds.ok()) return seconds.status();
  line.config.verify.at_time = UnixTime{*seconds};
  return absl::OkStatus();
}

absl::Status SetSuiteB(const OptionUse& use, CommandLine& line) {
  VerifyOptions& verify = line.config.verify;
  verify.suite_b_128 = verify.suite_b_128 || use.name != "suiteB_192";
  verify.suite_b_192 = verify.suite_b_192 || use.name != "suiteB_128_only";
  return absl::OkStatus();
}

absl::Status SetNameFormat(const OptionUse& use, CommandLine& line) {
  auto format = ParseNameOptions(use.value, line.render.name_format);
  if (!format.ok()) {
    return InvalidArgument(fmt::format("-{}: {}", use.name, Message(format.status())));
  }
  line.render.name_format = *format;
  return absl::OkStatus();
}

absl::Status SetProfile(const OptionUse& use, CommandLine& line) {
  if (use.value != "webpki") return BadValue(use, "webpki");
  line.config.verify.web_pki_profile = true;
  return absl::OkStatus();
}

constexpr Option kOptions[] = {
    {"verify_depth", "NUMBER", "Greatest number of intermediate certificates", SetDepth},
    {"verify_hostname", "NAME", "The certificate must be for this DNS name",
     SetIdentity<&VerifyOptions::host>},
    {"verify_email", "ADDRESS", "The certificate must be for this mail address",
     SetIdentity<&VerifyOptions::email>},
    {"verify_ip", "ADDRESS", "The certificate must be for this IP address", SetIp},
    {"verify_name", "NAME", "The purpose by the name of a set of OpenSSL's: ssl_server ...",
     SetParameters},
    {"purpose", "NAME", "What the certificate must be good for: sslserver ...", SetPurpose},
    {"attime", "SECONDS", "Judge at this time, in seconds since 1970", SetTime},
    {"no_check_time", "", "Do not look at validity times",
     SetVerifyFlag<&VerifyOptions::no_check_time>},
    {"auth_level", "LEVEL", "Security level of the chain, 0 to 5; -1: as without", SetAuthLevel},
    {"partial_chain", "", "A trusted certificate need not be self-signed",
     SetVerifyFlag<&VerifyOptions::partial_chain>},
    {"check_ss_sig", "", "Verify the signature of a self-signed root, too",
     SetVerifyFlag<&VerifyOptions::check_ss_sig>},
    {"ignore_critical", "", "Critical extensions nobody knows are no error",
     SetVerifyFlag<&VerifyOptions::ignore_critical>},
    {"x509_strict", "", "All musts of RFC 5280 for extensions",
     SetVerifyFlag<&VerifyOptions::x509_strict>},
    {"allow_proxy_certs", "", "Accept proxy certificates (RFC 3820)",
     SetVerifyFlag<&VerifyOptions::allow_proxy_certs>},
    {"crl_check", "", "Check the leaf's revocation by a CRL",
     SetVerifyFlag<&VerifyOptions::crl_check>},
    {"crl_check_all", "", "Check the revocation of the whole chain by CRLs",
     SetVerifyFlag<&VerifyOptions::crl_check_all>},
    {"extended_crl", "", "Take indirect CRLs, and those for some reasons only",
     SetVerifyFlag<&VerifyOptions::extended_crl>},
    {"use_deltas", "", "Take delta CRLs", SetVerifyFlag<&VerifyOptions::use_deltas>},
    {"crl_download", "", "Fetch CRLs that -crl_check wants from where certificates say",
     SetVerifyFlag<&VerifyOptions::crl_download>},
    {"fetch-issuers", "", "Fetch missing issuers from where certificates say",
     SetVerifyFlag<&VerifyOptions::fetch_issuers>},
    {"fetch-private", "", "Fetch from private, loopback and link-local addresses, too",
     SetVerifyFlag<&VerifyOptions::fetch_private>},
    {"policy", "OID", "A policy that will do; may be repeated. Turns policy processing on",
     AddPolicy},
    {"policy_check", "", "Process policies (RFC 5280 section 6.1)",
     SetVerifyFlag<&VerifyOptions::policy_check>},
    {"policy_print", "", "Show what policy processing came to",
     SetVerifyFlag<&VerifyOptions::policy_print>},
    {"explicit_policy", "", "A policy must be valid for the whole chain",
     SetVerifyFlag<&VerifyOptions::explicit_policy>},
    {"inhibit_any", "", "anyPolicy is none", SetVerifyFlag<&VerifyOptions::inhibit_any>},
    {"inhibit_map", "", "Policy mappings do not count", SetVerifyFlag<&VerifyOptions::inhibit_map>},
    {"suiteB_128_only", "", "Suite B with 128 bits: P-256 alone", SetSuiteB},
    {"suiteB_128", "", "Suite B: P-256 or P-384", SetSuiteB},
    {"suiteB_192", "", "Suite B with 192 bits: P-384 alone", SetSuiteB},
    {"nameopt", "WORDS", "How names are written: RFC2253, oneline, multiline, utf8, -esc_msb ...",
     SetNameFormat, InCheck::kNoEffect},
    {"issuer_checks", "", "no effect here", NoEffect},
    {"trusted_first", "", "no effect here: the trust store always comes first", NoEffect},
    {"no_alt_chains", "", "no effect here: the trust store always comes first", NoEffect},
    {"profile", "webpki",
     "Findings by the rules of the web (CA/Browser Forum); s_client and verify say them on "
     "standard error",
     SetProfile},
};

}  // namespace

std::span<const Option> ChainOptions() { return kOptions; }

std::string PurposesHelp() {
  std::string text = "Recognized certificate chain purposes:\n";
  for (const NamedPurpose& row : kPurposes) {
    text += fmt::format("  {:<15}  {}\n", row.name, row.words);
  }
  text += "Recognized certificate policy names:\n";
  for (const NamedParameters& row : kParameters) text += fmt::format("  {}\n", row.name);
  return text;
}

}  // namespace tlsprobe::cli
