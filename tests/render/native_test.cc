#include "tlsprobe/render/native.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "tests/support/sample_certificates.h"
#include "tests/support/sample_reports.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/render/native_parts.h"

namespace tlsprobe::testing {
namespace {

std::string Native(const ProbeReport& report) { return RenderNative(report, {}).front().bytes; }

bool Contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("The verdict of every sample is one printable line of at most 300 bytes") {
  for (const SampleRow& row : SampleReports()) {
    CAPTURE(row.name);
    const ProbeReport report = row.make().report;
    const std::string verdict = VerdictLine(report);
    CHECK(verdict.size() <= 300);
    CHECK(IsUtf8(verdict));
    CHECK(std::ranges::none_of(verdict, [](char c) { return c >= 0 && c < 0x20; }));
    CHECK(Native(report).starts_with(verdict + "\n"));
  }
}

TEST_CASE("The verdict of a healthy server says version and days left") {
  CHECK(VerdictLine(Healthy13().report) ==
        "ok: www.example.org:443 speaks TLS 1.3; the certificate is valid for 62 more days");
}

TEST_CASE("The verdict is the heaviest finding, whatever order they come in") {
  CHECK(VerdictLine(MissingIntermediate().report) ==
        "error: www.example.org:443: the server does not send its intermediate certificate "
        "CN=Lab Intermediate");
}

TEST_CASE("The verdict of a failed handshake is its cause, said once with the target") {
  CHECK(VerdictLine(HandshakeAlert().report) ==
        "error: handshake www.example.org:443: expected ServerHello, got alert handshake_failure "
        "(40).");
}

TEST_CASE("A certificate we refused is the verdict, not the alert we sent for it") {
  CHECK(Contains(VerdictLine(VerifyRefused().report), "does not send its intermediate"));
}

TEST_CASE("A failure without a message still has a verdict") {
  ProbeReport report;
  report.target = {.host = "h", .port = 1};
  report.outcome = {.phase = Phase::kConnect, .how = How::kUnreachable};
  CHECK(VerdictLine(report) == "error: h:1: the probe ended in phase connect (unreachable)");
}

TEST_CASE("Without certificates the verdict does not claim a valid one") {
  CHECK(VerdictLine(Resumed().report) ==
        "ok: www.example.org:443 speaks TLS 1.3; no certificate was judged");
}

TEST_CASE("A verdict is cut between characters") {
  ProbeReport report = Healthy13().report;
  std::string text;
  for (int i = 0; i < 300; ++i) text += "\xc3\xa9";
  for (const std::string shift : {"", "x"}) {
    report.findings = {{.id = "x", .severity = Severity::kError, .text = shift + text}};
    const std::string verdict = VerdictLine(report);
    CHECK(verdict.size() <= 300);
    CHECK(verdict.size() >= 298);
    CHECK(IsUtf8(verdict));
    CHECK(verdict.ends_with("\xc3\xa9..."));
  }
}

TEST_CASE("A certificate's validity is said in whole days") {
  struct Case {
    int64_t seconds_since, seconds_left;
    std::string_view text;
  };
  constexpr int64_t kDay = 86400;
  const auto [since, left, text] = GENERATE(
      Case{kDay, 2 * kDay, "valid for 2 more days"}, Case{kDay, kDay, "valid for 1 more day"},
      Case{kDay, kDay - 1, "valid for less than a day"}, Case{kDay, 0, "valid for less than a day"},
      Case{kDay, -1, "expired less than a day ago"}, Case{kDay, -kDay, "expired 1 day ago"},
      Case{-2 * kDay, 9 * kDay, "not valid for another 2 days"});
  Certificate certificate;
  certificate.not_before = {kSampleNow.seconds - since};
  certificate.not_after = {kSampleNow.seconds + left};
  CHECK(ValidityText(certificate, kSampleNow) == text);
}

TEST_CASE("A long text of a peer is cut between characters, and its size is said") {
  CHECK(Quote("short") == "short");
  CHECK(Quote(std::string(200, 'a')) == std::string(200, 'a'));
  CHECK(Quote(std::string(201, 'a')) == std::string(200, 'a') + "... (201 bytes in all)");
  std::string text(199, 'a');
  for (int i = 0; i < 10; ++i) text += "\xc3\xa9";
  CHECK(Quote(text) == std::string(199, 'a') + "... (219 bytes in all)");
}

TEST_CASE("The tree shows the issuer nobody sent, and what was sent for nothing") {
  const std::string text = Native(MissingIntermediate().report);
  CHECK(Contains(text, "  ? CN=Lab Intermediate  [neither sent nor in the trust store]\n"));
  CHECK(Contains(text, "     +- CN=www.example.org  [sent]\n"));
  CHECK(Contains(text, "! unable to get local issuer certificate (error 20)\n"));
  CHECK(Contains(text, "sent as number 1 and not needed: C=CH, O=Lab, CN=Lab Root\n"));
}

TEST_CASE("Every address that was tried is shown with its answer") {
  const std::string text = Native(Healthy13().report);
  CHECK(Contains(text, "[2001:db8::1]:443: refused (0.8 ms)\n"));
  CHECK(Contains(text, "192.0.2.1:443: connected (1.5 ms)\n"));
}

TEST_CASE("What a server said instead of TLS is quoted") {
  CHECK(Contains(Native(PlainHttp().report), "HTTP/1.1 400 Bad Request\\r\\n\\r\\n"));
}

TEST_CASE("Nothing of a peer's text reaches the terminal raw") {
  const std::string text = Native(HostileNames().report);
  CHECK(std::ranges::none_of(text, [](char c) { return c >= 0 && c < 0x20 && c != '\n'; }));
  CHECK_FALSE(Contains(text, "\nVerify return code"));
}

}  // namespace
}  // namespace tlsprobe::testing
