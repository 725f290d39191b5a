// --fetch-issuers where it comes to nothing, and says why.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "tests/check/path_cases.h"
#include "tlsprobe/driver/extension_values.h"

namespace tlsprobe {
namespace {

struct Made {
  MadeCertificate root, middle, leaf;
};

Made MakeWithUrls(const std::vector<std::string>& urls) {
  CertificateSpec spec = LeafSpec();
  if (!urls.empty()) {
    spec.extra_extensions = {
        {.oid = "1.3.6.1.5.5.7.1.1", .value = AuthorityInfoAccessValue({}, urls)}};
  }
  Made made;
  made.root = MakeOrFail(CaSpec("Root"));
  made.middle = MakeOrFail(CaSpec("Middle"), &made.root);
  made.leaf = MakeOrFail(spec, &made.middle);
  return made;
}

PathCase CaseOf(const Made& made, std::vector<MadeCertificate> fetched = {}) {
  PathCase each{.sent = {made.leaf}, .anchors = {made.root}, .fetched = std::move(fetched)};
  each.options.fetch_issuers = true;
  return each;
}

bool SaysAnything(const PathsSeen& seen) {
  return std::ranges::any_of(
      seen.findings, [](const Finding& finding) { return finding.id.starts_with("fetch."); });
}

TEST_CASE("an issuer that is nowhere on http is said not to have been fetched") {
  const Made made = MakeWithUrls({"https://ca.example/middle.cer", "ldap://ca.example/middle"});
  const PathsSeen seen = SeePaths(CaseOf(made));
  CHECK(seen.needs.empty());
  const Finding* finding = seen.Find("fetch.not_asked");
  REQUIRE(finding != nullptr);
  CHECK(finding->severity == Severity::kWarning);
  CHECK(finding->text ==
        "the issuer CN=Middle of CN=host.example was not fetched: it is said to be at "
        "https://ca.example/middle.cer and ldap://ca.example/middle, and only http is fetched");
  CHECK(finding->advice.find("-untrusted") != std::string::npos);
}

TEST_CASE("an answer that is another's certificate is named") {
  const Made made = MakeWithUrls({"http://ca.example/middle.cer"});
  const auto text_for = [&](const MadeCertificate& fetched) -> std::string {
    const PathsSeen seen = SeePaths(CaseOf(made, {fetched}));
    const Finding* finding = seen.Find("fetch.wrong_issuer");
    return finding == nullptr ? "" : finding->text;
  };
  const std::string begin =
      "what was fetched from http://ca.example/middle.cer is the certificate ";
  const std::string end = ", not of the issuer CN=Middle of CN=host.example";
  CHECK(text_for(MakeOrFail(CaSpec("Other"))) == begin + "of CN=Other" + end);
  CHECK(text_for(made.leaf) == begin + "of CN=host.example" + end);
  CHECK(text_for(MakeOrFail(CaSpec("Middle"), &made.root)) ==
        begin + "of CN=Middle (another of that name)" + end);
}

TEST_CASE("where all went well, or nothing was to be fetched, nothing is said") {
  const Made made = MakeWithUrls({"http://ca.example/middle.cer"});
  CHECK_FALSE(SaysAnything(SeePaths(CaseOf(made))));  // nothing came yet
  CHECK_FALSE(SaysAnything(SeePaths(CaseOf(made, {made.middle}))));
  CHECK_FALSE(SaysAnything(SeePaths(CaseOf(made, {made.middle, MakeOrFail(CaSpec("Other"))}))));
  CHECK_FALSE(SaysAnything(SeePaths(CaseOf(MakeWithUrls({})))));
  PathCase each = CaseOf(MakeWithUrls({"https://ca.example/middle.cer"}));
  each.options.fetch_issuers = false;
  CHECK_FALSE(SaysAnything(SeePaths(each)));
}

}  // namespace
}  // namespace tlsprobe
