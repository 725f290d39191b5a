// A ProbeSession joined to a peer in memory. No socket; time is a number that the test moves.
#ifndef TLSPROBE_TESTS_SUPPORT_PAIR_H_
#define TLSPROBE_TESTS_SUPPORT_PAIR_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/tls_server.h"
#include "tlsprobe/session/probe_context.h"
#include "tlsprobe/session/probe_session.h"

namespace tlsprobe::testing {

inline constexpr UnixTime kPairWallClock{1790000000};  // within the test certificates' validity

// A trust store that holds what it is given.
std::shared_ptr<const CertificateSource> TrustIn(std::vector<Bytes> certificates);
// TestRoot() is trusted, nothing else.
Materials TestMaterials();
// Fails the program where Create refuses.
std::shared_ptr<const ProbeContext> TestContext(const ProbeConfig& config = {},
                                                Materials materials = TestMaterials());

// What a session talks to.
class PairPeer {
 public:
  virtual ~PairPeer() = default;
  virtual void Feed(BytesView bytes) = 0;
  virtual Bytes TakeOutput() = 0;
};

// Says one thing as soon as it is connected, whatever it hears.
class BannerPeer : public PairPeer {
 public:
  explicit BannerPeer(std::string_view banner) : banner_(ToBytes(banner)) {}
  void Feed(BytesView) override {}
  Bytes TakeOutput() override { return std::exchange(banner_, {}); }

 private:
  Bytes banner_;
};

class TlsPeer : public PairPeer {
 public:
  explicit TlsPeer(const TlsServerOptions& options = {}) : server(options) {}
  void Feed(BytesView bytes) override { server.Feed(bytes); }
  Bytes TakeOutput() override { return server.TakeOutput(); }

  TlsServer server;
};

struct PairOptions {
  // Most bytes handed over at a time, each way.
  size_t chunk = SIZE_MAX;
  // The peer reads nothing while more than this waits to be sent by it: a program that writes
  // before it reads.
  size_t peer_backlog = SIZE_MAX;
  // Of what the peer sends, only so much arrives before Arrive().
  size_t arrives = SIZE_MAX;
  Target target = {.host = "server.test"};
  Start start = {.wall_clock = kPairWallClock};
};

class Pair {
 public:
  Pair(std::shared_ptr<const ProbeContext> context, PairPeer& peer, PairOptions options = {});

  // Moves bytes until nothing moves. Time stands still.
  void Run();
  // The same, and lets time jump to the next deadline, until the session is done.
  void RunToEnd();
  // One round of it; false when nothing moved.
  bool Move();

  // The rest of what the peer sent, and what it sends later, arrives.
  void Arrive();
  // So many more bytes arrive.
  void LetArrive(size_t bytes);
  // What can arrive arrives, and then the peer's FIN, or a reset.
  void Eof();
  void Reset();
  void Wait(std::chrono::nanoseconds time);  // and says so to the session

  const ProbeReport& report() const { return session->report(); }
  const Outcome& outcome() const { return report().outcome; }
  bool done() const { return session->wants().done; }

  // The events of one type, in order.
  template <typename Type>
  std::vector<Type> Events() const {
    std::vector<Type> found;
    for (const Event& event : events) {
      if (const auto* match = std::get_if<Type>(&event)) found.push_back(*match);
    }
    return found;
  }
  template <typename Type>
  size_t Count() const {
    return Events<Type>().size();
  }
  std::string received() const;
  // The order of what happened, without messages and key log lines: "connected verify done alert
  // closed"; what repeats is named once. Our close_notify is an alert too.
  std::string Story() const;

  Instant now;
  std::unique_ptr<ProbeSession> session;
  std::vector<Event> events = {};
  std::string to_write = {};  // written as soon as there is room
  bool carry_output = true;   // false: the session's bytes go nowhere
  std::function<void(const Event&)> on_event = {};

 private:
  bool TakeEvents();
  bool CarryOut();
  bool CarryIn();

  PairPeer& peer_;
  PairOptions options_;
  Bytes to_session_ = {};
  size_t taken_ = 0;   // of to_session_
  size_t handed_ = 0;  // bytes so far
};

}  // namespace tlsprobe::testing

#endif  // TLSPROBE_TESTS_SUPPORT_PAIR_H_
