// What `openssl` has no words for, and `tlsprobe check` would say: on standard error, so that
// standard output stays as it is known.
#ifndef TLSPROBE_CLI_SAID_BESIDE_H_
#define TLSPROBE_CLI_SAID_BESIDE_H_

#include <string>

#include "tlsprobe/model/finding.h"
#include "tlsprobe/model/verification.h"

namespace tlsprobe::cli {

// SaidBeside gives lines "tlsprobe: …": why the chain or a CRL was not checked, what was to be
// fetched and could not be had, and what --profile webpki found.
std::string SaidBeside(const Verification& verification, const Findings& findings);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_SAID_BESIDE_H_
