#include "cli/option.h"
#include "cli/option_setters.h"
#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe::cli {
namespace {

absl::Status AddCrlFile(const OptionUse& use, CommandLine& line) {
  if (use.value.empty()) return BadValue(use, "the name of a file");
  line.config.verify.crl_files.emplace_back(use.value);
  return absl::OkStatus();
}

absl::Status SetCrlFormat(const OptionUse& use, CommandLine& line) {
  const std::string format = ToLowerAscii(use.value);
  if (format != "pem" && format != "der") {
    return InvalidArgument(fmt::format("Invalid format \"{}\" for option -{}: expected PEM or DER",
                                       Escape(use.value), use.name));
  }
  line.config.verify.crl_format = format == "pem" ? FileFormat::kPem : FileFormat::kDer;
  return absl::OkStatus();
}

absl::Status AddUntrusted(const OptionUse& use, CommandLine& line) {
  if (use.value.empty()) return BadValue(use, "the name of a file");
  line.config.verify.untrusted_files.emplace_back(use.value);
  return absl::OkStatus();
}

absl::Status SetVerify(const OptionUse& use, CommandLine& line) {
  const auto depth = ParseNumber(use, 1, INT32_MAX);
  if (!depth.ok()) return depth.status();
  line.render.verify_given = true;
  line.render.verify_depth = static_cast<int>(*depth);
  // s_client says it as it reads the option: what hushes it must come before.
  const bool hushed = line.render.quiet || line.render.brief;
  if (!hushed) line.render.verify_notes.push_back(line.render.verify_depth);
  return absl::OkStatus();
}

constexpr Option kOptions[] = {
    {"verifyCAfile", "FILE", "As -CAfile, for verification alone",
     SetVerifyPath<&VerifyOptions::verify_ca_file>},
    {"verifyCApath", "DIR", "As -CApath, for verification alone",
     SetVerifyPath<&VerifyOptions::verify_ca_path>},
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
    {"CRL", "FILE", "A CRL to check with (-crl_check), PEM or DER; may be repeated", AddCrlFile},
    {"CRLform", "FORMAT", "Format of -CRL files: PEM or DER; any by default", SetCrlFormat},
    {"untrusted", "FILE", "Certificates that may complete the chain, PEM; may be repeated",
     AddUntrusted},
};

}  // namespace

std::span<const Option> VerifyOptionRows() { return kOptions; }

}  // namespace tlsprobe::cli
