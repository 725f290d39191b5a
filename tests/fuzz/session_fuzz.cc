// A whole session against a peer that the input directs: a real TLS server whose bytes are passed
// on, damaged, or replaced, the end of the stream, errors of the transport, time, and the caller's
// own moves. Whatever happens, the session ends in good order.
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <variant>

#include "tests/support/pair.h"

namespace tlsprobe::testing {
namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

class Input {
 public:
  explicit Input(BytesView bytes) : rest_(bytes) {}
  bool empty() const { return rest_.empty(); }
  uint8_t Byte() {
    const BytesView one = Take(1);
    return one.empty() ? uint8_t{0} : one[0];
  }
  size_t Length() {
    const size_t high = Byte();
    return high << 8 | Byte();
  }
  BytesView Take(size_t size) {
    const BytesView taken = rest_.first(std::min(size, rest_.size()));
    rest_ = rest_.subspan(taken.size());
    return taken;
  }

 private:
  BytesView rest_;
};

constexpr uint8_t kDialogues = 32;  // a proxy and STARTTLS come before TLS

ProbeConfig ConfigFor(uint8_t flags) {
  ProbeConfig config;
  // Small caps, so that a fuzzer meets them.
  config.limits.handshake_message_bytes = 20000;
  config.limits.handshake_bytes = 30000;
  config.stay_open = (flags & 1) != 0;
  config.verify.fail_handshake = (flags & 2) != 0;
  if ((flags & 4) != 0) config.tls.max_version = TlsVersion::kTls1_2;
  if ((flags & kDialogues) != 0) {
    config.proxy = ProxyOptions{.host = "proxy.test", .port = 3128};
    config.starttls = {.protocol = Starttls::kSmtp, .insist = true, .after_tls = true};
  }
  return config;
}

std::shared_ptr<const ProbeContext> ContextFor(uint8_t flags) {
  static std::shared_ptr<const ProbeContext> contexts[64];
  std::shared_ptr<const ProbeContext>& context = contexts[flags & (kDialogues | 7)];
  if (!context) context = TestContext(ConfigFor(flags));
  return context;
}

class Play {
 public:
  Play(uint8_t flags, Input input)
      : input_(input),
        server_({.request_client_certificate = (flags & 8) != 0, .tickets = (flags & 16) == 0}),
        session_(ProbeSession::Create(ContextFor(flags), {.host = "server.test"},
                                      {.wall_clock = kPairWallClock})
                     .value()) {}

  void Run() {
    while (!input_.empty() && !session_->wants().done) Move(input_.Byte());
    session_->OnEof(now_);
    for (int rounds = 0; !session_->wants().done; ++rounds) {
      Require(rounds < 100);
      TakeEvents(SIZE_MAX);
      Send(SIZE_MAX);
      const std::optional<Instant> wake_by = session_->wants().wake_by;
      if (wake_by) now_ = std::max(now_, *wake_by);
      session_->OnTime(now_);
    }
    TakeEvents(SIZE_MAX);
    CheckEnd();
  }

 private:
  void Move(uint8_t move) {
    switch (move % 12) {
      case 0:
        return TakeEvents(SIZE_MAX);
      case 1:
        return TakeEvents(1);
      case 2:
        return Send(SIZE_MAX);
      case 3:
        return Send(input_.Byte());
      case 4:
        return Receive(server_.TakeOutput());
      case 5:
        return ReceiveDamaged();
      case 6:
        return Receive(input_.Take(input_.Length()));
      case 7:
        now_ = now_ + std::chrono::milliseconds(10) * input_.Byte();
        return session_->OnTime(now_);
      case 8:
        session_->Write(input_.Take(input_.Byte()));
        return;
      case 9:
        return session_->Close();
      case 10:
        return input_.Byte() == 0
                   ? session_->OnEof(now_)
                   : session_->OnTransportError(absl::UnavailableError("reset"), ECONNRESET, now_);
      default:
        session_->UpdateKeys(true).IgnoreError();
        server_.Write("data");
        return;
    }
  }

  void Receive(BytesView bytes) { session_->OnBytes(bytes, now_); }

  void ReceiveDamaged() {
    Bytes bytes = server_.TakeOutput();
    if (!bytes.empty()) bytes[input_.Length() % bytes.size()] ^= input_.Byte();
    Receive(bytes);
  }

  void Send(size_t most) {
    const BytesView wanted = session_->wants().send;
    const Bytes bytes = ToBytes(wanted.first(std::min(most, wanted.size())));
    const bool tls = session_->report().hops.back().kind == "tls";
    session_->OnSent(bytes.size(), now_);
    if (!bytes.empty() && tls) server_.Feed(bytes);
  }

  void TakeEvents(size_t most) {
    while (most-- > 0) {
      const std::optional<Event> event = session_->TakeEvent();
      if (!event) return;
      Require(!closed_);
      Require(std::holds_alternative<ConnectedEvent>(*event) == (events_ == 0));
      closed_ = std::holds_alternative<ClosedEvent>(*event);
      ++events_;
      if (const auto* ticket = std::get_if<TicketEvent>(&*event)) {
        Require(ticket->index < session_->report().tls.tickets.size());
      }
    }
  }

  void CheckEnd() {
    Require(closed_);
    const ProbeReport& report = session_->report();
    Require(report.outcome.how != How::kStillOpen);
    Require(report.outcome.ended_by != EndedBy::kNobody);
    Require(!report.outcome.message.empty());
    Require(report.outcome.handshake_complete == (report.outcome.phase == Phase::kOpen));
    const bool judged = report.verification.chain.verdict != Verdict::kNotChecked;
    Require(!judged || !report.peer.certificates_der.empty());
  }

  Input input_;
  TlsServer server_;
  std::unique_ptr<ProbeSession> session_;
  Instant now_ = {};
  size_t events_ = 0;
  bool closed_ = false;
};

}  // namespace
}  // namespace tlsprobe::testing

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1 || size > 100000) return 0;
  using namespace tlsprobe::testing;
  Play(data[0], Input({data + 1, size - 1})).Run();
  return 0;
}
