#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/sample_certificates.h"
#include "tests/support/sample_reports.h"
#include "tlsprobe/base/hex.h"
#include "tlsprobe/render/json_value.h"
#include "tlsprobe/render/native.h"
#include "tlsprobe/render/render.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe::testing {
namespace {

Json Rendered(const ProbeReport& report) {
  return Json::parse(FindReportRenderer("json")->render(report, {}).front().bytes);
}

TEST_CASE("JSON of every sample parses, ends with one line end, and names its schema") {
  for (const SampleRow& row : SampleReports()) {
    CAPTURE(row.name);
    const Text text = FindReportRenderer("json")->render(row.make().report, {});
    REQUIRE(text.size() == 1);
    CHECK(text.front().stream == Stream::kStdout);
    CHECK(text.front().bytes.ends_with("}\n"));
    CHECK(Json::parse(text.front().bytes).at("schema") == "tlsprobe.report/1");
  }
}

TEST_CASE("JSON of an empty report says null where nothing is known") {
  const Json json = Rendered({});
  CHECK(json.at("connection").is_null());
  CHECK(json.at("tls").at("version").is_null());
  CHECK(json.at("tls").at("cipher").is_null());
  CHECK(json.at("tls").at("alpn").is_null());
  CHECK(json.at("peer").at("client_certificate_request").is_null());
  CHECK(json.at("peer").at("certificates").empty());
  CHECK(json.at("verification").at("chain").at("verdict") == "not_checked");
  CHECK(json.at("verification").at("chain").at("judged_at").is_null());
}

TEST_CASE("JSON keeps every secret of a session to itself") {
  const std::string secret_hex(96, 'c');
  ProbeReport report = Healthy13().report;
  for (SessionFacts& ticket : report.tls.tickets) ticket.secret = Bytes(48, 0xcc);
  report.tls.session.secret = Bytes(48, 0xcc);
  const std::string text = FindReportRenderer("json")->render(report, {}).front().bytes;
  CHECK(text.find(secret_hex.substr(0, 16)) == std::string::npos);
  CHECK(text.find("zMzMzMzM") == std::string::npos);  // the same in base64
}

TEST_CASE("JSON shows text that is not UTF-8 with its bytes beside it") {
  const Json json = Rendered(HostileNames().report);
  CHECK(json.at("tls").at("alpn") == "\xef\xbf\xbd\n\x1b[2J");
  CHECK(json.at("tls").at("alpn_hex") == "ff0a1b5b324a");
  const Json& names = json.at("peer").at("certificates").at(0).at("names");
  REQUIRE(names.size() == 4);
  CHECK(names.at(2).at("value") == "caf\xc3\xa9");
  CHECK_FALSE(names.at(2).contains("value_hex"));
  CHECK(names.at(3).at("value_hex") == "fffe");
  CHECK(json.at("verification").at("name").at("presented_hex").at(3) == "fffe");
}

TEST_CASE("JSON has certificates that do not parse, with the reason and the bytes") {
  const Json json = Rendered(UnparsableCertificate().report);
  const Json& certificate = json.at("peer").at("certificates").at(0);
  CHECK(certificate.at("parse_error") == "expected a definite length, got 0x80");
  CHECK(certificate.at("der") == "MIAB");
}

TEST_CASE("JSON names each error of the chain with OpenSSL's number and text") {
  const Json json = Rendered(Expired().report);
  const Json& chain = json.at("verification").at("chain");
  CHECK(chain.at("verdict") == "failed");
  CHECK(chain.at("errors").at(0) == Json{{"depth", 0},
                                         {"code", 10},
                                         {"name", "X509_V_ERR_CERT_HAS_EXPIRED"},
                                         {"text", "certificate has expired"}});
}

TEST_CASE("JSON durations are milliseconds with microseconds behind the point") {
  CHECK(Milliseconds(std::chrono::microseconds(1234)).dump() == "1.234");
  CHECK(Milliseconds({}).dump() == "0.0");
}

TEST_CASE("A list of texts has its hex sibling only where one of them is not UTF-8") {
  Json json;
  SetTexts(json, "good", {"a", "b"});
  SetTexts(json, "bad", {"a", "\xff"});
  CHECK_FALSE(json.contains("good_hex"));
  CHECK(json.at("bad_hex") == Json{"61", "ff"});
}

TEST_CASE("JSON has the first line of the text as its verdict") {
  ProbeReport report = Healthy13().report;
  report.findings = {{.id = "x", .severity = Severity::kNotice, .text = "a word"}};
  CHECK(Rendered(report).at("verdict") == VerdictLine(report));
  const Text strict = FindReportRenderer("json")->render(report, {.fail_on = Severity::kNotice});
  CHECK(Json::parse(strict.front().bytes).at("verdict") == "notice: www.example.org:443: a word");
}

TEST_CASE("JSON does not say of TLS 1.3 what only older versions have") {
  const Json newest = Rendered(Healthy13().report).at("tls");
  CHECK(newest.at("secure_renegotiation").is_null());
  CHECK(newest.at("extended_master_secret").is_null());
  const Json older = Rendered(ClientCertificateWanted12().report).at("tls");
  CHECK(older.at("secure_renegotiation") == true);
  CHECK(older.at("extended_master_secret") == true);
}

TEST_CASE("JSON does not make a date of what is none in a CRL") {
  auto crl = std::make_shared<Crl>();
  crl->this_update = crl->next_update.emplace();
  crl->bad_this_update = crl->bad_next_update = true;
  ProbeReport report;
  report.verification.crl.certificates = {{.used = {{.crl = crl, .source = "x.crl"}}}};
  const Json shown =
      Rendered(report).at("verification").at("crl").at("certificates").at(0).at("crls").at(0);
  CHECK(shown.at("this_update").is_null());
  CHECK(shown.at("next_update").is_null());
}

TEST_CASE("JSON is ASCII, whatever control and direction characters a peer sends") {
  ProbeReport report = Healthy13().report;
  report.tls.alpn = "\x7f\xc2\x9b\xe2\x80\xae";  // DEL, CSI, right-to-left override
  const std::string text = FindReportRenderer("json")->render(report, {}).front().bytes;
  CHECK(std::ranges::all_of(text, [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
  CHECK(Json::parse(text).at("tls").at("alpn") == report.tls.alpn);
}

TEST_CASE("JSON has of a certificate on a path what tells it from others") {
  ProbeReport report = Revoked().report;
  auto odd = std::make_shared<Certificate>(*report.verification.chain.should_send[0]);
  odd->bad_not_before = true;
  odd->serial = {0x0a, 0xff};
  report.verification.chain.should_send[0] = odd;
  const Json chain = Rendered(report).at("verification").at("chain");
  const Json& first = chain.at("paths").at(0).at("certificates").at(0);
  CHECK(first.at("subject") == "CN = www.example.org");
  CHECK(first.at("issuer") == RenderName(odd->issuer));
  CHECK(first.at("not_before") == FormatRfc3339(odd->not_before));
  CHECK(first.at("not_after") == FormatRfc3339(odd->not_after));
  CHECK(first.at("sha256") == ToHex(odd->sha256));
  CHECK(chain.at("should_send").at(0).at("serial") == "0aff");
  CHECK(chain.at("should_send").at(0).at("not_before").is_null());
}

}  // namespace
}  // namespace tlsprobe::testing
