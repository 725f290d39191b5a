#include "cli/option.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe::cli {
namespace {

absl::Status ReadFormat(const OptionUse& use, FileFormat& format) {
  if (EqualsIgnoreCase(use.value, "PEM")) {
    format = FileFormat::kPem;
    return absl::OkStatus();
  }
  if (EqualsIgnoreCase(use.value, "DER")) {
    format = FileFormat::kDer;
    return absl::OkStatus();
  }
  return BadValue(use, "PEM or DER");
}

template <FileRef ClientIdentity::*kMember>
absl::Status SetFile(const OptionUse& use, CommandLine& line) {
  if (use.value.empty()) return BadValue(use, "the name of a file");
  (line.config.tls.client.*kMember).path = use.value;
  return absl::OkStatus();
}

template <FileRef ClientIdentity::*kMember>
absl::Status SetFormat(const OptionUse& use, CommandLine& line) {
  return ReadFormat(use, (line.config.tls.client.*kMember).format);
}

absl::Status SetPassPhrase(const OptionUse& use, CommandLine& line) {
  return SetPassPhraseSource(use, line.config.tls.client.pass_phrase);
}

constexpr Option kOptions[] = {
    {"cert", "FILE", "Client certificate, sent where the server asks for one",
     SetFile<&ClientIdentity::certificate>},
    {"certform", "PEM|DER", "Format of -cert (default: whichever it is)",
     SetFormat<&ClientIdentity::certificate>},
    {"key", "FILE", "Private key (default: in the file of -cert)", SetFile<&ClientIdentity::key>},
    {"keyform", "PEM|DER", "Format of -key (default: whichever it is)",
     SetFormat<&ClientIdentity::key>},
    {"pass", "SOURCE", "Pass phrase of the key: pass:PHRASE env:NAME file:PATH fd:NUMBER stdin",
     SetPassPhrase},
    {"cert_chain", "FILE", "Certificates to send behind -cert, PEM",
     SetFile<&ClientIdentity::chain>},
};

}  // namespace

std::span<const Option> IdentityOptions() { return kOptions; }

}  // namespace tlsprobe::cli
