// Peers that fail us: every way a session can end badly, and what it says about it.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/pair.h"
#include "tlsprobe/wire/handshake.h"
#include "tlsprobe/wire/tls_names.h"

namespace tlsprobe::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr uint16_t kTls12 = 0x0303;
constexpr uint16_t kTls13 = 0x0304;

// Every alert IANA knows but close_notify, and one it does not.
constexpr uint8_t kAlerts[] = {10,  20,  21,  22,  30,  40,  41,  42,  43,  44,  45, 46,
                               47,  48,  49,  50,  51,  60,  70,  71,  80,  86,  90, 100,
                               109, 110, 111, 112, 113, 114, 115, 116, 120, 121, 255};
static_assert(std::size(kAlerts) >= 34);

// The last event and no other is ClosedEvent, and the session wants nothing more.
void CheckClosed(Pair& pair) {
  REQUIRE(pair.done());
  REQUIRE_FALSE(pair.events.empty());
  CHECK(std::holds_alternative<ClosedEvent>(pair.events.back()));
  CHECK(pair.Count<ClosedEvent>() == 1);
  CHECK_FALSE(pair.session->TakeEvent().has_value());
}

// A TLS 1.2 server whose clear messages pass one by one, until one of type `last` has; an alert
// follows it.
class AlertPeer : public PairPeer {
 public:
  AlertPeer(std::optional<uint8_t> last, uint8_t alert)
      : server_({.max_version = kTls12}), last_(last), alert_(alert) {}

  void Feed(BytesView bytes) override { server_.Feed(bytes); }
  Bytes TakeOutput() override {
    const Bytes more = server_.TakeOutput();
    clear_.insert(clear_.end(), more.begin(), more.end());
    Bytes out;
    if (more.empty() || ended_) return out;
    while (!ended_) {
      if (last_ && !PassMessage(out)) return out;
      ended_ = !last_ || passed_ == *last_;
    }
    const uint8_t record[] = {21, 3, 3, 0, 2, 2, alert_};
    out.insert(out.end(), std::begin(record), std::end(record));
    return out;
  }

 private:
  // Takes the next record's payload off `clear_` into `messages_`, and one message of those out.
  bool PassMessage(Bytes& out) {
    while (messages_.size() < 4 || messages_.size() < 4 + Length()) {
      if (clear_.size() < 5) return false;
      const size_t size = static_cast<size_t>(clear_[3]) << 8 | clear_[4];
      if (clear_.size() < 5 + size) return false;
      messages_.insert(messages_.end(), clear_.begin() + 5,
                       clear_.begin() + 5 + static_cast<std::ptrdiff_t>(size));
      clear_.erase(clear_.begin(), clear_.begin() + 5 + static_cast<std::ptrdiff_t>(size));
    }
    const size_t size = 4 + Length();
    passed_ = messages_[0];
    const uint8_t header[] = {22, 3, 3, static_cast<uint8_t>(size >> 8),
                              static_cast<uint8_t>(size)};
    out.insert(out.end(), std::begin(header), std::end(header));
    out.insert(out.end(), messages_.begin(), messages_.begin() + static_cast<std::ptrdiff_t>(size));
    messages_.erase(messages_.begin(), messages_.begin() + static_cast<std::ptrdiff_t>(size));
    return true;
  }
  size_t Length() const {
    return static_cast<size_t>(messages_[1]) << 16 | static_cast<size_t>(messages_[2]) << 8 |
           messages_[3];
  }

  TlsServer server_;
  std::optional<uint8_t> last_;
  uint8_t alert_;
  Bytes clear_ = {};
  Bytes messages_ = {};
  uint8_t passed_ = 0;
  bool ended_ = false;
};

void CheckAlert(Pair& pair, Phase phase, uint8_t description, std::string_view expected) {
  CheckClosed(pair);
  const Outcome& outcome = pair.outcome();
  CHECK(outcome.phase == phase);
  CHECK(outcome.ended_by == EndedBy::kPeer);
  CHECK(outcome.how == How::kAlertReceived);
  REQUIRE(outcome.alert.has_value());
  CHECK(outcome.alert->description == description);
  CHECK_FALSE(outcome.alert->sent);
  CHECK(outcome.message == std::string(expected) + ", got the server's fatal alert " +
                               AlertName(description) + " (" + std::to_string(description) + ")");
  CHECK_FALSE(outcome.advice.empty());
  CHECK_FALSE(outcome.cause.empty());
  CHECK(outcome.openssl_reason == OpenSslAlertReason(description));
  CHECK(pair.Count<AlertEvent>() >= 1);
}

