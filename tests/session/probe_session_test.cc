// Sessions that go well: what happens in which order, whatever the bytes are cut into.
#include "tlsprobe/session/probe_session.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <chrono>
#include <string>

#include "tests/support/pair.h"

namespace tlsprobe::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr uint16_t kTls12 = 0x0303;
constexpr uint16_t kTls13 = 0x0304;

void CheckGoodEnd(const Outcome& outcome) {
  CHECK(outcome.phase == Phase::kOpen);
  CHECK(outcome.ended_by == EndedBy::kUs);
  CHECK(outcome.how == How::kCloseNotify);
  CHECK(outcome.handshake_complete);
  CHECK(outcome.message == "open connection: closed by us with close_notify");
}

TEST_CASE("A TLS 1.3 probe shakes hands, waits for a ticket and closes") {
  TlsPeer peer({.ocsp_staple = {1, 2, 3}});
  Pair pair(TestContext(), peer);
  pair.Run();
  REQUIRE(pair.done());
  CheckGoodEnd(pair.outcome());
  CHECK(pair.Story() == "connected verify staple done ticket alert closed");
  CHECK(pair.Count<ConnectedEvent>() == 1);
  CHECK(pair.Count<ClosedEvent>() == 1);
  CHECK(pair.Count<HandshakeDoneEvent>() == 1);
  CHECK(pair.Count<StapleEvent>() == 1);
  CHECK(peer.server.got_close_notify());

  const ProbeReport& report = pair.report();
  CHECK(report.tls.version == kTls13);
  CHECK(report.tls.server_name_sent == "server.test");
  CHECK(report.tls.tickets.size() == pair.Count<TicketEvent>());
  CHECK(report.peer.certificates.size() == 2);
  CHECK(report.peer.ocsp_staple == Bytes{1, 2, 3});
  CHECK(report.verification.chain.verdict == Verdict::kOk);
  CHECK(report.verification.name.verdict == Verdict::kOk);
  CHECK(pair.Count<VerifyEvent>() == report.verification.chain.steps.size());
  CHECK(report.started == kPairWallClock);
  REQUIRE(report.hops.size() == 1);
  CHECK(report.hops[0].kind == "tls");
  CHECK(report.hops[0].outcome == "ready");
  CHECK(report.peer.client_certificate == ClientCertificateOutcome::kNotRequested);
}

TEST_CASE("A TLS 1.2 probe closes at once") {
  TlsPeer peer({.max_version = kTls12});
  Pair pair(TestContext(), peer);
  pair.Run();
  REQUIRE(pair.done());
  CheckGoodEnd(pair.outcome());
  CHECK(pair.Story() == "connected verify staple done alert closed");
}

TEST_CASE("Every size of pieces gives the same story and the same report") {
  const uint16_t version = GENERATE(kTls12, kTls13);
  const size_t chunk = GENERATE(size_t{1}, 2, 3, 5, 7, 64, 1000);
  CAPTURE(version, chunk);
  TlsPeer peer({.max_version = version});
  Pair pair(TestContext(), peer, {.chunk = chunk});
  pair.RunToEnd();
  CheckGoodEnd(pair.outcome());
  CHECK(pair.Story().starts_with("connected verify staple done"));
  CHECK(pair.Story().ends_with("closed"));
  CHECK(pair.report().verification.chain.verdict == Verdict::kOk);
}

TEST_CASE("Cutting the server's bytes at any place changes nothing") {
  const uint16_t version = GENERATE(kTls12, kTls13);
  const size_t first = GENERATE(range(size_t{1}, size_t{1400}, size_t{13}));
  CAPTURE(version, first);
  TlsPeer peer({.max_version = version});
  Pair pair(TestContext(), peer, {.arrives = first});
  pair.Run();
  pair.Arrive();
  pair.RunToEnd();
  CheckGoodEnd(pair.outcome());
}

TEST_CASE("Bytes and timings are counted") {
  TlsPeer peer;
  PairOptions options;
  options.start = {.now = {seconds(5)},
                   .began = Instant{seconds(3)},
                   .wall_clock = kPairWallClock,
                   .connection = {.address = "192.0.2.1",
                                  .resolve_took = milliseconds(700),
                                  .connect_took = milliseconds(1300)}};
  Pair pair(TestContext(), peer, options);
  pair.carry_output = false;
  pair.Run();
  pair.Wait(milliseconds(40));
  pair.carry_output = true;
  pair.Run();
  REQUIRE(pair.done());
  const ProbeReport& report = pair.report();
  CHECK(report.connection.address == "192.0.2.1");
  CHECK(report.timings.resolve == milliseconds(700));
  CHECK(report.timings.connect == milliseconds(1300));
  CHECK(report.timings.handshake == milliseconds(40));
  CHECK(report.timings.total == milliseconds(2040));
  CHECK(report.hops[0].took == milliseconds(40));
  CHECK(report.outcome.bytes_read > report.tls.handshake_bytes_read);
  CHECK(report.outcome.bytes_written > report.tls.handshake_bytes_written);
}

