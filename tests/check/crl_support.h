// Runs the checks over a case of crl_cases.h.
#ifndef TLSPROBE_TESTS_CHECK_CRL_SUPPORT_H_
#define TLSPROBE_TESTS_CHECK_CRL_SUPPORT_H_

#include <string>
#include <string_view>
#include <vector>

#include "tests/check/chain_cases.h"
#include "tests/check/crl_cases.h"
#include "tests/check/verify_comparison.h"

namespace tlsprobe {

// What was said of one case, with what more would be wanted.
struct CrlJudged : Judged {
  std::vector<Need> needs = {};

  const RevocationStatus& at(size_t depth) const { return verification.crl.certificates[depth]; }
};

// The first `given` of the case's CRLs are given, the others are in the trust store.
CrlJudged JudgeCrls(const VerifyCase& what, const VerifySetting& setting, size_t given = SIZE_MAX,
                    const Target& target = {});

// -crl_check and -crl_check_all, as changed.
using ChangeOptions = std::function<void(VerifyOptions& options)>;
VerifySetting CrlCheck(std::string name = "crl_check", const ChangeOptions& change = {});
VerifySetting CrlCheckAll(std::string name = "crl_check_all", const ChangeOptions& change = {});

// "0:23 2:ok crl:0:10": each step of the callback.
std::string CrlStepsText(const std::vector<VerifyStep>& steps);

const CrlCase& CrlCaseNamed(const std::vector<CrlCase>& table, std::string_view name);

}  // namespace tlsprobe

#endif  // TLSPROBE_TESTS_CHECK_CRL_SUPPORT_H_
