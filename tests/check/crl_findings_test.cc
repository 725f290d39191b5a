// CRLs in words.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <string>
#include <vector>

#include "tests/check/crl_support.h"
#include "tlsprobe/check/crl_advice.h"
#include "tlsprobe/check/crl_words.h"

namespace tlsprobe {
namespace {

void Extend(VerifyOptions& options) { options.extended_crl = true; }

std::vector<std::string> CrlFindings(const CrlJudged& judged) {
  std::vector<std::string> ids;
  for (const Finding& finding : judged.findings) {
    if (finding.id.starts_with("crl.")) ids.push_back(finding.id);
  }
  return ids;
}

struct Row {
  const std::vector<CrlCase>& table;
  std::string_view name;
  std::string_view id;
  std::string_view text;
};

TEST_CASE("each error with a CRL has its finding") {
  const Row rows[] = {
      {PlainCrlCases(), "revoked: keyCompromise", "crl.revoked",
       "the server's certificate was revoked on 2021-01-01T00:00:00Z: keyCompromise"},
      {PlainCrlCases(), "no CRL at all", "crl.missing",
       "whether the server's certificate is revoked is not known: there is no CRL of its issuer "
       "CN=Intermediate"},
      {PlainCrlCases(), "the CRL is out of date", "crl.expired",
       "whether the server's certificate is revoked is not known: the CRL of CN=Intermediate (the "
       "file test.crl) expired 3 days ago, on 2025-12-29T00:00:00Z"},
      {PlainCrlCases(), "the CRL is not valid yet", "crl.not_yet_valid",
       "whether the server's certificate is revoked is not known: the CRL of CN=Intermediate (the "
       "file test.crl) is not valid before 2026-01-04T00:00:00Z"},
      {PlainCrlCases(), "thisUpdate is no time at all", "crl.bad_time",
       "whether the server's certificate is revoked is not known: the CRL of CN=Intermediate (the "
       "file test.crl) has a date that does not follow the standard"},
      {PlainCrlCases(), "nextUpdate in another time zone", "crl.bad_time",
       "whether the server's certificate is revoked is not known: the CRL of CN=Intermediate (the "
       "file test.crl) has a date that does not follow the standard"},
      {PlainCrlCases(), "the signature is broken", "crl.signature",
       "whether the server's certificate is revoked is not known: the CRL of CN=Intermediate (the "
       "file test.crl) does not have its issuer's signature"},
      {PlainCrlCases(), "the issuer may not sign CRLs", "crl.issuer",
       "whether the server's certificate is revoked is not known: the CRL of CN=Intermediate (the "
       "file test.crl) was signed with a certificate whose key usage does not allow that"},
      {PlainCrlCases(), "an unknown critical extension", "crl.critical_extension",
       "whether the server's certificate is revoked is not known: the CRL of CN=Intermediate (the "
       "file test.crl) has a critical extension nobody here knows; its critical ones are 1.2.3.4"},
      {PlainCrlCases(), "an unknown critical extension in another's entry",
       "crl.critical_extension",
       "whether the server's certificate is revoked is not known: the CRL of CN=Intermediate (the "
       "file test.crl) has a critical extension nobody here knows in an entry"},
      {ScopeCrlCases(), "about CAs alone", "crl.scope",
       "whether the server's certificate is revoked is not known: the CRL of CN=Intermediate (the "
       "file test.crl) is about other certificates than this one"},
      {ScopeCrlCases(), "two parts that leave something out", "crl.missing",
       "whether the server's certificate is revoked is not known: the CRLs there are do not tell "
       "of it, or not of every reason for revocation"},
      {IndirectCrlCases(), "CRL issuer: under another trusted root", "crl.issuer",
       "whether the server's certificate is revoked is not known: the CRL of CN=CRL issuer (the "
       "file test.crl) is of an issuer whose certificate does not verify"},
      {IndirectCrlCases(), "CRL issuer: not valid yet", "crl.unreliable",
       "whether the server's certificate is revoked is not known: the CRL of CN=CRL issuer (the "
       "file test.crl) is of an issuer whose certificate does not verify"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const CrlJudged judged =
        JudgeCrls(CrlCaseNamed(row.table, row.name).what, CrlCheck("extended", Extend));
    CHECK(CrlFindings(judged) == std::vector<std::string>{std::string(row.id)});
    const Finding* finding = judged.Find(row.id);
    REQUIRE(finding != nullptr);
    CHECK(finding->text == row.text);
    CHECK(finding->severity == Severity::kError);
    CHECK(finding->advice.ends_with('.'));
    CHECK(finding->reference.starts_with("RFC 5280 section "));
    CHECK(judged.verification.crl.verdict == Verdict::kFailed);
    CHECK(!judged.Has("chain.error"));
  }
}

// The advice of what is found where the CRL of a leaf with these URLs is missing.
std::string AdviceFor(const std::vector<std::string>& urls, bool download,
                      const std::vector<Bytes>& crls = {}) {
  DistributionPoint point;
  for (const std::string& url : urls) point.name.full_name.push_back(UriName(url));
  const CrlLab lab = MakeLab([&](CertificateSpec& spec) {
    if (!urls.empty()) spec.extra_extensions.push_back(PointsExtension({point}));
  });
  const CrlJudged judged = JudgeCrls(
      CaseOf("advice", lab, crls),
      CrlCheck("advice", [&](VerifyOptions& options) { options.crl_download = download; }));
  const Finding* finding = judged.Find("crl.missing");
  REQUIRE(finding != nullptr);
  CHECK(finding->advice.ends_with('.'));
  // By the names of both faces of the command line.
  CHECK(finding->advice.find("(-CRL; -CRLfile with tlsprobe verify)") != std::string::npos);
  return finding->advice;
}

TEST_CASE("to have a CRL fetched is advised only where it was not tried and can be") {
  const std::string http = "http://lab.example/a.crl", other = "ldap://lab.example/a";
  CHECK(AdviceFor({http}, false).starts_with("Have the CRL fetched (-crl_download), or give "));
  CHECK(AdviceFor({other, http}, false).starts_with("Have the CRL fetched (-crl_download), or "));
  CHECK(AdviceFor({http}, true).starts_with("Fetching it did not help: give "));
  for (const bool download : {false, true}) {
    CHECK(AdviceFor({}, download).starts_with("The certificate does not say where its CRL is: "));
    const std::string advice = AdviceFor({"https://lab.example/a.crl", other}, download);
    CHECK(
        advice.starts_with("The certificate says that its CRL is at https://lab.example/a.crl "
                           "and ldap://lab.example/a, and only http is fetched: "));
    CHECK(advice.find("RFC 5280 section 8") != std::string::npos);
    CHECK(advice.find("-crl_download") == std::string::npos);
  }
}

TEST_CASE("a CRL that was fetched and is out of date is its issuer's to renew") {
  RevocationStatus status;
  status.used = {{.crl = std::make_shared<const Crl>(), .source = "http://lab.example/a.crl"}};
  Certificate certificate;
  certificate.crl_distribution_points = {
      {.name = {.full_name = {UriName("http://lab.example/a.crl")}}}};
  CHECK(CrlAdvice({.crl_download = true}, certificate, status)
            .starts_with("What was fetched does not help: tell whoever runs the CA, or give "));
}

TEST_CASE("an error with a CRL is one whether or not there are words for it") {
  for (const int code : {3, 5, 8, 11, 12, 15, 16, 23, 33, 35, 36, 44, 54}) {
    CAPTURE(code);
    CHECK(IsCrlError(code));
    CHECK(FindCrlError(code).id.starts_with("crl."));
    CHECK(FindCrlError(code).reference.starts_with("RFC 5280 section "));
  }
  for (const int code : {0, 1, 2, 10, 20, 26, 34}) CHECK_FALSE(IsCrlError(code));
  CHECK(FindCrlError(5).id == "crl.unreliable");
}

TEST_CASE("each certificate of the chain is named") {
  const CrlJudged judged = JudgeCrls(
      CrlCaseNamed(PlainCrlCases(), "leaf and intermediate are revoked").what, CrlCheckAll());
  CHECK(CrlFindings(judged) == std::vector<std::string>{"crl.revoked", "crl.revoked"});
  CHECK(std::ranges::any_of(judged.findings, [](const Finding& finding) {
    return finding.text ==
           "the intermediate certificate CN=Intermediate was revoked on 2021-01-01T00:00:00Z: "
           "cACompromise";
  }));
  CHECK(judged.verification.crl.how ==
        "the server's certificate: revoked on 2021-01-01T00:00:00Z: keyCompromise");
}

TEST_CASE("where all is well there is a verdict and no finding") {
  const VerifyCase& what = CrlCaseNamed(PlainCrlCases(), "nobody is revoked").what;
  const CrlJudged one = JudgeCrls(what, CrlCheck()), all = JudgeCrls(what, CrlCheckAll());
  CHECK(one.verification.crl.verdict == Verdict::kOk);
  CHECK(one.verification.crl.how == "the server's certificate is not revoked");
  CHECK(all.verification.crl.how == "none of 3 certificates is revoked");
  CHECK(CrlFindings(all).empty());
}

TEST_CASE("where CRLs were not asked for there is no verdict, and that is said") {
  const VerifyCase& what = CrlCaseNamed(PlainCrlCases(), "revoked: keyCompromise").what;
  const CrlJudged judged = JudgeCrls(what, PlainVerify("plain"));
  CHECK(judged.verification.crl.verdict == Verdict::kNotChecked);
  CHECK(judged.verification.crl.how == "not asked for (-crl_check)");
  REQUIRE(CrlFindings(judged) == std::vector<std::string>{"crl.not_asked"});
  const Finding* finding = judged.Find("crl.not_asked");
  CHECK(finding->severity == Severity::kWarning);
  CHECK(finding->text.starts_with("CRLs were given, and nothing was asked of them"));
  CHECK(finding->advice.find("-crl_check_all") != std::string::npos);
  // Those of the trust store were not given for this.
  CHECK(CrlFindings(JudgeCrls(what, PlainVerify("plain"), 0)).empty());
}

TEST_CASE("that CRLs may be fetched asks nothing of them either") {
  const VerifyCase& what = CrlCaseNamed(PlainCrlCases(), "nobody is revoked").what;
  VerifySetting setting = CrlCheck("download", [](VerifyOptions& options) {
    options.crl_check = false;
    options.crl_download = true;
  });
  const CrlJudged judged = JudgeCrls(what, setting, 0);
  REQUIRE(judged.Has("crl.not_asked"));
  CHECK(judged.Find("crl.not_asked")->text.starts_with("CRLs may be fetched, and nothing"));
  setting = CrlCheck("both", [](VerifyOptions& options) { options.crl_download = true; });
  CHECK_FALSE(JudgeCrls(what, setting).Has("crl.not_asked"));
}

TEST_CASE("who runs the server is not told to replace a CA's certificate") {
  const CrlJudged judged = JudgeCrls(
      CrlCaseNamed(PlainCrlCases(), "leaf and intermediate are revoked").what, CrlCheckAll());
  std::vector<std::string> advice;
  for (const Finding& finding : judged.findings) {
    if (finding.id == "crl.revoked") advice.push_back(finding.advice);
  }
  std::ranges::sort(advice);
  CHECK(advice ==
        std::vector<std::string>{
            "Get a certificate that another intermediate of the CA has issued, and send that one's "
            "certificate with it: nothing below this one can be trusted.",
            "Replace the certificate now, with a new key if the old one may be known to others."});
}

TEST_CASE("without a chain there is nothing to look up") {
  const VerifyOptions options = {.check_target_name = false, .crl_check = true};
  CHECK(JudgeFacts({}, {}, {}, options).verification.crl.how == "no certificate arrived");
  const Judged broken = JudgeFacts({}, FactsOf({{0x30, 0x00}}), {}, options);
  CHECK(broken.verification.crl.how == "there is no chain to look up");
  CHECK(broken.verification.crl.verdict == Verdict::kNotChecked);
}

TEST_CASE("names and sources out of a CRL are fit to print") {
  const CrlFact fact = {.crl = std::make_shared<const Crl>(Crl{.base_number = Bytes{1}}),
                        .source = "the file \x1b[2J.crl"};
  const std::string words = CrlWords(fact);
  CHECK(words.starts_with("the delta CRL of "));
  CHECK(words.find('\x1b') == std::string::npos);
  CHECK(IsCrlError(23));
  CHECK(!IsCrlError(10));
}

}  // namespace
}  // namespace tlsprobe
