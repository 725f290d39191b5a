#include "tlsprobe/render/verify_json.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "tests/support/sample_certificates.h"
#include "tests/support/sample_reports.h"

namespace tlsprobe::testing {
namespace {

TEST_CASE("what was judged has its verdict, its certificate and everything behind it") {
  const ProbeReport report = Revoked().report;
  Json json;
  AddVerifyFacts(json, {.verdict = Verdict::kFailed,
                        .leaf = *report.verification.chain.built[0],
                        .verification = report.verification,
                        .findings = report.findings,
                        .fetches = report.fetches});
  CHECK(json["verdict"] == "failed");
  CHECK(json["certificate"]["subject"] == "CN = www.example.org");
  for (const char* member : {"issuer", "serial", "not_before", "not_after", "sha256"}) {
    CHECK(json["certificate"].contains(member));
  }
  CHECK(json["verification"]["chain"]["paths"].size() == 3);
  CHECK(json["verification"]["crl"]["verdict"] == "failed");
  CHECK(json["findings"].size() == 1);
  CHECK(json["fetches"].size() == 2);
}

TEST_CASE("an error has the same members, empty") {
  Json judged, failed;
  const ProbeReport report = Revoked().report;
  AddVerifyFacts(judged, {.leaf = *report.verification.chain.built[0],
                          .verification = report.verification,
                          .findings = report.findings,
                          .fetches = report.fetches});
  AddVerifyError(failed, "no such file");
  CHECK(failed["error"] == "no such file");
  CHECK(failed["verdict"] == "not_checked");
  for (const auto& [name, value] : judged.items()) CHECK(failed.contains(name));
}

TEST_CASE("for programs it is one line, and always in ASCII") {
  const Json json = {{"a", "\u00fc\x1b"}, {"b", 1}};
  CHECK(VerifyJsonText(json, JsonLines::kOne) == "{\"a\":\"\\u00fc\\u001b\",\"b\":1}\n");
  const std::string many = VerifyJsonText(json, JsonLines::kMany);
  CHECK(many.ends_with("}\n"));
  CHECK(many.find("\n  \"b\": 1") != std::string::npos);
}

}  // namespace
}  // namespace tlsprobe::testing
