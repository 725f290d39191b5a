// Runs the checks over chains with more than one path, and tells what came of it.
#ifndef TLSPROBE_TESTS_CHECK_PATH_CASES_H_
#define TLSPROBE_TESTS_CHECK_PATH_CASES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tests/check/chain_cases.h"

namespace tlsprobe {

struct PathCase {
  std::vector<MadeCertificate> sent = {};  // the leaf first
  std::vector<MadeCertificate> anchors = {};
  std::vector<MadeCertificate> untrusted = {};
  std::vector<MadeCertificate> fetched = {};
  std::vector<CrlFact> crls = {};
  VerifyOptions options = {.check_target_name = false};
  Target target = {};
  int level = 2;
  bool from_server = true;
};

struct PathsSeen {
  Verification verification = {};
  Findings findings = {};
  std::vector<Need> needs = {};
  // Signatures verified, and look-ups in the trust store, before and after the search for paths.
  size_t verified_before = 0, verified = 0;
  size_t asked_before = 0, asked = 0;

  const ChainVerification& chain() const { return verification.chain; }
  const Finding* Find(std::string_view id) const;
  bool Has(std::string_view id) const { return Find(id) != nullptr; }
};

// Runs every check.
PathsSeen SeePaths(const PathCase& each);

// "host.example < Intermediate < Root", then " *" for the one that was built, " open" without an
// anchor, and its errors: " 10@2".
std::string PathText(const CertificationPath& path);
std::vector<std::string> PathTexts(const ChainVerification& chain);

// The names of certificates: "host.example, Intermediate".
std::string NamesText(const std::vector<CertificatePtr>& certificates);

// A CA whose key stays the same however often it is certified.
CertificateSpec CaWithKey(std::string name);
// `spec` expired three days before kTestNow.
CertificateSpec Expired(CertificateSpec spec);

}  // namespace tlsprobe

#endif  // TLSPROBE_TESTS_CHECK_PATH_CASES_H_
