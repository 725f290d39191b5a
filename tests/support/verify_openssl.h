// The installed `openssl verify` as the measure: what it says of certificates and CRLs.
#ifndef TLSPROBE_TESTS_SUPPORT_VERIFY_OPENSSL_H_
#define TLSPROBE_TESTS_SUPPORT_VERIFY_OPENSSL_H_

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/program.h"
#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// "error 10 at 0 depth lookup: certificate has expired".
struct VerifyStepText {
  int code = 0;
  int depth = 0;
  bool crl_path = false;     // "[CRL path] error …"
  std::string text = {};     // "certificate has expired"
  std::string subject = {};  // the line before: of the certificate meant; empty where there is none
};

struct OpensslVerify {
  std::vector<VerifyStepText> steps = {};
  bool ok = false;                         // "FILE: OK"
  bool failed = false;                     // "error FILE: verification failed"
  std::vector<std::string> chain = {};     // "depth=0: CN = host (untrusted)"; only with `ok`
  std::vector<std::string> policies = {};  // the lines of -policy_print
  int exit_status = -1;
  std::string output = {};  // all of it

  // "0:10 1:24 | failed": depth and number of each error, "crl:0:10" on the path of a CRL's
  // issuer, then "OK", "failed", or "exit 1" where it came to no verdict.
  std::string Summary() const;
};

// ReadVerifyOutput understands what `openssl verify -show_chain` wrote.
OpensslVerify ReadVerifyOutput(std::string_view output);

// All DER.
struct VerifyCase {
  std::string name = {};
  Bytes leaf = {};
  std::vector<Bytes> untrusted = {};
  std::vector<Bytes> trusted = {};
  std::vector<Bytes> crls = {};
};

// One case in files, to be verified with any options. The system's certificates are not looked at.
class VerifyFiles {
 public:
  explicit VerifyFiles(const VerifyCase& what);

  // Each run takes a few milliseconds. `options` are added to the files of the case: "-crl_check",
  // "-purpose", "sslserver" …
  OpensslVerify Run(const std::vector<std::string>& options) const;

 private:
  ScratchFolder folder_ = {};
  std::vector<std::string> command_ = {};
  std::string leaf_ = {};
};

}  // namespace tlsprobe

#endif  // TLSPROBE_TESTS_SUPPORT_VERIFY_OPENSSL_H_
