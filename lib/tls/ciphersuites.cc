// The list of TLS 1.3 suites, -ciphersuites.
#include <algorithm>

#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/tls/suite_messages.h"
#include "tlsprobe/tls/suites.h"

namespace tlsprobe {
namespace {

std::string_view WithoutBlanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t";
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == text.npos) return "";
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

absl::Status NoMatch(std::string_view text, std::string_view why) {
  return InvalidArgument(
      fmt::format("ciphersuites: no cipher match: expected names of TLS 1.3 suites out of {}, "
                  "separated by \":\", got \"{}\"{}",
                  OfferedSuiteNames(SuiteVersions::kTls13), Escape(text), why));
}

}  // namespace

absl::StatusOr<std::vector<uint16_t>> CompileCiphersuites(std::string_view text) {
  std::vector<uint16_t> ids;
  if (text.empty()) return ids;
  for (std::string_view piece : Split(text, ':')) {
    const std::string_view name = WithoutBlanks(piece);
    const CipherSuite* suite = FindCipherSuite(name);
    if (suite == nullptr) continue;
    if (suite->min_version != "TLSv1.3") return NoMatch(name, ", a suite of TLS 1.2 and below");
    if (!suite->offered) return SuiteCannotBeOffered("ciphersuites", *suite);
    if (std::ranges::find(ids, suite->id) == ids.end()) ids.push_back(suite->id);
  }
  if (ids.empty()) return NoMatch(text, "");
  return ids;
}

}  // namespace tlsprobe