TEST_CASE("An alert during the handshake is told with what was awaited") {
  struct Step {
    std::optional<uint8_t> last;
    std::string_view expected;
    bool certificates;
  };
  const Step step = GENERATE(
      Step{std::nullopt, "TLS handshake: expected ServerHello after ClientHello", false},
      Step{uint8_t{kServerHello}, "TLS handshake: expected Certificate after ServerHello", false},
      Step{uint8_t{kCertificate}, "TLS handshake: expected ServerHelloDone after Certificate",
           true},
      Step{uint8_t{kServerHelloDone}, "TLS handshake: expected the server's Finished after ours",
           true});
  for (const uint8_t description : kAlerts) {
    CAPTURE(step.expected, description);
    AlertPeer peer(step.last, description);
    Pair pair(TestContext(), peer);
    pair.Run();
    CheckAlert(pair, Phase::kHandshake, description, step.expected);
    CHECK(pair.report().hops[0].outcome == "failed");
    const ChainVerification& chain = pair.report().verification.chain;
    CHECK(chain.verdict == (step.certificates ? Verdict::kOk : Verdict::kNotChecked));
    CHECK(pair.Count<VerifyEvent>() == chain.steps.size());
  }
}

TEST_CASE("An alert right after the handshake is told as one of an open connection") {
  for (const uint8_t description : kAlerts) {
    CAPTURE(description);
    TlsPeer peer({.tickets = false});
    Pair pair(TestContext(), peer);
    pair.Run();
    REQUIRE(peer.server.handshake_done());
    REQUIRE_FALSE(pair.done());
    peer.server.SendAlert(description);
    pair.Run();
    CheckAlert(pair, Phase::kOpen, description,
               "open connection: expected application data or close_notify");
    CHECK(pair.outcome().handshake_complete);
    CHECK(pair.report().hops[0].outcome == "ready");
  }
}

TEST_CASE("An alert between data is told as one of an open connection") {
  const uint16_t version = GENERATE(kTls12, kTls13);
  for (const uint8_t description : kAlerts) {
    CAPTURE(version, description);
    TlsPeer peer({.max_version = version});
    Pair pair(TestContext({.stay_open = true}), peer);
    pair.to_write = "hello";
    pair.Run();
    peer.server.Write("there");
    peer.server.SendAlert(description);
    pair.Run();
    CHECK(peer.server.received() == "hello");
    CHECK(pair.received() == "there");
    CheckAlert(pair, Phase::kOpen, description,
               "open connection: expected application data or close_notify");
  }
}

TEST_CASE("The end of the stream, at any place, is told with how far it came") {
  const uint16_t version = GENERATE(kTls12, kTls13);
  const bool reset = GENERATE(false, true);
  const size_t arrives = GENERATE(range(size_t{0}, size_t{1100}, size_t{9}));
  CAPTURE(version, reset, arrives);
  TlsPeer peer({.max_version = version});
  Pair pair(TestContext(), peer, {.arrives = arrives});
  reset ? pair.Reset() : pair.Eof();
  CheckClosed(pair);
  const Outcome& outcome = pair.outcome();
  CAPTURE(outcome.message);
  CHECK(outcome.how == (reset ? How::kReset : How::kEof));
  CHECK(outcome.ended_by == EndedBy::kPeer);
  CHECK(outcome.bytes_read == arrives);
  const bool open = outcome.handshake_complete;
  CHECK(outcome.phase == (open ? Phase::kOpen : Phase::kHandshake));
  CHECK_FALSE(outcome.advice.empty());
  CHECK(outcome.cause.starts_with(reset ? "reset the connection " : "closed the connection "));
  CHECK((outcome.cause.find("after the handshake") != std::string::npos) == open);
  CHECK(outcome.message.starts_with(open ? "open connection: expected "
                                         : "TLS handshake: expected "));
  CHECK(outcome.message.find(reset ? "got a reset (RST)" : "got the end of the connection (FIN)") !=
        std::string::npos);
  CHECK((open || !outcome.at_message.empty()));
  // What arrived was judged.
  bool arrived = false;
  for (const MessageEvent& message : pair.Events<MessageEvent>()) {
    arrived |= !message.sent && message.content_type == 22 && message.bytes[0] == kCertificate;
  }
  CHECK((pair.report().verification.chain.verdict == Verdict::kOk) == arrived);
}

