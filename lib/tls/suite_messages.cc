#include "tlsprobe/tls/suite_messages.h"

#include "fmt/format.h"
#include "tlsprobe/base/status.h"

namespace tlsprobe {
namespace {

SuiteVersions VersionsOf(const CipherSuite& suite) {
  return suite.min_version == "TLSv1.3" ? SuiteVersions::kTls13 : SuiteVersions::kUpToTls12;
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
      "{}: expected suites this build offers, got {} ({}): BoringSSL does not speak {} key "
      "exchange with {} authentication and {} encryption. It offers {}",
      where, suite.openssl, suite.iana, suite.key_exchange, suite.authentication, suite.encryption,
      OfferedSuiteNames(VersionsOf(suite))));
}

}  // namespace tlsprobe
