#include <array>

#include "cli/option.h"
#include "fmt/format.h"
#include "tlsprobe/base/address.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe::cli {
namespace {

// OpenSSL's names in the order of Purpose.
constexpr std::array<std::string_view, 9> kPurposes = {
    "any",          "sslclient", "sslserver",  "nssslserver",  "smimesign",
    "smimeencrypt", "crlsign",   "ocsphelper", "timestampsign"};

absl::Status SetPurpose(const OptionUse& use, CommandLine& line) {
  for (size_t i = 0; i < kPurposes.size(); ++i) {
    if (kPurposes[i] != use.value) continue;
    line.config.verify.purpose = static_cast<Purpose>(i);
    return absl::OkStatus();
  }
  return InvalidArgument(fmt::format("Invalid purpose {} for option -{}: expected one of {}",
                                     Escape(use.value), use.name, fmt::join(kPurposes, ", ")));
}

template <std::string VerifyOptions::*kMember>
absl::Status SetPath(const OptionUse& use, CommandLine& line) {
  if (use.value.empty()) return BadValue(use, "the name of a file or directory");
  line.config.verify.*kMember = use.value;
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

absl::Status SetVerify(const OptionUse& use, CommandLine& line) {
  const auto depth = ParseNumber(use, 1, INT32_MAX);
  if (!depth.ok()) return depth.status();
  line.render.verify_given = true;
  line.render.verify_depth = static_cast<int>(*depth);
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
  const auto seconds = ParseNumber(use, -62167219200, 253402300799);
  if (!seconds.ok()) return seconds.status();
  line.config.verify.at_time = UnixTime{*seconds};
  return absl::OkStatus();
}

template <bool VerifyOptions::*kMember, bool kValue>
absl::Status SetFlag(const OptionUse&, CommandLine& line) {
  line.config.verify.*kMember = kValue;
  return absl::OkStatus();
}

constexpr Option kOptions[] = {
    {"CAfile", "FILE", "Trusted certificates, PEM, instead of the default ones",
     SetPath<&VerifyOptions::ca_file>},
    {"CApath", "DIR",
     "Trusted certificates, a directory of `openssl rehash`, instead of the default",
     SetPath<&VerifyOptions::ca_path>},
    {"no-CAfile", "", "Do not load the default certificates file",
     SetFlag<&VerifyOptions::default_ca_file, false>},
    {"no-CApath", "", "Do not use the default certificates directory",
     SetFlag<&VerifyOptions::default_ca_path, false>},
    {"verifyCAfile", "FILE", "As -CAfile, for verification alone",
     SetPath<&VerifyOptions::verify_ca_file>},
    {"verifyCApath", "DIR", "As -CApath, for verification alone",
     SetPath<&VerifyOptions::verify_ca_path>},
    {"verify", "DEPTH", "Turn on verification, and go on after errors", SetVerify,
     InCheck::kNoEffect},
    {"verify_return_error", "", "End the handshake where the certificates do not verify",
     [](const OptionUse&, CommandLine& line) {
       line.verify_return_error = true;
       return absl::OkStatus();
     }},
    {"verify_quiet", "", "Of verification, show errors only",
     [](const OptionUse&, CommandLine& line) {
       line.render.verify_quiet = true;
       return absl::OkStatus();
     },
     InCheck::kNoEffect},
    {"verify_depth", "NUMBER", "Greatest number of intermediate certificates", SetDepth},
    {"verify_hostname", "NAME", "The certificate must be for this DNS name",
     SetIdentity<&VerifyOptions::host>},
    {"verify_email", "ADDRESS", "The certificate must be for this mail address",
     SetIdentity<&VerifyOptions::email>},
    {"verify_ip", "ADDRESS", "The certificate must be for this IP address", SetIp},
    {"attime", "SECONDS", "Judge at this time, in seconds since 1970", SetTime},
    {"no_check_time", "", "Do not look at validity times",
     SetFlag<&VerifyOptions::no_check_time, true>},
    {"partial_chain", "", "A trusted certificate need not be self-signed",
     SetFlag<&VerifyOptions::partial_chain, true>},
    {"purpose", "NAME", "What the certificate must be good for (default sslserver)", SetPurpose},
    {"auth_level", "LEVEL", "Security level of the chain, 0 to 5", SetAuthLevel},
};

}  // namespace

std::span<const Option> VerifyOptionRows() { return kOptions; }

}  // namespace tlsprobe::cli