TEST_CASE("An end after the handshake is that of an open connection") {
  const bool reset = GENERATE(false, true);
  TlsPeer peer({.tickets = false});
  Pair pair(TestContext(), peer);
  reset ? pair.Reset() : pair.Eof();
  CheckClosed(pair);
  CHECK(pair.outcome().phase == Phase::kOpen);
  CHECK(pair.outcome().how == (reset ? How::kReset : How::kEof));
  CHECK(pair.outcome().handshake_complete);
  CHECK(pair.outcome().cause == (reset ? "reset the connection after the handshake"
                                       : "closed the connection after the handshake without "
                                         "close_notify"));
}

TEST_CASE("A close_notify of the peer ends the session") {
  const bool stay_open = GENERATE(false, true);
  TlsPeer peer({.tickets = false});
  Pair pair(TestContext({.stay_open = stay_open}), peer);
  pair.Run();
  peer.server.Close();
  pair.Run();
  CheckClosed(pair);
  CHECK(pair.outcome().how == How::kCloseNotify);
  CHECK(pair.outcome().ended_by == EndedBy::kPeer);
  CHECK(pair.outcome().message == "open connection: closed by the server with close_notify");
  CHECK(peer.server.got_close_notify());
}

TEST_CASE("A silent peer runs into the handshake's limit") {
  BannerPeer peer("");
  Pair pair(TestContext(), peer);
  pair.Run();
  CHECK(pair.session->wants().wake_by == Instant{seconds(10)});
  pair.Wait(milliseconds(9999));
  CHECK_FALSE(pair.done());
  pair.Wait(milliseconds(1));
  CheckClosed(pair);
  const Outcome& outcome = pair.outcome();
  CHECK(outcome.how == How::kTimeout);
  CHECK(outcome.ended_by == EndedBy::kUs);
  CHECK(outcome.message ==
        "TLS handshake: expected ServerHello after ClientHello within 10 s, got none (" +
            std::to_string(outcome.bytes_written) + " bytes sent, 0 read)");
  CHECK(outcome.at_message == "ServerHello");
  CHECK(pair.report().timings.handshake == seconds(10));
  CHECK(pair.report().verification.chain.how == "no certificate arrived");
}

TEST_CASE("The total limit counts from the beginning of the probe") {
  BannerPeer peer("");
  PairOptions options;
  options.start = {.now = {seconds(27)}, .began = Instant{}, .wall_clock = kPairWallClock};
  Pair pair(TestContext(), peer, options);
  pair.RunToEnd();
  CHECK(pair.now == Instant{seconds(30)});
  CHECK(pair.outcome().message.find("within 30 s in all, got none") != std::string::npos);
  CHECK(pair.report().timings.total == seconds(30));
}

TEST_CASE("One byte a second does not keep a session alive") {
  TlsPeer peer;
  Pair pair(TestContext(), peer, {.arrives = 0});
  pair.Run();
  size_t seconds_gone = 0;
  while (!pair.done()) {
    pair.LetArrive(1);
    pair.Wait(seconds(1));
    REQUIRE(++seconds_gone <= 10);
  }
  CheckClosed(pair);
  CHECK(pair.outcome().how == How::kTimeout);
  CHECK(pair.outcome().bytes_read == 10);
}

TEST_CASE("A peer that stops in the middle is told with what came") {
  TlsPeer peer({.max_version = kTls12});
  Pair pair(TestContext(), peer, {.arrives = 300});
  pair.RunToEnd();
  CheckClosed(pair);
  CHECK(pair.outcome().how == How::kTimeout);
  CHECK(pair.outcome().message.find("expected Certificate after ServerHello within 10 s") !=
        std::string::npos);
  CHECK(pair.outcome().advice.starts_with("The server stopped in the middle"));
}

