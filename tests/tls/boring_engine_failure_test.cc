#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>
#include <vector>

#include "tests/tls/engine_pair.h"
#include "tlsprobe/wire/tls_names.h"

namespace tlsprobe::testing {
namespace {

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// A record in clear text.
Bytes Record(uint8_t type, BytesView body) {
  Bytes record = {type, 3, 3, static_cast<uint8_t>(body.size() >> 8),
                  static_cast<uint8_t>(body.size() & 0xff)};
  record.insert(record.end(), body.begin(), body.end());
  return record;
}
Bytes Handshake(uint8_t type, BytesView body) {
  Bytes message = {type, static_cast<uint8_t>(body.size() >> 16),
                   static_cast<uint8_t>(body.size() >> 8), static_cast<uint8_t>(body.size())};
  message.insert(message.end(), body.begin(), body.end());
  return message;
}
void Append(Bytes& out, BytesView more) { out.insert(out.end(), more.begin(), more.end()); }

// TLS 1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, without any extension.
Bytes OldServerHello() {
  Bytes body = {3, 3};
  body.insert(body.end(), 32, 0x11);
  Append(body, Bytes{0, 0xc0, 0x2b, 0});
  return Handshake(2, body);
}
Bytes CertificateMessage(const std::vector<Bytes>& chain) {
  Bytes list;
  for (const Bytes& der : chain) {
    Append(list, Bytes{0, static_cast<uint8_t>(der.size() >> 8), static_cast<uint8_t>(der.size())});
    Append(list, der);
  }
  Bytes body = {static_cast<uint8_t>(list.size() >> 16), static_cast<uint8_t>(list.size() >> 8),
                static_cast<uint8_t>(list.size())};
  Append(body, list);
  return Handshake(11, body);
}

struct Alone {
  EnginePair pair;
  explicit Alone(const EnginePairOptions& options = {}) : pair(options) {
    pair.engine->Start();
    pair.engine->ConsumeOutput(pair.engine->output().size());
  }
  Outcome After(BytesView bytes, bool eof = false) {
    pair.engine->Feed(bytes);
    if (eof) pair.engine->FeedEof();
    pair.Run();
    const std::optional<Outcome> outcome = pair.outcome();
    REQUIRE(outcome);
    return *outcome;
  }
};

TEST_CASE("each alert in answer to the ClientHello is told by number, name and OpenSSL's text") {
  const int number =
      GENERATE(10, 20, 21, 22, 30, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 60, 70, 71, 80,
               86, 90, 100, 109, 110, 111, 112, 113, 114, 115, 116, 120, 121, 255);
  CAPTURE(number);
  const auto description = static_cast<uint8_t>(number);
  Alone alone;
  const Outcome outcome = alone.After(Record(21, Bytes{2, description}));
  CHECK(outcome.how == How::kAlertReceived);
  CHECK(outcome.ended_by == EndedBy::kPeer);
  REQUIRE(outcome.alert);
  CHECK(outcome.alert->description == description);
  CHECK(outcome.alert->level == 2);
  CHECK_FALSE(outcome.alert->sent);
  CHECK(outcome.at_message == "ServerHello");
  CHECK(outcome.openssl_reason == OpenSslAlertReason(description));
  CHECK(Contains(outcome.message, AlertName(description)));
  CHECK(Contains(outcome.message, "expected ServerHello after ClientHello"));
  const std::vector<AlertEvent> alerts = alone.pair.Events<AlertEvent>();
  REQUIRE(alerts.size() == 1);
  CHECK(alerts[0].alert.description == description);
}

TEST_CASE("an alert after the handshake ends the open connection") {
  const uint16_t version = GENERATE(uint16_t{0x0303}, uint16_t{0x0304});
  EnginePair pair({.server = {.max_version = version}});
  pair.Run();
  pair.server.SendAlert(116);
  pair.Run();
  REQUIRE(pair.outcome());
  CHECK(pair.outcome()->how == How::kAlertReceived);
  CHECK(pair.outcome()->handshake_complete);
  CHECK(pair.outcome()->alert->description == 116);
  CHECK(pair.outcome()->message.starts_with("open connection: "));
}

TEST_CASE("warnings pass, but not without end") {
  Alone alone;
  const Bytes warning = Record(21, Bytes{1, 112});
  alone.pair.engine->Feed(warning);
  alone.pair.Run();
  CHECK_FALSE(alone.pair.outcome());
  Bytes flood;
  for (int i = 0; i < 1000; ++i) Append(flood, warning);
  const Outcome outcome = alone.After(flood);
  CHECK(outcome.how == How::kAlertSent);
  CHECK(outcome.openssl_reason == "too many warn alerts");
  CHECK(alone.pair.Count<AlertEvent>() < 10);
}

TEST_CASE("empty records without end are refused") {
  Alone alone;
  Bytes flood;
  for (int i = 0; i < 1000; ++i) Append(flood, Record(22, {}));
  const Outcome outcome = alone.After(flood);
  CHECK(outcome.ended_by == EndedBy::kUs);
  CHECK(outcome.how == How::kAlertSent);
}

TEST_CASE("HelloRequests in place of a handshake come to an end") {
  Alone alone;
  Bytes flood;
  for (int i = 0; i < 5000; ++i) Append(flood, Record(22, Handshake(0, {})));
  const Outcome outcome = alone.After(flood, true);
  CHECK(outcome.ended_by == EndedBy::kUs);
  CHECK(outcome.how == How::kAlertSent);
  CHECK(outcome.openssl_reason == "unexpected message");
  CHECK(alone.pair.Count<MessageEvent>() < 10);
}

TEST_CASE("what does not speak TLS is quoted") {
  struct Case {
    std::string_view text;
    std::string_view quoted;
  };
  const Case c =
      GENERATE(Case{"HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP/1.1 400 Bad Request\\r\\n"},
               Case{"SSH-2.0-OpenSSH_9.2\r\n", "SSH-2.0-OpenSSH_9.2"},
               Case{"220 mx.example.org ESMTP\r\n", "220 mx.example.org ESMTP"},
               Case{"\x01\x02\x03\x04\x05\x06\x07", "\\x01\\x02\\x03"});
  CAPTURE(c.text);
  Alone alone;
  const Outcome outcome = alone.After(AsBytes(c.text));
  CHECK(outcome.how == How::kNotTls);
  CHECK(outcome.ended_by == EndedBy::kUs);
  CHECK(outcome.openssl_reason == "wrong version number");
  CHECK(Contains(outcome.message, c.quoted));
  CHECK(AsText(alone.pair.engine->peer().first_bytes) == c.text);
}

TEST_CASE("text that is shorter than a record header is quoted at its end") {
  Alone alone;
  const Outcome outcome = alone.After(AsBytes("no\n"), true);
  CHECK(outcome.how == How::kEof);
  CHECK(Contains(outcome.message, "\"no\\n\""));
}

TEST_CASE("only the first 200 bytes of a peer are kept") {
  Alone alone;
  alone.After(Bytes(5000, 'a'));
  CHECK(alone.pair.engine->peer().first_bytes.size() == 200);
}

TEST_CASE("the end of the connection at any byte of the handshake is told as such") {
  const uint16_t version = GENERATE(uint16_t{0x0301}, uint16_t{0x0303}, uint16_t{0x0304});
  EnginePair whole({.server = {.min_version = version, .max_version = version}});
  whole.engine->Start();
  whole.server.Feed(whole.engine->output());
  const Bytes flight = whole.server.TakeOutput();
  REQUIRE(flight.size() > 500);
  for (size_t size = 0; size < flight.size(); size += size < 16 ? 1 : 37) {
    CAPTURE(version, size);
    EnginePair pair({.server = {.min_version = version, .max_version = version}});
    pair.engine->Start();
    pair.server.Feed(pair.engine->output());
    pair.engine->ConsumeOutput(pair.engine->output().size());
    pair.engine->Feed(BytesView(pair.server.TakeOutput()).first(size));
    pair.engine->FeedEof();
    pair.Run();
    REQUIRE(pair.outcome());
    CHECK(pair.outcome()->how == How::kEof);
    CHECK(pair.outcome()->ended_by == EndedBy::kPeer);
    CHECK_FALSE(pair.outcome()->handshake_complete);
    CHECK(pair.outcome()->openssl_reason == "unexpected eof while reading");
    CHECK_FALSE(pair.outcome()->at_message.empty());
    if (size < 40) CHECK(pair.outcome()->at_message == "ServerHello");
  }
}

TEST_CASE("certificates stay known where the handshake ends right behind them") {
  Alone alone;
  Bytes bytes = Record(22, OldServerHello());
  Append(bytes, Record(22, CertificateMessage(TestServerIdentity().chain)));
  alone.pair.engine->Feed(bytes);
  alone.pair.Run();
  const Outcome outcome = alone.After(Record(21, Bytes{2, 80}));
  CHECK(outcome.how == How::kAlertReceived);
  CHECK(alone.pair.engine->peer().certificates_der == TestServerIdentity().chain);
  CHECK(alone.pair.engine->facts().version == 0x0303);
  CHECK(alone.pair.engine->facts().cipher_openssl == "ECDHE-ECDSA-AES128-GCM-SHA256");
}

TEST_CASE("a certificate nobody can parse is kept, and the reason with it") {
  Alone alone;
  Bytes bytes = Record(22, OldServerHello());
  Append(bytes, Record(22, CertificateMessage({TestServerIdentity().chain[0], Bytes{1, 2, 3}})));
  alone.pair.engine->Feed(bytes);
  alone.pair.Run();
  const PeerFacts& peer = alone.pair.engine->peer();
  REQUIRE(peer.certificates.size() == 2);
  CHECK(peer.certificates[0] != nullptr);
  CHECK(peer.certificates[1] == nullptr);
  REQUIRE(peer.parse_errors.size() == 2);
  CHECK(peer.parse_errors[0].empty());
  CHECK_FALSE(peer.parse_errors[1].empty());
  CHECK_FALSE(Contains(peer.parse_errors[1], "certificate:"));
  CHECK(alone.pair.Count<EngineCertificates>() == 1);
}

TEST_CASE("a server without secure renegotiation is taken, or refused with the right alert") {
  const bool allowed = GENERATE(true, false);
  Alone alone({.tls = {.legacy_server_connect = allowed}});
  Bytes bytes = Record(22, OldServerHello());
  Append(bytes, Record(22, CertificateMessage(TestServerIdentity().chain)));
  alone.pair.engine->Feed(bytes);
  alone.pair.Run();
  CHECK_FALSE(alone.pair.engine->facts().secure_renegotiation);
  CHECK(alone.pair.outcome().has_value() != allowed);
  if (allowed) return;
  const Outcome outcome = *alone.pair.outcome();
  CHECK(outcome.how == How::kAlertSent);
  CHECK(outcome.alert->description == 40);
  CHECK(outcome.openssl_reason == "unsafe legacy renegotiation disabled");
  CHECK(Contains(outcome.message, "RFC 5746"));
  CHECK(alone.pair.engine->peer().certificates_der.size() == 2);
}

TEST_CASE("refused certificates tell the server why") {
  const uint16_t version = GENERATE(uint16_t{0x0301}, uint16_t{0x0303}, uint16_t{0x0304});
  const uint8_t alert = GENERATE(uint8_t{42}, uint8_t{45}, uint8_t{48});
  EnginePair pair({.server = {.max_version = version}});
  pair.reject = alert;
  pair.Run();
  REQUIRE(pair.outcome());
  CHECK(pair.outcome()->how == How::kAlertSent);
  CHECK(pair.outcome()->ended_by == EndedBy::kUs);
  CHECK(pair.outcome()->alert->description == alert);
  CHECK(pair.outcome()->openssl_reason == "certificate verify failed");
  CHECK(Contains(pair.outcome()->message, "refused by the test"));
  REQUIRE_FALSE(pair.server.alerts().empty());
  CHECK(pair.server.alerts().back().description == alert);
}

TEST_CASE("a chain, a staple, a message or a handshake that is too large is named so") {
  struct Case {
    std::string_view what;
    Limits limits;
  };
  const Case c = GENERATE(Case{"2 certificates, more than the 1", {.certificates = 1}},
                          Case{"the OCSP response has", {.staple_bytes = 10}},
                          Case{"the server's Certificate has", {.handshake_message_bytes = 300}},
                          Case{"the handshake has more than the 600", {.handshake_bytes = 600}});
  const uint16_t version = GENERATE(uint16_t{0x0303}, uint16_t{0x0304});
  CAPTURE(c.what, version);
  EnginePair pair(
      {.limits = c.limits, .server = {.max_version = version, .ocsp_staple = Bytes(300, 0x30)}});
  pair.Run();
  REQUIRE(pair.outcome());
  CHECK(pair.outcome()->how == How::kTooLarge);
  CHECK(pair.outcome()->ended_by == EndedBy::kUs);
  CHECK(Contains(pair.outcome()->message, "too large"));
  CHECK(Contains(pair.outcome()->message, c.what));
  CHECK(pair.outcome()->openssl_reason == "excessive message size");
  CHECK(pair.server.failed());
}

TEST_CASE("a message that announces more than is allowed is refused at its header") {
  Alone alone;
  const Outcome outcome = alone.After(Record(22, Bytes{2, 0xff, 0xff, 0xff}));
  CHECK(outcome.how == How::kTooLarge);
  CHECK(Contains(outcome.message, "too large"));
}

TEST_CASE("a version that was not offered is named") {
  Alone alone({.tls = {.min_version = TlsVersion::kTls1_3}});
  const Outcome outcome = alone.After(Record(22, OldServerHello()));
  CHECK(outcome.how == How::kAlertSent);
  CHECK(outcome.alert->description == 70);
  CHECK(outcome.openssl_reason == "unsupported protocol");
  CHECK(Contains(outcome.message, TlsVersionName(0x0303)));
  CHECK(alone.pair.engine->facts().version == 0x0303);
}

TEST_CASE("a server that chooses a suite that was not offered is refused") {
  Bytes hello = OldServerHello();
  hello[4 + 2 + 32 + 1 + 1] = 0x05;  // 0xc005
  Alone alone;
  const Outcome outcome = alone.After(Record(22, hello));
  CHECK(outcome.how == How::kAlertSent);
  CHECK(Contains(outcome.message, "suite that was not offered"));
}

TEST_CASE("application data before the handshake is refused") {
  Alone alone;
  const Outcome outcome = alone.After(Record(23, Bytes(50, 0)));
  CHECK(outcome.how == How::kAlertSent);
  CHECK(outcome.alert->description == 10);
}

TEST_CASE("the end of an open connection without close_notify is no clean end") {
  EnginePair pair({});
  pair.Run();
  pair.server.Write("last");
  pair.Run();
  pair.engine->FeedEof();
  pair.Run();
  REQUIRE(pair.outcome());
  CHECK(pair.received() == "last");
  CHECK(pair.outcome()->how == How::kEof);
  CHECK(pair.outcome()->ended_by == EndedBy::kPeer);
  CHECK(pair.outcome()->handshake_complete);
  CHECK(Contains(pair.outcome()->message, "without close_notify"));
}

TEST_CASE("the end of a connection we have closed is ours") {
  EnginePair pair({});
  pair.Run();
  pair.engine->Close();
  pair.engine->FeedEof();
  pair.Run();
  REQUIRE(pair.outcome());
  CHECK(pair.outcome()->how == How::kCloseNotify);
  CHECK(pair.outcome()->ended_by == EndedBy::kUs);
  CHECK(pair.engine->Write(AsBytes("late"), 65536) == 0);
}

TEST_CASE("closing in the middle of the handshake sends user_canceled") {
  EnginePair pair({});
  pair.engine->Start();
  pair.engine->Close();
  pair.Run();
  REQUIRE(pair.outcome());
  CHECK(pair.outcome()->ended_by == EndedBy::kUs);
  CHECK(pair.outcome()->alert->description == 90);
}

TEST_CASE("bytes changed on the way are noticed and told") {
  EnginePair pair({});
  pair.Run();
  pair.server.Write("secret");
  Bytes record = pair.server.TakeOutput();
  record.back() ^= 1;
  pair.engine->Feed(record);
  pair.Run();
  REQUIRE(pair.outcome());
  CHECK(pair.outcome()->how == How::kAlertSent);
  CHECK(pair.outcome()->alert->description == 20);
  CHECK(pair.outcome()->openssl_reason == "decryption failed or bad record mac");
}

TEST_CASE("TLS_FALLBACK_SCSV is answered by a server that could do better") {
  EnginePair pair({.tls = {.max_version = TlsVersion::kTls1_1, .fallback_scsv = true}});
  pair.Run();
  REQUIRE(pair.outcome());
  CHECK(pair.outcome()->how == How::kAlertReceived);
  CHECK(pair.outcome()->alert->description == 86);
}

TEST_CASE("calls after the end do nothing") {
  Alone alone;
  alone.After(AsBytes("HTTP/1.1 200 OK\r\n"));
  const size_t events = alone.pair.events.size();
  alone.pair.engine->ConsumeOutput(alone.pair.engine->output().size());
  alone.pair.engine->Feed(AsBytes("more"));
  alone.pair.engine->FeedEof();
  alone.pair.engine->AcceptCertificates();
  alone.pair.engine->RejectCertificates(42, "late");
  alone.pair.engine->CompleteSignature(Bytes{1});
  alone.pair.engine->Close();
  alone.pair.engine->Start();
  CHECK(alone.pair.engine->Write(AsBytes("x"), 100) == 0);
  alone.pair.Run();
  CHECK(alone.pair.events.size() == events);
  CHECK(alone.pair.engine->output().empty());
}

}  // namespace
}  // namespace tlsprobe::testing