TEST_CASE("Nothing is received while events wait, and nothing is asked for after the end") {
  TlsPeer peer;
  Pair pair(TestContext(), peer);
  CHECK_FALSE(pair.session->wants().receive);  // ConnectedEvent waits
  REQUIRE(pair.session->TakeEvent().has_value());
  CHECK_FALSE(pair.session->wants().receive);  // there may be more
  while (pair.session->TakeEvent()) {
  }
  CHECK(pair.session->wants().receive);
  pair.Run();
  const Wants wants = pair.session->wants();
  CHECK(wants.done);
  CHECK_FALSE(wants.receive);
  CHECK(wants.send.empty());
  CHECK_FALSE(wants.wake_by.has_value());
  CHECK_FALSE(pair.session->TakeEvent().has_value());
}

TEST_CASE("The report says at each event what is known by then") {
  TlsPeer peer({.ocsp_staple = {9}});
  Pair pair(TestContext(), peer);
  CHECK(pair.outcome().phase == Phase::kHandshake);
  CHECK(pair.outcome().how == How::kStillOpen);
  CHECK(pair.report().verification.chain.how == "no certificate arrived");
  bool verified = false;
  bool done = false;
  pair.on_event = [&](const Event& event) {
    if (std::holds_alternative<VerifyEvent>(event)) {
      verified = true;
      CHECK(pair.report().peer.certificates.size() == 2);
      CHECK(pair.report().verification.chain.verdict == Verdict::kOk);
    }
    if (std::holds_alternative<StapleEvent>(event)) {
      CHECK(pair.report().peer.ocsp_staple == Bytes{9});
    }
    if (std::holds_alternative<HandshakeDoneEvent>(event)) {
      done = true;
      CHECK(pair.outcome().phase == Phase::kOpen);
      CHECK(pair.outcome().how == How::kStillOpen);
      CHECK(pair.report().tls.version == kTls13);
    }
  };
  pair.Run();
  CHECK(verified);
  CHECK(done);
}

TEST_CASE("Key log lines come only when they are asked for") {
  TlsPeer silent;
  Pair plain(TestContext(), silent);
  plain.Run();
  CHECK(plain.Count<KeyLogEvent>() == 0);
  TlsPeer other;
  Pair logged(TestContext({.tls = {.key_log = true}}), other);
  logged.Run();
  CHECK(logged.Count<KeyLogEvent>() >= 4);
}

TEST_CASE("No staple event where none was asked for") {
  TlsPeer peer({.ocsp_staple = {1}});
  Pair pair(TestContext({.tls = {.request_ocsp_staple = false}}), peer);
  pair.Run();
  CHECK(pair.Count<StapleEvent>() == 0);
  CHECK(pair.report().peer.ocsp_staple.empty());
}

TEST_CASE("A target that cannot be is refused before anything is sent") {
  const auto session =
      ProbeSession::Create(TestContext(), {.host = "server.test", .port = 0}, Start{});
  CHECK(session.status().code() == absl::StatusCode::kInvalidArgument);
}

TEST_CASE("A probe without a transport has a report too") {
  Outcome outcome;
  outcome.phase = Phase::kResolve;
  outcome.how = How::kNotFound;
  const Start start = {.now = {seconds(4)},
                       .began = Instant{seconds(1)},
                       .wall_clock = kPairWallClock,
                       .connection = {.resolve_took = seconds(3)}};
  const ProbeReport report =
      ReportWithoutTransport(*TestContext(), {.host = "nowhere.test"}, start, outcome);
  CHECK(report.target.host == "nowhere.test");
  CHECK(report.outcome.how == How::kNotFound);
  CHECK(report.verification.chain.verdict == Verdict::kNotChecked);
  CHECK(report.verification.chain.how == "no certificate arrived");
  CHECK(report.verification.name.how == "no certificate arrived");
  CHECK(report.timings.resolve == seconds(3));
  CHECK(report.timings.total == seconds(3));
  CHECK(report.hops.empty());
}

}  // namespace
}  // namespace tlsprobe::testing
