// Our verification of certificates in files against that of the installed `openssl verify`.
#ifndef TLSPROBE_TESTS_CHECK_VERIFY_COMPARISON_H_
#define TLSPROBE_TESTS_CHECK_VERIFY_COMPARISON_H_

#include <functional>
#include <string>
#include <vector>

#include "tests/check/chain_cases.h"
#include "tests/support/verify_openssl.h"
#include "tlsprobe/model/probe_config.h"
#include "tlsprobe/model/verification.h"

namespace tlsprobe {

struct VerifySetting {
  std::string name = {};
  VerifyOptions options = {};
  int level = 0;
};

// No purpose, no name: `openssl verify` without options, at kTestNow.
VerifySetting PlainVerify(std::string name,
                          const std::function<void(VerifySetting& setting)>& change = {});

VerifyCase ToVerifyCase(const ChainCase& chain, std::vector<Bytes> crls = {});

// The setting as words of a command line.
std::vector<std::string> VerifyArguments(const VerifySetting& setting);

// What we say of it.
Verification VerifyOurs(const VerifyCase& what, const VerifySetting& setting);

// The same as OpensslVerify::Summary: up to the first error that program does not get over.
std::string OurSummary(const Verification& verification);

// CHECKs that both say the same.
void CompareWithVerify(const VerifyCase& what, const std::vector<VerifySetting>& settings);

}  // namespace tlsprobe

#endif  // TLSPROBE_TESTS_CHECK_VERIFY_COMPARISON_H_
