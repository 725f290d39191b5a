#include "cli/all_addresses.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "cli/report_json.h"

using namespace tlsprobe;
using namespace tlsprobe::cli;

namespace {

AddressAttempt Attempt(const std::string& address, const std::string& result) {
  return {.address = address, .port = 443, .result = result};
}

ProbeReport At(const std::string& address, Verdict name = Verdict::kOk) {
  ProbeReport report;
  report.target = {.host = "host.test"};
  report.connection.address = address;
  report.connection.port = 443;
  report.connection.attempts = {Attempt(address, "connected")};
  report.outcome = {.phase = Phase::kOpen, .how = How::kCloseNotify, .handshake_complete = true};
  report.tls.version = 0x0304;
  report.verification.chain.verdict = Verdict::kOk;
  report.verification.name.verdict = name;
  if (name == Verdict::kFailed) {
    report.findings.push_back(
        {.id = "name.mismatch", .severity = Severity::kError, .text = "the certificate is for another"});
  }
  return report;
}

// As ProbeAllAddresses gives them: the first knows what each address said.
std::vector<ProbeReport> Reports(std::vector<ProbeReport> reports) {
  for (size_t i = 1; i < reports.size(); ++i) {
    reports[0].connection.attempts.push_back(reports[i].connection.attempts[0]);
  }
  return reports;
}

std::string TextOf(std::vector<ProbeReport> reports) {
  return AllAddressesText(OrderAndCompare(std::move(reports), Severity::kError), {});
}

size_t Count(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("the verdict counts the addresses, and each section has its heading") {
  const std::string text = TextOf(Reports({At("192.0.2.1"), At("192.0.2.2"), At("192.0.2.3")}));
  CHECK(text.starts_with("ok: all 3 addresses answer: host.test:443 speaks TLS 1.3;"));
  for (const char* heading :
       {"\n== 192.0.2.1:443\nok: ", "\n== 192.0.2.2:443\nok: ", "\n== 192.0.2.3:443\nok: "}) {
    CHECK(Count(text, heading) == 1);
  }
  CHECK(text.find("not tried") == std::string::npos);
}

TEST_CASE("the address that fails comes first, with all attempts, and is counted") {
  const AllAddresses all = OrderAndCompare(
      Reports({At("192.0.2.1"), At("192.0.2.2", Verdict::kFailed), At("192.0.2.3")}),
      Severity::kError);
  CHECK(all.exit_code == 21);
  CHECK(all.failed == 1);
  REQUIRE(all.reports.front().connection.address == "192.0.2.2");
  CHECK(all.reports.front().connection.attempts.size() == 3);
  CHECK(all.reports[1].connection.attempts.size() == 1);
  const std::string text = AllAddressesText(all, {});
  CHECK(text.starts_with("error: 1 of 3 addresses fails: host.test:443: the certificate is for"));
  CHECK(text.find("== 192.0.2.2:443") < text.find("== 192.0.2.1:443"));
  CHECK(text.find("differs between addresses") < text.find("== 192.0.2.2:443"));
}

TEST_CASE("differences alone are no address that fails") {
  std::vector<ProbeReport> reports = Reports({At("192.0.2.1"), At("192.0.2.2")});
  reports[1].tls.version = 0x0303;
  const AllAddresses all = OrderAndCompare(std::move(reports), Severity::kError);
  CHECK(all.exit_code == 0);
  const std::string text = AllAddressesText(all, {});
  CHECK(text.starts_with("ok: all 2 addresses answer: "));
  CHECK(Count(text, "also warning: ") == 1);
}

TEST_CASE("one report that speaks for all addresses has no heading of one") {
  ProbeReport report;
  report.target = {.host = "host.test"};
  report.connection.attempts = {Attempt("192.0.2.1", "refused"), Attempt("192.0.2.2", "refused")};
  report.outcome = {.phase = Phase::kConnect, .ended_by = EndedBy::kNetwork, .how = How::kRefused};
  const std::string text = TextOf({report});
  CHECK(text.starts_with("error: all 2 addresses fail: host.test:443: "));
  CHECK(text.find("== ") == std::string::npos);
  report.connection.attempts.clear();
  CHECK(TextOf({report}).starts_with("error: host.test:443: "));
  CHECK(TextOf({At("192.0.2.1")}).starts_with("ok: its only address answers: "));
}

TEST_CASE("a verdict with its count is still at most 300 bytes") {
  std::vector<ProbeReport> reports = Reports({At("192.0.2.1", Verdict::kFailed), At("192.0.2.2")});
  reports[0].findings[0].text = std::string(400, 'x');
  const std::string text = TextOf(std::move(reports));
  CHECK(text.find('\n') == 300);
  CHECK(text.starts_with("error: 1 of 2 addresses fails: "));
}

TEST_CASE("JSON has every report, and the exit status once") {
  const AllAddresses all = OrderAndCompare(
      Reports({At("192.0.2.1"), At("192.0.2.2", Verdict::kFailed)}), Severity::kError);
  const ReportJson json = ReportJson::parse(AllAddressesJson(all, {}));
  CHECK(json.at("exit_status") == 21);
  CHECK(json.at("addresses").size() == 2);
  REQUIRE(json.at("by_address").size() == 2);
  CHECK_FALSE(json.at("by_address").at(0).contains("exit_status"));
}
