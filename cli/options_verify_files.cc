// The options of `tlsprobe verify` that are neither about chains (ChainOptions()) nor about
// trusted certificates as every face has them (TrustOptions()): the files, and how to say what came
// of them. Some have a name that other faces know, too, and mean something of their own. Names are
// those of `openssl verify`.
#include <array>

#include "cli/option.h"
#include "tlsprobe/base/status.h"

namespace tlsprobe::cli {
namespace {

template <VerifyWords::FileKind kKind>
absl::Status AddFile(const OptionUse& use, CommandLine& line) {
  line.verify.files.push_back({.kind = kKind, .path = std::string(use.value)});
  return absl::OkStatus();
}

template <bool VerifyWords::*kMember, bool kValue>
absl::Status Set(const OptionUse&, CommandLine& line) {
  line.verify.*kMember = kValue;
  return absl::OkStatus();
}

absl::Status SetHelp(const OptionUse&, CommandLine& line) {
  line.help = true;
  return absl::OkStatus();
}

absl::Status SetJson(const OptionUse&, CommandLine& line) {
  line.json = true;
  return absl::OkStatus();
}

using Kind = VerifyWords::FileKind;

constexpr Option kOptions[] = {
    {"help", "", "Display this summary", SetHelp},
    {"json", "", "Write all results as one JSON object to standard output, and nothing else",
     SetJson},
    {"jsonl", "", "Read requests from standard input, a JSON object a line, and answer so",
     Set<&VerifyWords::json_lines, true>},
    {"verbose", "", "no effect here", NoEffect},
    {"show_chain", "", "Show the chain of a certificate that verifies",
     Set<&VerifyWords::show_chain, true>},
    {"no-CAstore", "", "Do not use the default store, which is the default directory once more",
     Set<&VerifyWords::default_ca_store, false>},
    {"trusted", "FILE",
     "Certificates to trust, and no default ones; PEM, DER or PKCS#7 (may be repeated)",
     AddFile<Kind::kTrusted>},
    {"untrusted", "FILE",
     "Certificates that may complete the chain; PEM, DER or PKCS#7 (may be repeated)",
     AddFile<Kind::kUntrusted>},
    {"CRLfile", "FILE", "CRLs to check with (-crl_check), PEM or DER (may be repeated)",
     AddFile<Kind::kCrl>},
};

constexpr std::string_view kNoModules =
    "OpenSSL engines, providers and stores cannot be loaded into another TLS library";
constexpr std::string_view kNoSm2 =
    "it says for whom an SM2 signature was made, and the TLS "
    "library does not know SM2";

constexpr MissingOption kMissing[] = {
    {"engine", kNoModules},    {"provider", kNoModules}, {"provider-path", kNoModules},
    {"propquery", kNoModules}, {"CAstore", kNoModules},  {"vfyopt", kNoSm2},
    {"sm2-id", kNoSm2},        {"sm2-hex-id", kNoSm2},
};

}  // namespace

std::span<const Option> VerifyFileOptions() { return kOptions; }

std::span<const MissingOption> MissingVerifyOptions() { return kMissing; }

}  // namespace tlsprobe::cli