TEST_CASE("Without limits a silent peer is waited for") {
  BannerPeer peer("");
  const ProbeConfig config = {.limits = {.handshake = seconds(0), .total = seconds(0)}};
  Pair pair(TestContext(config), peer);
  pair.Run();
  CHECK_FALSE(pair.session->wants().wake_by.has_value());
  pair.Wait(std::chrono::hours(24));
  CHECK_FALSE(pair.done());
}

TEST_CASE("A peer that takes nothing runs into the limit too") {
  TlsPeer peer;
  Pair pair(TestContext(), peer);
  pair.carry_output = false;
  pair.RunToEnd();
  CheckClosed(pair);
  CHECK(pair.outcome().how == How::kTimeout);
  CHECK(pair.outcome().bytes_written == 0);
}

TEST_CASE("A goodbye that nobody takes does not hang") {
  TlsPeer peer({.max_version = kTls12});
  Pair pair(TestContext({.stay_open = true}), peer);
  pair.Run();
  pair.carry_output = false;
  pair.session->Close();
  pair.Run();
  CHECK_FALSE(pair.done());
  pair.RunToEnd();
  CheckClosed(pair);
  CHECK(pair.now == Instant{seconds(2)});
  CHECK(pair.outcome().how == How::kTimeout);
  CHECK(pair.outcome().message.starts_with(
      "open connection: expected the peer to take our last bytes within 2 s, got no room to send"));
}

TEST_CASE("A reset behind our goodbye is no failure") {
  TlsPeer peer({.max_version = kTls12});
  Pair pair(TestContext({.stay_open = true}), peer);
  pair.Run();
  pair.carry_output = false;
  pair.session->Close();
  pair.Reset();
  CheckClosed(pair);
  CHECK(pair.outcome().how == How::kCloseNotify);
  CHECK(pair.outcome().ended_by == EndedBy::kUs);
}

TEST_CASE("Peers that speak something else are quoted and named") {
  struct Case {
    std::string_view banner;
    std::string_view quoted;
    std::string_view advice;
  };
  const Case each = GENERATE(
      Case{"HTTP/1.1 400 Bad Request\r\n\r\n", "\"HTTP/1.1 400 Bad Request\\r\\n\\r\\n\"",
           "The server speaks plain HTTP here"},
      Case{"220 mx.example ESMTP\r\n", "\"220 mx.example ESMTP\\r\\n\"", "try -starttls smtp"},
      Case{"SSH-2.0-OpenSSH_9.2\r\n", "\"SSH-2.0-OpenSSH_9.2\\r\\n\"",
           "SSH has its own encryption"},
      Case{"\x1b[2J\x07\xff\xfe\x01", "\"\\x1b[2J\\x07\\xff\\xfe\\x01\"",
           "this is not a TLS server"});
  CAPTURE(each.quoted);
  BannerPeer peer(each.banner);
  Pair pair(TestContext(), peer);
  pair.Run();
  CheckClosed(pair);
  const Outcome& outcome = pair.outcome();
  CAPTURE(outcome.message, outcome.advice);
  CHECK(outcome.how == How::kNotTls);
  CHECK(outcome.phase == Phase::kHandshake);
  CHECK(outcome.message.find(each.quoted) != std::string::npos);
  CHECK(outcome.advice.find(each.advice) != std::string::npos);
  CHECK(outcome.openssl_reason == "wrong version number");
}

TEST_CASE("A peer that begins with a few odd bytes and goes silent is quoted") {
  BannerPeer peer("hi\n");
  Pair pair(TestContext(), peer);
  pair.RunToEnd();
  CheckClosed(pair);
  CHECK(pair.outcome().how == How::kTimeout);
  CHECK(pair.outcome().message.ends_with("; the peer began with \"hi\\n\""));
  CHECK(pair.outcome().advice == "Check host and port: this is not a TLS server.");
}

TEST_CASE("A quote is cut at 200 bytes") {
  BannerPeer peer(std::string(5000, 'x'));
  Pair pair(TestContext(), peer);
  pair.Run();
  CheckClosed(pair);
  CHECK(pair.outcome().how == How::kNotTls);
  CHECK(pair.outcome().message.size() < 400);
}

