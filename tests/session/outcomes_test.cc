#include "tlsprobe/session/outcomes.h"

#include <catch2/catch_test_macros.hpp>
#include <cerrno>
#include <chrono>
#include <string>
#include <string_view>

namespace tlsprobe {
namespace {

constexpr Deadline kHandshakeLimit = {.limit = std::chrono::seconds(10)};

Progress AfterClientHello() {
  return {.awaited = "ServerHello", .last_message = "ClientHello", .bytes_written = 517};
}

Outcome Finished(Outcome outcome, const Progress& progress) {
  FinishOutcome(progress, outcome);
  return outcome;
}

TEST_CASE("A timeout says what was awaited, how long, and how much went either way") {
  const Progress progress = AfterClientHello();
  const Outcome outcome = Finished(TimeoutOutcome(kHandshakeLimit, progress), progress);
  CHECK(outcome.how == How::kTimeout);
  CHECK(outcome.ended_by == EndedBy::kUs);
  CHECK(outcome.message ==
        "TLS handshake: expected ServerHello after ClientHello within 10 s, got none (517 bytes "
        "sent, 0 read)");
  CHECK(outcome.advice.starts_with("Check that this port speaks TLS from the first byte"));
  CHECK(outcome.cause == "did not answer the ClientHello within 10 s");
  CHECK(outcome.at_message == "ServerHello");
  CHECK(outcome.bytes_written == 517);
}

TEST_CASE("A timeout in the middle blames the server, one of the key's holder does not") {
  Progress progress = {.awaited = "Finished",
                       .last_message = "Finished",
                       .heard_tls = true,
                       .bytes_read = 900,
                       .bytes_written = 600};
  Outcome outcome = Finished(TimeoutOutcome(kHandshakeLimit, progress), progress);
  CHECK(outcome.message ==
        "TLS handshake: expected the server's Finished after ours within 10 s, got none (600 bytes "
        "sent, 900 read)");
  CHECK(outcome.cause == "did not complete the handshake within 10 s");
  CHECK(outcome.advice.starts_with("The server stopped in the middle"));

  progress.signature_pending = true;
  outcome = Finished(TimeoutOutcome(kHandshakeLimit, progress), progress);
  CHECK(outcome.message ==
        "TLS handshake: expected a signature by the client's key within 10 s, got none (600 bytes "
        "sent, 900 read)");
  CHECK(outcome.advice.starts_with("Whatever holds the client's key"));
}

TEST_CASE("Errors of the transport are told apart by errno") {
  struct Case {
    int system_error;
    How how;
    EndedBy ended_by;
    std::string_view got;
  };
  const Case cases[] = {
      {ECONNRESET, How::kReset, EndedBy::kPeer, "got a reset (RST) ("},
      {EPIPE, How::kReset, EndedBy::kPeer, "got a connection closed for writing ("},
      {ETIMEDOUT, How::kTimeout, EndedBy::kNetwork, "got a connection that timed out ("},
      {EHOSTUNREACH, How::kUnreachable, EndedBy::kNetwork, "got no route to the host ("},
      {EIO, How::kError, EndedBy::kNetwork, "got a transport error: no luck ("},
  };
  const Progress progress = AfterClientHello();
  for (const Case& each : cases) {
    const Outcome outcome = Finished(
        TransportOutcome(absl::UnavailableError("no luck"), each.system_error, progress), progress);
    CAPTURE(outcome.message);
    CHECK(outcome.how == each.how);
    CHECK(outcome.ended_by == each.ended_by);
    CHECK(outcome.system_error == each.system_error);
    CHECK(outcome.message.starts_with("TLS handshake: expected ServerHello after ClientHello, "));
    CHECK(outcome.message.find(each.got) != std::string::npos);
  }
}

TEST_CASE("A peer that does not speak TLS is quoted once, escaped, and named in the advice") {
  const std::string banner = "220 mx.example ESMTP\r\n";
  Progress progress = AfterClientHello();
  progress.first_bytes = AsBytes(banner);
  Outcome outcome;
  outcome.how = How::kNotTls;
  outcome.message = "TLS handshake: no";
  const std::string quoted =
      "TLS handshake: no; the peer began with \"220 mx.example ESMTP\\r\\n\"";
  CHECK(Finished(outcome, progress).message == quoted);
  CHECK(Finished(outcome, progress).advice.find("-starttls") != std::string::npos);
  outcome.message = quoted;
  CHECK(Finished(outcome, progress).message == quoted);

  const std::string page = "HTTP/1.1 400 Bad Request\r\n";
  progress.first_bytes = AsBytes(page);
  CHECK(Finished(outcome, progress).advice.starts_with("The server speaks plain HTTP here"));
}

TEST_CASE("In TLS 1.3 nothing is awaited behind the server's Finished") {
  Progress progress = {.awaited = "Finished", .last_message = "Finished", .version = 0x0304};
  const Outcome outcome = TimeoutOutcome(kHandshakeLimit, progress);
  CHECK(outcome.message.find("an answer after Finished") != std::string::npos);
}

TEST_CASE("A time limit says nothing where the peer spoke another protocol") {
  const std::string banner = "220 mx.example ESMTP\r\n";
  Progress progress = AfterClientHello();
  progress.first_bytes = AsBytes(banner);
  CHECK(Finished(TimeoutOutcome(kHandshakeLimit, progress), progress).cause ==
        "speaks SMTP, not TLS");
}

TEST_CASE("An alert gets its advice, and an advice of the engine is kept") {
  Outcome outcome;
  outcome.how = How::kAlertReceived;
  outcome.alert = Alert{.level = 2, .description = 70};
  CHECK_FALSE(Finished(outcome, AfterClientHello()).advice.empty());
  outcome.advice = "mine";
  outcome.cause = "my cause";
  CHECK(Finished(outcome, AfterClientHello()).advice == "mine");
  CHECK(Finished(outcome, AfterClientHello()).cause == "my cause");
}

TEST_CASE("Closing an open connection is no failure and needs no advice") {
  Progress progress = AfterClientHello();
  progress.phase = Phase::kOpen;
  progress.handshake_complete = true;
  const Outcome outcome = Finished(ClosedByUsOutcome(), progress);
  CHECK(outcome.phase == Phase::kOpen);
  CHECK(outcome.handshake_complete);
  CHECK(outcome.advice.empty());
  CHECK(outcome.at_message.empty());
}

}  // namespace
}  // namespace tlsprobe
