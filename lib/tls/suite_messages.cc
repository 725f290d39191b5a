#include "tlsprobe/tls/suite_messages.h"

#include <algorithm>

#include "fmt/format.h"
#include "tlsprobe/base/status.h"

namespace tlsprobe {
namespace {

SuiteVersions VersionsOf(const CipherSuite& suite) {
  return suite.min_version == "TLSv1.3" ? SuiteVersions::kTls13 : SuiteVersions::kUpToTls12;
}

bool AnyOffered(std::string_view CipherSuite::*part, std::string_view value) {
  return std::ranges::any_of(AllCipherSuites(), [&](const CipherSuite& suite) {
    return suite.offered && suite.*part == value;
  });
}

// The part of the suite that no suite of this build has.
std::string WhyNot(const CipherSuite& suite) {
  if (!AnyOffered(&CipherSuite::encryption, suite.encryption)) {
    if (suite.encryption == "None") return "has no suites without encryption";
    return fmt::format("has no suites with {}", suite.encryption);
  }
  if (!AnyOffered(&CipherSuite::key_exchange, suite.key_exchange)) {
    return fmt::format("has no suites with {} key exchange", suite.key_exchange);
  }
  if (!AnyOffered(&CipherSuite::authentication, suite.authentication)) {
    if (suite.authentication == "NULL") return "has no suites without authentication";
    return fmt::format("has no suites with {} authentication", suite.authentication);
  }
  return "does not have this one";
}

}  // namespace

std::string OfferedSuiteNames(SuiteVersions versions) {
  std::string names;
  for (const CipherSuite& suite : AllCipherSuites()) {
    if (!suite.offered || VersionsOf(suite) != versions) continue;
    if (!names.empty()) names += ":";
    names += suite.openssl;
  }
  return names;
}

absl::Status SuiteCannotBeOffered(std::string_view where, const CipherSuite& suite) {
  return InvalidArgument(fmt::format(
      "{}: expected suites this build offers, got {} ({}): its TLS library {}. It offers {}", where,
      suite.openssl, suite.iana, WhyNot(suite), OfferedSuiteNames(VersionsOf(suite))));
}

}  // namespace tlsprobe
