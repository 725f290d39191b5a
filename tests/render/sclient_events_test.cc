#include "tlsprobe/render/sclient_events.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "tests/support/sample_reports.h"

namespace tlsprobe::testing {
namespace {

struct Streams {
  std::string out, err, key_log;
};

void Collect(const Text& text, Streams& streams) {
  for (const TextPart& part : text) {
    if (part.stream == Stream::kStdout) streams.out += part.bytes;
    if (part.stream == Stream::kStderr) streams.err += part.bytes;
    if (part.stream == Stream::kKeyLog) streams.key_log += part.bytes;
  }
}

Streams Play(const SampleReport& sample, const RenderOptions& options = {}) {
  Streams streams;
  const auto renderer = NewSClientRenderer(options);
  for (const Event& event : sample.events)
    Collect(renderer->OnEvent(event, sample.report), streams);
  Collect(renderer->Finish(sample.report, sample.user_quit), streams);
  return streams;
}

bool Contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

size_t Count(const std::string& text, std::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST_CASE("Application data goes to standard output byte for byte") {
  SampleReport sample = Healthy13();
  const std::string data("\0\x1b[31m\xff\r\n", 9);
  sample.events.push_back(DataEvent{.bytes = ToBytes(data)});
  CHECK(Play(sample).out.ends_with(data));
  CHECK(Play(sample, {.quiet = true}).out == data);
  CHECK(Play(sample, {.brief = true}).out == data);
}

TEST_CASE("The end of a session is told by who ended it") {
  SampleReport sample = Healthy13();
  CHECK(Play(sample).err.ends_with("DONE\n"));
  sample.user_quit = false;
  CHECK(Play(sample).out.ends_with("closed\n"));
  CHECK_FALSE(Contains(Play(sample).err, "DONE"));
  CHECK(Play(sample, {.quiet = true}).out.empty());
}

TEST_CASE("An alert is told even where the end of input came first") {
  SampleReport sample = Healthy13();
  sample.report.outcome.how = How::kAlertReceived;
  sample.report.outcome.alert = Alert{.description = 116};
  sample.report.outcome.openssl_reason = "tlsv13 alert certificate required";
  CHECK(Contains(Play(sample).err, "0A00045C"));
  CHECK_FALSE(Contains(Play(sample).err, "DONE"));
}

TEST_CASE("A failed handshake never says that verification went well") {
  for (const auto make : {HandshakeAlert, PlainHttp, EofInHandshake, TimedOut}) {
    const Streams streams = Play(make());
    CHECK(Contains(streams.out, "Verification: not performed\n"));
    CHECK(Contains(streams.out, "Verify return code: 65535 (not checked)\n"));
    CHECK(Contains(streams.out, "New, (NONE), Cipher is (NONE)\n"));
    CHECK(Contains(streams.out, "no peer certificate available\n"));
  }
}

TEST_CASE("A failure before TLS 1.3 has the empty session block") {
  const std::string out = Play(HandshakeAlert(), {.highest_version = 0x0303}).out;
  CHECK(Contains(out, "    Protocol  : TLSv1.2\n    Cipher    : 0000\n    Session-ID: \n"));
  CHECK_FALSE(Contains(out, "ticket"));
}

TEST_CASE("-prexit prints the report again with the bytes of the whole connection") {
  const std::string out = Play(Healthy13(), {.prexit = true}).out;
  CHECK(Count(out, "SSL handshake has read") == 2);
  CHECK(Contains(out, "has read 2237 bytes and written 377 bytes"));
  CHECK(Contains(out, "has read 2400 bytes and written 400 bytes"));
}

TEST_CASE("A connection that was never made prints nothing on standard output") {
  CHECK(Play(Refused()).out.empty());
  CHECK(Play(UnknownHost()).out.empty());
}

TEST_CASE("OpenSSL 3's note on the missing server name comes only where none was sent") {
  constexpr std::string_view kNote = "Can't use SSL_get_servername\n";
  SampleReport sample = Healthy13();
  CHECK_FALSE(Contains(Play(sample).err, kNote));
  sample.report.tls.server_name_sent.clear();
  CHECK(Play(sample).err.starts_with(kNote));
  CHECK_FALSE(Contains(Play(sample, {.profile = Profile::k110}).err, kNote));
  CHECK_FALSE(Contains(Play(sample, {.noservername = true}).err, kNote));
}

TEST_CASE("A ServerHello that was refused brings no note, one that was followed by an alert does") {
  SampleReport sample = HandshakeAlert();
  // TLS 1.1, a session id of two bytes, a suite, no compression.
  Bytes hello = {2, 0, 0, 40, 3, 2};
  hello.resize(6 + 32);
  hello.insert(hello.end(), {2, 0xab, 0xcd, 0, 0, 0});
  sample.events.push_back(MessageEvent{.bytes = hello});
  CHECK(Contains(Play(sample).err, "Can't use SSL_get_servername\n"));
  CHECK(Contains(Play(sample, {.highest_version = 0x0303}).out, "    Session-ID: ABCD\n"));
  sample.report.outcome.how = How::kAlertSent;
  sample.report.outcome.openssl_reason = "unsupported protocol";
  sample.report.tls.version = 0x0302;
  const Streams streams = Play(sample, {.highest_version = 0x0303});
  CHECK_FALSE(Contains(streams.err, "Can't use"));
  CHECK(Contains(streams.out, "    Protocol  : TLSv1.2\n"));
  CHECK(Contains(streams.out, "    Session-ID: \n"));
}

TEST_CASE("TLS 1.2 names its cipher only once our key exchange went out") {
  SampleReport sample = ClientCertificateWanted12();
  sample.report.outcome = {.phase = Phase::kHandshake,
                           .ended_by = EndedBy::kPeer,
                           .how = How::kAlertReceived,
                           .alert = Alert{.description = 40},
                           .openssl_reason = "sslv3 alert handshake failure"};
  sample.events.resize(4);  // connected and the verify lines
  CHECK(Contains(Play(sample).out, "New, (NONE), Cipher is (NONE)\n"));
  sample.events.push_back(MessageEvent{.sent = true, .bytes = {16, 0, 0, 0}});
  CHECK(Contains(Play(sample).out, "New, TLSv1.2, Cipher is ECDHE-RSA-AES256-GCM-SHA384\n"));
}

TEST_CASE("Each ticket is a block of its own, with the resumption secret") {
  const std::string out = Play(Healthy13()).out;
  CHECK(Count(out, "Post-Handshake New Session Ticket arrived:\n") == 2);
  CHECK(Count(out, "    Resumption PSK: CDCD") == 2);
  CHECK(Count(out, "    Max Early Data: 0\n---\nread R BLOCK\n") == 2);
}

TEST_CASE("A ticket the report does not have is passed over") {
  const auto renderer = NewSClientRenderer({});
  CHECK(renderer->OnEvent(TicketEvent{.index = 7}, Healthy13().report).empty());
}

TEST_CASE("Key log lines go to the key log alone") {
  const Streams streams = Play(StapledAndStartTls());
  CHECK(streams.key_log == "CLIENT_RANDOM 00 11\n");
  CHECK_FALSE(Contains(streams.out + streams.err, "CLIENT_RANDOM"));
}

TEST_CASE("A staple is shown only with -status, and its absence is said") {
  CHECK_FALSE(Contains(Play(StapledAndStartTls()).out, "OCSP response"));
  CHECK(Contains(Play(StapledAndStartTls(), {.status = true}).out, "OCSP response bytes: 100\n"));
  SampleReport sample = Healthy13();
  sample.events.insert(sample.events.begin() + 1, StapleEvent{});
  CHECK(Contains(Play(sample, {.status = true}).out, "OCSP response: no response sent\n"));
}

TEST_CASE("The last line of a dialogue is told on standard error, escaped") {
  CHECK(Contains(Play(StapledAndStartTls()).err, "250 STARTTLS\\x1b[31m\n"));
}

TEST_CASE("each -verify says its depth first, also where what hushes came behind it") {
  RenderOptions options{.verify_given = true, .verify_depth = 5, .verify_notes = {1, 5}};
  CHECK(Play(Refused(), options).err.starts_with("verify depth is 1\nverify depth is 5\n"));
  options.quiet = true;
  CHECK(Play(Refused(), options).err.starts_with("verify depth is 1\nverify depth is 5\n"));
  options.verify_notes = {};
  CHECK_FALSE(Contains(Play(Refused(), options).err, "verify depth"));
}

TEST_CASE("Renegotiation does not print the report again") {
  SampleReport sample = ClientCertificateWanted12();
  sample.events.emplace_back(HandshakeDoneEvent{.renegotiated = true});
  CHECK(Count(Play(sample).out, "Server certificate\n") == 1);
}

TEST_CASE("Renderers are found by name") {
  for (const EventRendererRow& row : EventRenderers()) {
    CHECK(NewEventRenderer(row.name, {}) != nullptr);
  }
  CHECK(NewEventRenderer("x", {}) == nullptr);
  for (const ReportRenderer& row : ReportRenderers()) CHECK(FindReportRenderer(row.name) == &row);
  CHECK(FindReportRenderer("x") == nullptr);
}

}  // namespace
}  // namespace tlsprobe::testing
