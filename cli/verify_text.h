// What `openssl verify` prints about one certificate.
#ifndef TLSPROBE_CLI_VERIFY_TEXT_H_
#define TLSPROBE_CLI_VERIFY_TEXT_H_

#include <string_view>

#include "cli/verify_judge.h"
#include "tlsprobe/render/render.h"
#include "tlsprobe/wire/name_format.h"

namespace tlsprobe::cli {

struct VerifyStyle {
  NameFormat names = {};
  bool show_chain = false;
};

// VerifyText names the certificate as `file`: "FILE: OK", and its chain, on standard output; on
// standard error each error with the name of the certificate it is about, and behind the verdict
// what openssl has no words for (said_beside.h).
Text VerifyText(std::string_view file, const VerifyReport& report, const VerifyStyle& style);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_VERIFY_TEXT_H_
