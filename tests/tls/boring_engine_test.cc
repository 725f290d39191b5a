#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <utility>
#include <vector>

#include "tests/tls/engine_pair.h"
#include "tlsprobe/tls/suites.h"

namespace tlsprobe::testing {
namespace {

TEST_CASE("a handshake completes in every version, however small the pieces") {
  const uint16_t version =
      GENERATE(uint16_t{0x0301}, uint16_t{0x0302}, uint16_t{0x0303}, uint16_t{0x0304});
  const size_t chunk = GENERATE(size_t{1}, size_t{7}, SIZE_MAX);
  CAPTURE(version, chunk);
  EnginePair pair({.server = {.min_version = version, .max_version = version}, .chunk = chunk});
  pair.Run();
  CHECK(pair.server.error() == "");
  REQUIRE_FALSE(pair.outcome());
  REQUIRE(pair.server.handshake_done());
  CHECK(pair.Count<HandshakeDoneEvent>() == 1);
  CHECK(pair.Count<EngineCertificates>() == 1);

  const TlsFacts& facts = pair.engine->facts();
  CHECK(facts.version == version);
  CHECK(facts.cipher_suite == pair.server.cipher_suite());
  CHECK(facts.group_name == "x25519");
  CHECK(facts.server_name_sent == "server.test");
  CHECK(facts.server_name_acknowledged);
  CHECK(facts.secure_renegotiation);
  CHECK(facts.extended_master_secret);
  CHECK_FALSE(facts.resumed);
  CHECK_FALSE(facts.hello_retry);
  CHECK(pair.engine->peer().certificates_der == TestServerIdentity().chain);
  REQUIRE(pair.engine->peer().certificates.size() == 2);
  REQUIRE(pair.engine->peer().certificates[0]);
  CHECK(pair.engine->peer().certificates[0]->der == TestServerIdentity().chain[0]);
  CHECK(pair.engine->peer().parse_errors == std::vector<std::string>{"", ""});
  CHECK(pair.server.server_name() == "server.test");

  pair.server.Write("hello");
  CHECK(pair.engine->Write(AsBytes("good day"), 65536) == 8);
  pair.Run();
  CHECK(pair.received() == "hello");
  CHECK(pair.server.received() == "good day");

  pair.engine->Close();
  pair.Run();
  CHECK(pair.server.got_close_notify());
  CHECK_FALSE(pair.outcome());
  pair.server.Close();
  pair.Run();
  REQUIRE(pair.outcome());
  CHECK(pair.outcome()->how == How::kCloseNotify);
  CHECK(pair.outcome()->ended_by == EndedBy::kUs);
}

const MessageExtensions* FindExtensions(const PeerFacts& peer, uint8_t message) {
  const auto found = std::ranges::find(peer.extensions, message, &MessageExtensions::message);
  return found == peer.extensions.end() ? nullptr : &*found;
}

TEST_CASE("ALPN is negotiated in TLS 1.2 and 1.3") {
  const uint16_t version = GENERATE(uint16_t{0x0303}, uint16_t{0x0304});
  EnginePair pair({.tls = {.alpn = {"h2", "http/1.1"}},
                   .server = {.max_version = version, .alpn = {"http/1.1"}}});
  pair.Run();
  REQUIRE(pair.server.handshake_done());
  CHECK(pair.engine->facts().alpn == "http/1.1");
}

TEST_CASE("ALPN without an overlap ends in the server's alert") {
  EnginePair pair({.tls = {.alpn = {"h3"}}, .server = {.alpn = {"http/1.1"}}});
  pair.Run();
  REQUIRE(pair.outcome());
  CHECK(pair.outcome()->how == How::kAlertReceived);
  REQUIRE(pair.outcome()->alert);
  CHECK(pair.outcome()->alert->description == 120);
}

TEST_CASE("no name is sent where none is given") {
  EnginePair pair({.server_name = ""});
  pair.Run();
  REQUIRE(pair.server.handshake_done());
  CHECK(pair.server.server_name() == "");
  CHECK(pair.engine->facts().server_name_sent == "");
  CHECK_FALSE(pair.engine->facts().server_name_acknowledged);
}

TEST_CASE("a name the server does not acknowledge is told apart") {
  const uint16_t version = GENERATE(uint16_t{0x0303}, uint16_t{0x0304});
  EnginePair pair({.server = {.max_version = version, .acknowledge_server_name = false}});
  pair.Run();
  REQUIRE(pair.server.handshake_done());
  CHECK_FALSE(pair.engine->facts().server_name_acknowledged);
}

TEST_CASE("a name that cannot be sent ends the connection before it begins") {
  EnginePair pair({.server_name = std::string(256, 'a')});
  pair.Run();
  REQUIRE(pair.outcome());
  CHECK(pair.outcome()->how == How::kError);
  CHECK(pair.outcome()->message.find("1 to 255 bytes") != std::string::npos);
  CHECK(pair.engine->output().empty());
}

TEST_CASE("staple and SCT list are kept as bytes, if asked for") {
  const uint16_t version = GENERATE(uint16_t{0x0303}, uint16_t{0x0304});
  const bool ask = GENERATE(true, false);
  const Bytes staple = {0x30, 0x03, 0x0a, 0x01, 0x06};
  const Bytes scts = {0x00, 0x04, 0x00, 0x02, 0xab, 0xcd};
  EnginePair pair({.tls = {.request_ocsp_staple = ask, .request_scts = ask},
                   .server = {.max_version = version, .ocsp_staple = staple, .sct_list = scts}});
  pair.Run();
  REQUIRE(pair.server.handshake_done());
  CHECK(pair.engine->peer().ocsp_staple == (ask ? staple : Bytes{}));
  CHECK(pair.engine->peer().sct_list == (ask ? scts : Bytes{}));
}

TEST_CASE("the session of TLS 1.2 is told with id, secret and ticket") {
  const bool tickets = GENERATE(true, false);
  EnginePair pair({.tls = {.session_tickets = tickets}, .server = {.max_version = 0x0303}});
  pair.Run();
  REQUIRE(pair.server.handshake_done());
  const SessionFacts& session = pair.engine->facts().session;
  CHECK(session.secret.size() == 48);
  CHECK(session.has_ticket == tickets);
  CHECK(session.ticket.empty() != tickets);
  CHECK(session.start_time == kTestNow);
  CHECK(session.timeout == 7200);
  CHECK((session.ticket_lifetime > 0) == tickets);
  CHECK(session.extended_master_secret);
  if (tickets) CHECK(session.id.size() == 32);
  CHECK(pair.engine->facts().tickets.empty());
  CHECK(pair.Count<TicketEvent>() == 0);
}

TEST_CASE("tickets of TLS 1.3 come as events, asked for or not") {
  const bool asked = GENERATE(true, false);
  EnginePair pair({.tls = {.session_tickets = asked}});
  pair.Run();
  REQUIRE(pair.engine->facts().tickets.size() == pair.Count<TicketEvent>());
  REQUIRE_FALSE(pair.engine->facts().tickets.empty());
  const SessionFacts& ticket = pair.engine->facts().tickets.front();
  CHECK(ticket.id.size() == 32);
  CHECK(ticket.secret.size() == 32);
  CHECK(ticket.has_ticket);
  CHECK_FALSE(ticket.ticket.empty());
  CHECK(ticket.ticket_lifetime > 0);
  CHECK(ticket.start_time == kTestNow);
}

TEST_CASE("facts have a revision, which data does not change") {
  EnginePair pair({.server = {.tickets = false}});
  const uint64_t before = pair.engine->revision();
  pair.Run();
  const uint64_t after = pair.engine->revision();
  CHECK(after != before);
  pair.server.Write("data");
  pair.Run();
  CHECK(pair.received() == "data");
  CHECK(pair.engine->revision() == after);
}

TEST_CASE("secrets are logged when asked for only") {
  EnginePair pair({.tls = {.key_log = true}});
  pair.Run();
  const std::vector<KeyLogEvent> lines = pair.Events<KeyLogEvent>();
  REQUIRE(lines.size() >= 5);
  CHECK(lines[0].line.starts_with("CLIENT_HANDSHAKE_TRAFFIC_SECRET "));

  EnginePair silent({});
  silent.Run();
  CHECK(silent.Count<KeyLogEvent>() == 0);
}

TEST_CASE("a HelloRetryRequest is noticed and its extensions are kept apart") {
  EnginePair pair({.server = {.groups = "P-384"}});
  pair.Run();
  REQUIRE(pair.server.handshake_done());
  CHECK(pair.engine->facts().hello_retry);
  CHECK(pair.engine->facts().group_name == "secp384r1");
  const std::vector<MessageExtensions>& lists = pair.engine->peer().extensions;
  REQUIRE(lists.size() >= 3);
  CHECK(lists[0].hello_retry);
  CHECK(lists[1].message == 2);
  CHECK_FALSE(lists[1].hello_retry);
}

TEST_CASE("a compressed certificate is unpacked and read") {
  EnginePair pair({.server = {.compress_certificate = true}});
  pair.Run();
  REQUIRE(pair.server.handshake_done());
  CHECK(pair.engine->peer().certificates_der == TestServerIdentity().chain);
  bool compressed = false;
  for (const MessageEvent& message : pair.Events<MessageEvent>()) {
    compressed = compressed || (!message.sent && message.bytes.front() == 25);
  }
  CHECK(compressed);
}

TEST_CASE("handshake messages come in clear and in order") {
  EnginePair pair({.server = {.tickets = false}});
  pair.Run();
  std::vector<std::pair<bool, int>> seen;
  for (const MessageEvent& message : pair.Events<MessageEvent>()) {
    if (message.content_type == 22) seen.emplace_back(message.sent, message.bytes.front());
  }
  const std::vector<std::pair<bool, int>> expected = {
      {true, 1}, {false, 2}, {false, 8}, {false, 11}, {false, 15}, {false, 20}, {true, 20}};
  CHECK(seen == expected);
  const MessageExtensions* extensions = FindExtensions(pair.engine->peer(), 2);
  REQUIRE(extensions != nullptr);
  CHECK(extensions->extensions.size() == 2);  // supported_versions, key_share
}

TEST_CASE("what the server asks of a client certificate is kept, and that none was sent") {
  const uint16_t version = GENERATE(uint16_t{0x0302}, uint16_t{0x0303}, uint16_t{0x0304});
  const Bytes name = {0x30, 0x0c, 0x31, 0x0a, 0x30, 0x08, 0x06,
                      0x03, 0x55, 0x04, 0x03, 0x0c, 0x01, 0x41};
  EnginePair pair(
      {.server = {
           .max_version = version, .request_client_certificate = true, .client_ca_names = {name}}});
  pair.Run();
  REQUIRE(pair.server.handshake_done());
  const PeerFacts& peer = pair.engine->peer();
  REQUIRE(peer.client_certificate_request);
  REQUIRE(peer.client_certificate_request->ca_names.size() == 1);
  CHECK(peer.client_certificate_request->ca_names[0].der == name);
  CHECK(peer.client_certificate_request->certificate_types.empty() == (version == 0x0304));
  CHECK(peer.client_certificate_request->signature_algorithms.empty() == (version == 0x0302));
  CHECK(peer.client_certificate_request->shared_signature_algorithms.size() ==
        peer.client_certificate_request->signature_algorithms.size());
  CHECK(peer.client_certificate == ClientCertificateOutcome::kNotSent);
}

TEST_CASE("bytes of the handshake are counted exactly, tickets apart") {
  EnginePair pair({});
  pair.engine->Start();
  const size_t hello = pair.engine->output().size();
  pair.Run();
  const TlsFacts& facts = pair.engine->facts();
  CHECK(facts.handshake_bytes_written > hello);

  EnginePair without({.server = {.tickets = false}});
  without.Run();
  CHECK(without.engine->facts().handshake_bytes_read > 0);
  // Both servers send the same but for the length of an ECDSA signature and the tickets.
  const auto difference = static_cast<int64_t>(facts.handshake_bytes_read) -
                          static_cast<int64_t>(without.engine->facts().handshake_bytes_read);
  CHECK(std::abs(difference) <= 8);
}

TEST_CASE("data beyond an unread event waits inside the engine") {
  EnginePair pair({});
  pair.Run();
  REQUIRE(pair.server.handshake_done());
  const std::string text(200 * 1024, 'x');
  pair.server.Write(text);
  pair.engine->Feed(pair.server.TakeOutput());
  size_t size = 0;
  size_t events = 0;
  while (std::optional<EngineEvent> event = pair.engine->TakeEvent()) {
    const auto* data = std::get_if<DataEvent>(&*event);
    REQUIRE(data != nullptr);  // and nothing is read ahead of it
    CHECK(data->bytes.size() <= 16384);
    size += data->bytes.size();
    ++events;
  }
  CHECK(size == text.size());
  CHECK(events >= 13);
}

TEST_CASE("writing stops where the limit of pending output is reached") {
  EnginePair pair({});
  pair.Run();
  const Bytes data(300 * 1024, 'y');
  const size_t taken = pair.engine->Write(data, 64 * 1024);
  CHECK(taken > 0);
  CHECK(taken < data.size());
  CHECK(pair.engine->output().size() < 64 * 1024 + 17 * 1024);
  CHECK(pair.engine->Write(BytesView(data).subspan(taken), 64 * 1024) == 0);
  pair.Run();
  CHECK(pair.server.received().size() == taken);
  CHECK(pair.engine->Write(BytesView(data).subspan(taken), 64 * 1024) > 0);
}

TEST_CASE("records we send are no larger than asked for") {
  EnginePair pair({.tls = {.max_send_fragment = 512}});
  pair.Run();
  const Bytes data(2048, 'z');
  REQUIRE(pair.engine->Write(data, 65536) == data.size());
  const BytesView out = pair.engine->output();
  REQUIRE(out.size() > 5);
  CHECK((out[3] << 8 | out[4]) <= 512 + 17);  // content type and tag of TLS 1.3
  pair.Run();
  CHECK(pair.server.received().size() == data.size());
}

TEST_CASE("keys are renewed on both sides in TLS 1.3, and only there") {
  EnginePair pair({});
  CHECK(pair.engine->UpdateKeys(false).code() == absl::StatusCode::kFailedPrecondition);
  pair.Run();
  REQUIRE(pair.engine->UpdateKeys(true).ok());
  CHECK_FALSE(pair.engine->output().empty());
  pair.server.UpdateKeys(true);
  pair.server.Write("after");
  CHECK(pair.engine->Write(AsBytes("mine"), 65536) == 4);
  pair.Run();
  CHECK(pair.received() == "after");
  CHECK(pair.server.received() == "mine");
  REQUIRE_FALSE(pair.outcome());

  EnginePair old({.server = {.max_version = 0x0303}});
  old.Run();
  CHECK(old.engine->UpdateKeys(false).code() == absl::StatusCode::kFailedPrecondition);
}

TEST_CASE("renegotiation of our own is refused with the reason") {
  EnginePair pair({.server = {.max_version = 0x0303}});
  CHECK(pair.engine->Renegotiate().code() == absl::StatusCode::kFailedPrecondition);
  pair.Run();
  CHECK(pair.engine->Renegotiate().code() == absl::StatusCode::kUnimplemented);
  EnginePair modern({});
  modern.Run();
  CHECK(modern.engine->Renegotiate().code() == absl::StatusCode::kFailedPrecondition);
}

TEST_CASE("data from the server that comes with its last flight is not lost") {
  EnginePair pair({.server = {.max_version = 0x0303}});
  pair.engine->Start();
  while (!pair.server.handshake_done()) {
    const Bytes out = ToBytes(pair.engine->output());
    pair.engine->ConsumeOutput(out.size());
    pair.server.Feed(out);
    if (pair.server.handshake_done()) break;
    pair.engine->Feed(pair.server.TakeOutput());
    while (const auto event = pair.engine->TakeEvent()) {
      if (std::holds_alternative<EngineCertificates>(*event)) pair.engine->AcceptCertificates();
    }
  }
  pair.server.Write("220 ready\r\n");
  pair.server.Close();
  pair.Run();
  CHECK(pair.received() == "220 ready\r\n");
  REQUIRE(pair.outcome());
  CHECK(pair.outcome()->how == How::kCloseNotify);
  CHECK(pair.outcome()->ended_by == EndedBy::kPeer);
  CHECK(pair.server.got_close_notify());
}

TEST_CASE("what is fed while certificates are judged is kept, also the end of the connection") {
  EnginePair pair({.server = {.tickets = false}});
  pair.engine->Start();
  pair.server.Feed(pair.engine->output());
  pair.engine->ConsumeOutput(pair.engine->output().size());
  const Bytes flight = pair.server.TakeOutput();
  for (const uint8_t byte : flight) pair.engine->Feed({&byte, 1});
  pair.engine->FeedEof();
  bool asked = false;
  while (const auto event = pair.engine->TakeEvent()) {
    asked = asked || std::holds_alternative<EngineCertificates>(*event);
    REQUIRE_FALSE(std::holds_alternative<EngineEnded>(*event));
  }
  REQUIRE(asked);
  CHECK(pair.engine->output().empty());
  pair.engine->AcceptCertificates();
  pair.Run();
  CHECK(pair.Count<HandshakeDoneEvent>() == 1);
  CHECK(pair.server.handshake_done());
  REQUIRE(pair.outcome());
  CHECK(pair.outcome()->how == How::kEof);
  CHECK(pair.outcome()->handshake_complete);
}

}  // namespace
}  // namespace tlsprobe::testing
