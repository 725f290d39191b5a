#include "tlsprobe/render/native.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <memory>
#include <string>

#include "tests/support/sample_certificates.h"
#include "tests/support/sample_reports.h"
#include "tlsprobe/base/base64.h"
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

TEST_CASE("The verdict of a failed handshake is its cause, and the precise words stand below") {
  const ProbeReport report = HandshakeAlert().report;
  CHECK(VerdictLine(report) ==
        "error: www.example.org:443 shares no cipher suite, group or signature algorithm with this "
        "client");
  CHECK(Contains(
      Native(report),
      "\n  detail: TLS handshake: expected ServerHello after ClientHello, got the server's "
      "fatal alert handshake_failure (40)\n  to do: "));
}

TEST_CASE("Without a cause the message is the verdict, said once with the target") {
  ProbeReport report = HandshakeAlert().report;
  report.outcome.cause.clear();
  report.outcome.message = "handshake www.example.org:443: expected ServerHello, got nothing";
  CHECK(VerdictLine(report) == "error: " + report.outcome.message);
  CHECK_FALSE(Contains(Native(report), "detail:"));
}

TEST_CASE("Chain, name and an early end are told in the order of the exit status") {
  ProbeReport report = SelfSigned().report;
  report.verification.name.verdict = Verdict::kFailed;
  report.outcome.how = How::kEof;
  report.outcome.cause = "closed early";
  report.findings.insert(report.findings.begin(),
                         {.id = "name.mismatch", .severity = Severity::kError, .text = "the name"});
  const std::string text = Native(report);
  CHECK(text.starts_with("error: www.example.org:443: the certificate is signed by itself"));
  const size_t name = text.find("\n  also error: the name\n");
  const size_t early = text.find("\n  also error: www.example.org:443 closed early\n");
  CHECK(name != std::string::npos);
  CHECK(early != std::string::npos);
  CHECK(name < early);
}

TEST_CASE("A verdict that failed without a finding still has its reason") {
  ProbeReport report = Healthy13().report;
  report.verification.chain.verdict = Verdict::kFailed;
  report.verification.chain.how = "no path to a trust anchor";
  CHECK(VerdictLine(report) ==
        "error: www.example.org:443: the certificate chain does not verify: no path to a trust "
        "anchor");
}

TEST_CASE("A finding makes the verdict from the severity asked for, and is told from notice on") {
  struct Case {
    Severity severity, fail_on;
    std::string_view verdict;
    bool told;
  };
  const auto [severity, fail_on, verdict, told] =
      GENERATE(Case{Severity::kWarning, Severity::kError, "ok: ", true},
               Case{Severity::kNotice, Severity::kError, "ok: ", true},
               Case{Severity::kInfo, Severity::kError, "ok: ", false},
               Case{Severity::kInfo, Severity::kNotice, "ok: ", false},
               Case{Severity::kWarning, Severity::kWarning, "warning: ", true},
               Case{Severity::kNotice, Severity::kNotice, "notice: ", true},
               Case{Severity::kInfo, Severity::kInfo, "info: ", true});
  CAPTURE(SeverityName(severity), SeverityName(fail_on));
  ProbeReport report = Healthy13().report;
  report.findings = {{.id = "sent.order", .severity = severity, .text = "out of order"}};
  const std::string text = RenderNative(report, {.fail_on = fail_on}).front().bytes;
  CHECK(text.starts_with(verdict));
  CHECK(VerdictLine(report, fail_on).starts_with(verdict));
  CHECK(Contains(text, "out of order") == told);
  const std::string also = "\n  also " + std::string(SeverityName(severity)) + ": out of order\n";
  CHECK(Contains(text, also) == (told && verdict == "ok: "));
}

TEST_CASE("A client certificate that was not sent is not said to have been refused itself") {
  ProbeReport report = ClientCertificateWanted12().report;
  report.peer.client_certificate = ClientCertificateOutcome::kRejected;
  CHECK(Contains(Native(report), "requested; none was sent, and the server refused that (2 CA"));
  report.peer.client_certificate_sent = true;
  CHECK(Contains(Native(report), "requested; the server refused what it got (2 CA"));
}

TEST_CASE("Suites that were left out are named where the server may have wanted them") {
  ProbeReport report = HandshakeAlert().report;
  for (int i = 0; i < 10; ++i) report.tls.not_offered.push_back("S" + std::to_string(i));
  CHECK(Contains(Native(report), "not offered   S0, S1, S2, S3, S4, S5, S6, S7 and 2 more\n"));
  report.tls.version = 0x0303;
  CHECK_FALSE(Contains(Native(report), "S0"));
  report = Healthy13().report;
  report.tls.not_offered = {"S0"};
  CHECK_FALSE(Contains(Native(report), "S0"));
}

TEST_CASE("The bytes of an alert are not quoted beside its name") {
  ProbeReport report = HandshakeAlert().report;
  report.peer.first_bytes = {0x15, 3, 3, 0, 2, 2, 40};
  CHECK_FALSE(Contains(Native(report), "it said"));
}

TEST_CASE("A certificate outside of its dates is not called expired where that is no trouble") {
  ProbeReport report = Healthy13().report;
  Certificate old = *report.peer.certificates[0];
  old.not_after = {kSampleNow.seconds - 86400};
  report.peer.certificates[0] = std::make_shared<const Certificate>(old);
  CHECK(VerdictLine(report) ==
        "ok: www.example.org:443 speaks TLS 1.3; the certificate holds but for its dates, which "
        "were not checked");
}

