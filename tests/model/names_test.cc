#include <catch2/catch_test_macros.hpp>
#include <set>
#include <string_view>

#include "tlsprobe/model/crl.h"
#include "tlsprobe/model/facts.h"
#include "tlsprobe/model/fetch.h"
#include "tlsprobe/model/finding.h"
#include "tlsprobe/model/outcome.h"
#include "tlsprobe/model/verification.h"

using namespace tlsprobe;

namespace {

// Every enumerator from the first to `last` has a name of its own.
template <typename Enum>
void CheckNames(std::string_view (*name)(Enum), Enum last) {
  std::set<std::string_view> seen;
  for (int i = 0; i <= static_cast<int>(last); ++i) {
    const std::string_view text = name(static_cast<Enum>(i));
    CAPTURE(i, text);
    CHECK_FALSE(text.empty());
    CHECK(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos);
    CHECK(seen.insert(text).second);
  }
}

}  // namespace

TEST_CASE("every enumerator has a name of its own") {
  CheckNames(SeverityName, Severity::kError);
  CheckNames(VerdictName, Verdict::kFailed);
  CheckNames(PhaseName, Phase::kOpen);
  CheckNames(EndedByName, EndedBy::kNetwork);
  CheckNames(HowName, How::kError);
  CheckNames(FetchKindName, FetchKind::kIssuer);
  CheckNames(ExpiryWhatName, Expiry::What::kCrl);
  CheckNames(ClientCertificateOutcomeName, ClientCertificateOutcome::kNoAnswer);
}

TEST_CASE("names are those of the JSON contract") {
  CHECK(SeverityName(Severity::kNotice) == "notice");
  CHECK(VerdictName(Verdict::kNotChecked) == "not_checked");
  CHECK(PhaseName(Phase::kStartTls) == "starttls");
  CHECK(EndedByName(EndedBy::kUs) == "us");
  CHECK(HowName(How::kCloseNotify) == "close_notify");
}

TEST_CASE("reasons of revocation are those of RFC 5280 section 5.3.1") {
  CHECK(CrlReasonName(0) == "unspecified");
  CHECK(CrlReasonName(1) == "keyCompromise");
  CHECK(CrlReasonName(6) == "certificateHold");
  CHECK(CrlReasonName(7) == "reason 7");
  CHECK(CrlReasonName(10) == "aACompromise");
  CHECK(CrlReasonName(11) == "reason 11");
  CHECK(CrlReasonName(-1) == "reason -1");
}
