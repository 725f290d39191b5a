// `tlsprobe verify`: certificates that nobody sent. No words may speak of a server, or tell to
// install something there.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>
#include <string_view>

#include "tests/check/path_cases.h"

namespace tlsprobe {
namespace {

void CheckWords(const std::string& words) {
  CAPTURE(words);
  for (const std::string_view part :
       {"the server", "The server", "on the server", "server's", "install"}) {
    CAPTURE(part);
    CHECK(words.find(part) == std::string::npos);
  }
}

void CheckAllWords(PathCase each) {
  each.from_server = false;
  const PathsSeen seen = SeePaths(each);
  for (const Finding& finding : seen.findings) {
    CAPTURE(finding.id);
    CheckWords(finding.text);
    // The rules of the web are about servers, whoever looks.
    if (!finding.id.starts_with("webpki.")) CheckWords(finding.advice);
  }
  if (seen.verification.expiry) CheckWords(seen.verification.expiry->sentence);
  CheckWords(seen.verification.crl.how);
}

TEST_CASE("whatever is wrong with a chain that nobody sent") {
  struct Setting {
    std::string_view name;
    void (*change)(VerifyOptions& options);
  };
  const Setting setting =
      GENERATE(Setting{"plain", [](VerifyOptions&) {}},
               Setting{"CRLs", [](VerifyOptions& options) { options.crl_check_all = true; }},
               Setting{"web", [](VerifyOptions& options) { options.web_pki_profile = true; }},
               Setting{"strict", [](VerifyOptions& options) { options.x509_strict = true; }},
               Setting{"policies", [](VerifyOptions& options) { options.explicit_policy = true; }},
               Setting{"a name", [](VerifyOptions& options) { options.host = "wrong.example"; }});
  CAPTURE(setting.name);
  for (const ChainCase& each : AllChainCases()) {
    CAPTURE(each.name);
    PathCase paths{.sent = each.sent, .anchors = each.anchors};
    setting.change(paths.options);
    CheckAllWords(paths);
  }
}

TEST_CASE("certificates of nobody's server that are near their end") {
  CertificateSpec leaf = LeafSpec(), middle = CaSpec("Middle");
  const int64_t days = GENERATE(12, -3);
  const bool both = GENERATE(false, true);
  leaf.not_after = {kTestNow.seconds + days * kTestDay};
  if (both) middle.not_after = leaf.not_after;
  const MadeCertificate root = MakeOrFail(CaSpec("Root"));
  const MadeCertificate made = MakeOrFail(middle, &root);
  const PathCase each{.sent = {MakeOrFail(leaf, &made), made}, .anchors = {root}};
  CheckAllWords(each);
  PathCase files = each;
  files.from_server = false;
  const PathsSeen seen = SeePaths(files);
  REQUIRE(seen.verification.expiry.has_value());
  CHECK(seen.verification.expiry->sentence.starts_with("The leaf certificate expire"));
}

}  // namespace
}  // namespace tlsprobe