// One handshake record after another, each full.
std::string Records(size_t count, std::string_view payload) {
  std::string all;
  for (size_t i = 0; i < count; ++i) {
    const char header[] = {22, 3, 3, static_cast<char>(payload.size() >> 8),
                           static_cast<char>(payload.size() & 0xff)};
    all.append(header, sizeof(header)).append(payload);
  }
  return all;
}

TEST_CASE("A message larger than allowed is a named outcome") {
  // A ServerHello that claims 16 MB, and begins to send them.
  const std::string claim = std::string("\x02\xff\xff\xff", 4) + std::string(16000, 'a');
  BannerPeer peer(Records(80, claim));
  Pair pair(TestContext(), peer);
  pair.Run();
  CheckClosed(pair);
  CAPTURE(pair.outcome().message);
  CHECK(pair.outcome().how == How::kTooLarge);
  CHECK(pair.outcome().message.find("too large") != std::string::npos);
}

TEST_CASE("Floods end, whatever they are made of") {
  struct Case {
    std::string_view name;
    std::string bytes;
  };
  const Case each = GENERATE(Case{"empty records", Records(200000, "")},
                             Case{"HelloRequests", Records(100000, std::string(4, '\0'))},
                             Case{"warning alerts",
                                  [] {
                                    std::string all;
                                    for (int i = 0; i < 100000; ++i)
                                      all.append("\x15\x03\x03\x00\x02\x01\x5a", 7);
                                    return all;
                                  }()},
                             Case{"change_cipher_spec", [] {
                                    std::string all;
                                    for (int i = 0; i < 100000; ++i)
                                      all.append("\x14\x03\x03\x00\x01\x01", 6);
                                    return all;
                                  }()});
  CAPTURE(each.name);
  BannerPeer peer(each.bytes);
  Pair pair(TestContext(), peer, {.chunk = 16384});
  pair.RunToEnd();
  CheckClosed(pair);
  CAPTURE(pair.outcome().message);
  CHECK(pair.outcome().phase == Phase::kHandshake);
  CHECK(pair.events.size() < 1000);
  CHECK(pair.outcome().bytes_read < 2 * 1024 * 1024);
}

TEST_CASE("Calls after the end do nothing") {
  BannerPeer peer("220 no\r\n");
  Pair pair(TestContext(), peer);
  pair.Run();
  CheckClosed(pair);
  const std::string message = pair.outcome().message;
  const uint64_t bytes_read = pair.outcome().bytes_read;
  pair.session->OnBytes(AsBytes("more"), pair.now);
  pair.session->OnEof(pair.now);
  pair.session->OnSent(100, pair.now);
  pair.session->OnTime(pair.now + seconds(100));
  pair.session->OnTransportError(absl::UnavailableError("late"), 104, pair.now);
  pair.session->OnAnswer(1, Answer{}, pair.now);
  pair.session->Close();
  CHECK(pair.session->Write(AsBytes("x")) == 0);
  CHECK(pair.session->Renegotiate().code() == absl::StatusCode::kFailedPrecondition);
  CHECK(pair.session->UpdateKeys(true).code() == absl::StatusCode::kFailedPrecondition);
  CHECK(pair.outcome().message == message);
  CHECK(pair.outcome().bytes_read == bytes_read);
  CHECK_FALSE(pair.session->TakeEvent().has_value());
}

TEST_CASE("Half a record of TLS is not taken for another protocol") {
  const bool ends = GENERATE(true, false);
  BannerPeer peer(std::string_view("\x16\x03\x03\x00\x40\x02", 6));
  Pair pair(TestContext(), peer);
  pair.Run();
  ends ? pair.Eof() : pair.RunToEnd();
  CheckClosed(pair);
  CHECK(pair.outcome().message.find("\\x16") == std::string::npos);
  CHECK(pair.outcome().advice.find("not a TLS server") == std::string::npos);
  CHECK(pair.outcome().advice.find("in the middle of the handshake") != std::string::npos);
}

}  // namespace
}  // namespace tlsprobe::testing
