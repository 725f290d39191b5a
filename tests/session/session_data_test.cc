// Sessions that stay open: data both ways, closing, new keys.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <chrono>
#include <string>

#include "tests/support/pair.h"

namespace tlsprobe::testing {
namespace {

using std::chrono::milliseconds;

constexpr uint16_t kTls12 = 0x0303;
constexpr uint16_t kTls13 = 0x0304;
constexpr size_t kMegabyte = 1024 * 1024;

std::string Pattern(size_t size) {
  std::string text(size, '\0');
  for (size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 7 + i / 251);
  return text;
}

// A TLS server that sends back what it reads.
class EchoPeer : public TlsPeer {
 public:
  using TlsPeer::TlsPeer;
  Bytes TakeOutput() override {
    const std::string& received = server.received();
    if (received.size() > echoed_) {
      server.Write(std::string_view(received).substr(echoed_));
      echoed_ = received.size();
    }
    return TlsPeer::TakeOutput();
  }

 private:
  size_t echoed_ = 0;
};

TEST_CASE(
    "A megabyte goes both ways through narrow pipes with a peer that writes before it reads") {
  const uint16_t version = GENERATE(kTls12, kTls13);
  const size_t chunk = GENERATE(size_t{997}, size_t{65536});
  CAPTURE(version, chunk);
  EchoPeer peer({.max_version = version});
  Pair pair(TestContext({.stay_open = true}), peer, {.chunk = chunk, .peer_backlog = 4096});
  const std::string data = Pattern(kMegabyte);
  pair.to_write = data;
  pair.Run();
  CHECK(pair.to_write.empty());
  CHECK(pair.received() == data);
  CHECK_FALSE(pair.done());
  pair.session->Close();
  pair.Run();
  CHECK(pair.done());
  CHECK(peer.server.got_close_notify());
}

TEST_CASE("Both sides send a megabyte at once") {
  TlsPeer peer;
  Pair pair(TestContext({.stay_open = true}), peer, {.chunk = 1000});
  pair.Run();
  const std::string data = Pattern(kMegabyte);
  peer.server.Write(data);
  pair.to_write = data;
  pair.Run();
  CHECK(pair.received() == data);
  CHECK(peer.server.received() == data);
}

TEST_CASE(
    "Write takes what fits into the buffer, and nothing before the handshake or after Close") {
  TlsPeer peer;
  Pair pair(TestContext({.stay_open = true}), peer);
  CHECK(pair.session->Write(AsBytes("early")) == 0);
  pair.Run();
  const std::string data = Pattern(kMegabyte);
  const size_t taken = pair.session->Write(AsBytes(data));
  CHECK(taken > 0);
  CHECK(taken <= 64 * 1024);
  CHECK(pair.session->wants().send.size() < 66 * 1024);
  CHECK(pair.session->Write(AsBytes(data)) == 0);
  pair.Run();
  CHECK(peer.server.received() == data.substr(0, taken));
  CHECK(pair.session->Write(AsBytes("more")) == 4);
  pair.session->Close();
  CHECK(pair.session->Write(AsBytes("late")) == 0);
  pair.Run();
  CHECK(pair.done());
  CHECK(peer.server.received() == data.substr(0, taken) + "more");
}

TEST_CASE("The write buffer is as large as the limits say") {
  TlsPeer peer;
  ProbeConfig config = {.stay_open = true};
  config.limits.write_buffer_bytes = 100;
  Pair pair(TestContext(config), peer);
  pair.Run();
  CHECK(pair.session->Write(AsBytes(Pattern(1000))) <= 100);
}

TEST_CASE("Data is held back while events wait to be taken") {
  TlsPeer peer;
  Pair pair(TestContext({.stay_open = true}), peer);
  pair.Run();
  peer.server.Write(Pattern(40000));
  const Bytes bytes = peer.server.TakeOutput();
  pair.session->OnBytes(bytes, pair.now);
  CHECK_FALSE(pair.session->wants().receive);
  REQUIRE(pair.session->TakeEvent().has_value());
  CHECK_FALSE(pair.session->wants().receive);
  while (pair.session->TakeEvent()) {
  }
  CHECK(pair.session->wants().receive);
}

TEST_CASE("Close before the server settled waits for it") {
  TlsPeer peer({.tickets = false});
  Pair pair(TestContext({.stay_open = true}), peer);
  pair.session->Close();  // even before the handshake
  pair.Run();
  CHECK(pair.Count<HandshakeDoneEvent>() == 1);
  CHECK_FALSE(pair.done());
  CHECK(pair.session->wants().wake_by == Instant{milliseconds(50)});
  pair.Wait(milliseconds(50));
  REQUIRE(pair.done());
  CHECK(pair.outcome().how == How::kCloseNotify);
  CHECK(pair.outcome().ended_by == EndedBy::kUs);
  CHECK(peer.server.got_close_notify());
}

TEST_CASE("Without a measure of the connection the handshake's own pace is taken") {
  TlsPeer peer({.tickets = false});
  Pair pair(TestContext(), peer, {.arrives = 0});
  pair.Run();
  pair.Wait(milliseconds(100));
  pair.Arrive();
  CHECK(pair.session->wants().wake_by == Instant{milliseconds(300)});
}

TEST_CASE("Data that comes while we close is still handed out") {
  TlsPeer peer;
  Pair pair(TestContext({.stay_open = true}), peer);
  pair.Run();
  pair.carry_output = false;
  pair.session->Close();
  peer.server.Write("last words");
  pair.Run();
  CHECK_FALSE(pair.done());
  CHECK(pair.received() == "last words");
  pair.carry_output = true;
  pair.Run();
  CHECK(pair.done());
}

TEST_CASE("An open session has no deadline") {
  TlsPeer peer;
  Pair pair(TestContext({.stay_open = true}), peer);
  pair.Run();
  CHECK_FALSE(pair.session->wants().wake_by.has_value());
  pair.Wait(std::chrono::hours(48));
  CHECK_FALSE(pair.done());
}

TEST_CASE("Keys are renewed in TLS 1.3 and nowhere else") {
  TlsPeer peer;
  Pair pair(TestContext({.stay_open = true}), peer);
  CHECK(pair.session->UpdateKeys(false).code() == absl::StatusCode::kFailedPrecondition);
  pair.Run();
  CHECK(pair.session->UpdateKeys(true).ok());
  pair.to_write = "after";
  pair.Run();
  CHECK(peer.server.received() == "after");
  CHECK_FALSE(pair.session->Renegotiate().ok());

  TlsPeer old({.max_version = kTls12});
  Pair pair12(TestContext({.stay_open = true}), old);
  CHECK(pair12.session->Renegotiate().code() == absl::StatusCode::kFailedPrecondition);
  pair12.Run();
  CHECK_FALSE(pair12.session->UpdateKeys(true).ok());
}

TEST_CASE("Closing after a long silence says goodbye all the same") {
  TlsPeer peer;
  Pair pair(TestContext({.stay_open = true}), peer);
  pair.Run();
  pair.now = pair.now + std::chrono::hours(1);  // nobody told the session
  pair.session->Close();
  CHECK(pair.session->wants().wake_by <= pair.now);
  pair.session->OnTime(pair.now);
  CHECK_FALSE(pair.done());
  pair.Run();
  CHECK(pair.done());
  CHECK(pair.outcome().how == How::kCloseNotify);
  CHECK(peer.server.got_close_notify());
}

TEST_CASE("What was written before Close goes out, however long the peer takes for it") {
  TlsPeer peer;
  Pair pair(TestContext({.stay_open = true}), peer);
  pair.Run();
  pair.carry_output = false;
  const std::string data = Pattern(20000);
  pair.to_write = data;
  pair.Run();
  CHECK(pair.to_write.empty());
  pair.session->Close();
  pair.Wait(std::chrono::hours(1));
  CHECK_FALSE(pair.done());
  pair.carry_output = true;
  pair.Run();
  CHECK(pair.done());
  CHECK(peer.server.received() == data);
  CHECK(peer.server.got_close_notify());
  CHECK(pair.outcome().how == How::kCloseNotify);
}

TEST_CASE("The wait after the handshake begins when our Finished has left") {
  TlsPeer peer({.tickets = false});
  Pair pair(TestContext(), peer);
  pair.on_event = [&](const Event& event) {
    if (std::holds_alternative<HandshakeDoneEvent>(event)) pair.carry_output = false;
  };
  pair.Run();
  REQUIRE(pair.Count<HandshakeDoneEvent>() == 1);
  pair.Wait(std::chrono::seconds(5));
  CHECK_FALSE(pair.done());
  CHECK_FALSE(peer.server.handshake_done());
  pair.carry_output = true;
  pair.Run();
  CHECK(peer.server.handshake_done());
  CHECK_FALSE(pair.done());
  CHECK(pair.session->wants().wake_by == pair.now + milliseconds(50));
  pair.RunToEnd();
  CHECK(pair.outcome().how == How::kCloseNotify);
}

TEST_CASE("A peer that never takes our Finished runs into the handshake's limit") {
  TlsPeer peer;
  Pair pair(TestContext(), peer);
  pair.on_event = [&](const Event& event) {
    if (std::holds_alternative<HandshakeDoneEvent>(event)) pair.carry_output = false;
  };
  pair.RunToEnd();
  CHECK(pair.now == Instant{std::chrono::seconds(10)});
  CHECK(pair.outcome().how == How::kTimeout);
  CHECK(
      pair.outcome().message.starts_with("open connection: expected the peer to take our last "
                                         "bytes within 10 s, got no room to send"));
}

}  // namespace
}  // namespace tlsprobe::testing