TEST_CASE("The verdict says that no name was checked, and the names why") {
  ProbeReport report = Healthy13().report;
  report.target = {.unix_path = "/run/tls"};
  report.verification.name = {.how = "a Unix socket has no name"};
  CHECK(
      VerdictLine(report) ==
      "ok: /run/tls speaks TLS 1.3; the certificate is valid for 62 more days; its names were not "
      "checked");
  CHECK(Contains(Native(report), "  wanted        not checked: a Unix socket has no name\n"));
}

TEST_CASE("A certificate that does not parse is not called unneeded") {
  const std::string text = Native(UnparsableCertificate().report);
  CHECK(
      Contains(text, "sent as number 0, and does not parse: expected a definite length, got 0x80"));
  CHECK_FALSE(Contains(text, "not needed"));
}

TEST_CASE("A path that may not be longer is not said to lack an issuer") {
  ProbeReport report = MissingIntermediate().report;
  CHECK(Contains(Native(report), "? CN=Lab Intermediate"));
  report.verification.chain.errors.push_back({.depth = 0, .code = 22});
  CHECK_FALSE(Contains(Native(report), "? CN=Lab Intermediate"));
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

TEST_CASE("What is no date in a CRL is called malformed") {
  auto crl = std::make_shared<Crl>();
  crl->next_update.emplace();
  crl->bad_this_update = crl->bad_next_update = true;
  ProbeReport report;
  report.verification.crl.certificates = {{.used = {{.crl = crl, .source = "x.crl"}}}};
  const std::string text = Native(report);
  CHECK(Contains(text, "0 entries, (malformed) to (malformed), from"));
  CHECK_FALSE(Contains(text, "1970"));
}

TEST_CASE("Nothing of a peer's text reaches the terminal raw") {
  const std::string text = Native(HostileNames().report);
  CHECK(std::ranges::none_of(text, [](char c) { return c >= 0 && c < 0x20 && c != '\n'; }));
  CHECK_FALSE(Contains(text, "\nVerify return code"));
}

TEST_CASE("Certificates are shown as sent where that was asked for") {
  const ProbeReport report = Healthy13().report;
  const std::string text = RenderNative(report, {.showcerts = true}).front().bytes;
  CHECK(text.starts_with(Native(report)));
  const auto blocks = ParsePem(text);
  REQUIRE(blocks.ok());
  REQUIRE(blocks->size() == report.peer.certificates_der.size());
  for (size_t i = 0; i < blocks->size(); ++i) {
    CHECK((*blocks)[i].body == report.peer.certificates_der[i]);
  }
  CHECK_FALSE(Contains(Native(report), "BEGIN CERTIFICATE"));
  CHECK(Contains(RenderNative({}, {.showcerts = true}).front().bytes, "none was sent"));
}

TEST_CASE("What the processing of policies came to is shown where they were processed") {
  CHECK(Contains(Native(Revoked().report),
                 "\npolicies\n"
                 "  explicit      one is required\n"
                 "  of the chain  2.23.140.1.2.1 (critical)\n"
                 "  asked for     2.23.140.1.2.1 (critical)\n"));
  ProbeReport report = Healthy13().report;
  CHECK_FALSE(Contains(Native(report), "\npolicies\n"));
  PolicyOutcome& outcome = report.verification.chain.policies;
  outcome.processed = true;
  CHECK(Contains(Native(report), "  of the chain  none\n"));
  for (int i = 0; i < 10; ++i) outcome.user.push_back({.oid = "1.2." + std::to_string(i)});
  CHECK(Contains(Native(report), ", 1.2.7 and 2 more\n"));
}

TEST_CASE("Two certificates of one name are told apart on the paths") {
  const auto named = [](std::string_view subject, std::string_view issuer, int64_t days,
                        uint8_t number) {
    auto made = std::make_shared<Certificate>();
    made->subject = MakeName(subject);
    made->issuer = MakeName(issuer);
    made->not_after = {kSampleNow.seconds + days * 86400};
    made->sha256 = {number};
    return CertificatePtr(made);
  };
  const CertificatePtr leaf = named("leaf", "Middle", 10, 1);
  const CertificatePtr by_old = named("Middle", "Old", 10, 2),
                       by_new = named("Middle", "New", 10, 3);
  const CertificatePtr again = named("Middle", "New", 20, 4), old_root = named("Old", "Old", 90, 5);
  ProbeReport report;
  ChainVerification& chain = report.verification.chain;
  chain.paths = {{.certificates = {leaf, by_old, old_root}, .anchored = true},
                 {.certificates = {leaf, by_new}}};
  chain.should_send = {leaf, by_old};
  std::string text = Native(report);
  CHECK(Contains(text, "leaf <- Middle (issued by Old) <- Old: "));
  CHECK(Contains(text, "leaf <- Middle (issued by New) <- ?: "));
  CHECK(Contains(text, "  1  Middle (issued by Old)\n"));
  chain.paths.push_back({.certificates = {leaf, again}});
  text = Native(report);
  CHECK(Contains(text, "leaf <- Middle (issued by Old) <- Old: "));
  CHECK(Contains(text, "leaf <- Middle (until " + FormatRfc3339({kSampleNow.seconds + 20 * 86400}) +
                           ") <- ?: "));
}

TEST_CASE("Nothing is missing above a root that is not trusted") {
  ProbeReport report;
  const auto root = std::make_shared<Certificate>();
  root->subject = root->issuer = MakeName("Root");
  root->self_issued = true;
  report.verification.chain.paths = {{.certificates = {root}}, {.certificates = {root}}};
  CHECK_FALSE(Contains(Native(report), "<- ?"));
}

}  // namespace
}  // namespace tlsprobe::testing
