// The options of trusted certificates that every face has.
#include "cli/option.h"
#include "cli/option_setters.h"

namespace tlsprobe::cli {
namespace {

constexpr Option kOptions[] = {
    {"CAfile", "FILE", "Trusted certificates, PEM, instead of the default",
     SetVerifyPath<&VerifyOptions::ca_file>},
    {"CApath", "DIR",
     "Trusted certificates, a directory of `openssl rehash`, instead of the default",
     SetVerifyPath<&VerifyOptions::ca_path>},
    {"no-CAfile", "", "Do not load the default certificates file",
     SetVerifyFlag<&VerifyOptions::default_ca_file, false>},
    {"no-CApath", "", "Do not use the default certificates directory",
     SetVerifyFlag<&VerifyOptions::default_ca_path, false>},
};

}  // namespace

std::span<const Option> TrustOptions() { return kOptions; }

}  // namespace tlsprobe::cli
