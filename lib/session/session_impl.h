// The machine behind ProbeSession. Six files: session_impl.cc (what the outside calls),
// session_stages.cc (stages and deadlines), session_layers.cc (the way to the target, and what is
// asked once there), session_events.cc (what the target's engine says), session_judging.cc (what
// its certificates come to, with what is fetched for it), session_report.cc (what is told of it).
#ifndef TLSPROBE_SESSION_SESSION_IMPL_H_
#define TLSPROBE_SESSION_SESSION_IMPL_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tlsprobe/session/deadlines.h"
#include "tlsprobe/session/evidence.h"
#include "tlsprobe/session/judge.h"
#include "tlsprobe/session/layer_stack.h"
#include "tlsprobe/session/outcomes.h"
#include "tlsprobe/session/probe_session.h"
#include "tlsprobe/session/settle.h"
#include "tlsprobe/tls/engine.h"

namespace tlsprobe {

template <typename What>
bool IsFor(const Request& request) {
  return std::holds_alternative<What>(request.what);
}

class ProbeSession::Impl {
 public:
  Impl(std::shared_ptr<const ProbeContext> context, Target target, Start start);

  Wants wants() const;
  std::optional<Event> TakeEvent();
  void OnSent(size_t size, Instant now);
  void OnBytes(BytesView bytes, Instant now);
  void OnEof(Instant now);
  void OnTime(Instant now);
  void OnTransportError(const absl::Status& error, int system_error, Instant now);
  void OnAnswer(RequestId id, absl::StatusOr<Answer> answer, Instant now);
  size_t Write(BytesView data);
  void Close();
  absl::Status Renegotiate();
  absl::Status UpdateKeys(bool ask_back);
  const ProbeReport& report() const;

 private:
  enum class Stage : uint8_t {
    kApproaching,  // a proxy or a dialogue is spoken to
    kHandshaking,
    kSettling,  // the handshake is done; a sign of life is waited for (TLS 1.3)
    kAsking,    // a dialogue under TLS (StarttlsOptions::after_tls)
    kOpen,
    kClosing,   // our close_notify is going out; what the peer still sends is read
    kFlushing,  // the connection has ended; our last bytes (an alert) are going out
    kFetching,  // nothing more goes out; what the certificates are judged by is still fetched
    kDone,
  };

  // The one that speaks to the target, now or later.
  Engine& engine() { return *engine_; }
  const Engine& engine() const { return *engine_; }
  EngineLayer& engine_layer() { return std::get<EngineLayer>(layers_.top()); }
  bool ended() const { return stage_ >= Stage::kFlushing; }
  // Whether the handshake waits for what is fetched: its end, or what a user does next, hangs on
  // the verdict. Otherwise the server need not know that we are still reading.
  bool verdict_gates() const {
    return context_->config().verify.fail_handshake || context_->config().stay_open;
  }
  Instant begun() const { return start_.began.value_or(start_.now); }
  bool paused() const { return stage_ == Stage::kHandshaking && verdict_gates(); }
  bool usable() const { return stage_ == Stage::kSettling || stage_ == Stage::kOpen; }
  // Close() says no time: the limit of what it sends starts with the next moment we are told.
  bool awaits_clock() const { return stage_ == Stage::kClosing && !deadline_; }

  // session_stages.cc
  void Enter(Stage stage, std::optional<Deadline> deadline);
  void SetNow(Instant now);
  // To be called last in whatever may have moved something.
  void Advance();
  // Takes events from the engine until there is one for the caller, or none.
  void Pump();
  void PumpAll();
  void CheckDeadline();
  void OnDeadline(const Deadline& passed);
  void BeginToSettle();
  void Settled();
  void CloseIfWanted();
  void End(Outcome outcome);
  void FinishIfFlushed();

  // session_layers.cc
  void NextLayer();
  bool StepDialogue(DialogueLayer& layer);
  bool TellLine(const DialogueOutcome& outcome);
  void HandleProxy(EngineLayer& layer, EngineEvent& event);
  void JudgeProxy(EngineLayer& layer);
  void FillProxyHop(const EngineLayer& layer);
  bool EndByFailureBelow();
  void NoteClearText();
  // What is spoken to now has a hop of its own, and is over.
  void BeginHop(std::string kind);
  void EndHop(std::string_view outcome);
  void PrepareQuestion();
  void BeginToAsk();
  bool StepQuestion();
  void EndQuestion(std::string_view outcome);

  // session_events.cc
  bool Step();
  void Handle(MessageEvent& event);
  void NoteMessage(const MessageEvent& event);
  void Handle(AlertEvent& event);
  void Handle(KeyLogEvent& event);
  void Handle(EngineSignRequest& event);
  void Handle(HandshakeDoneEvent& event);
  void Handle(DataEvent& event);
  void Handle(TicketEvent& event);
  void Handle(EngineEnded& event);
  void Note(SignOfLife sign);
  bool AnswersOurCertificate() const;

  // session_judging.cc
  void Handle(EngineCertificates& event);
  // Judges what arrived of the peer's certificates. Conclude makes it the report's, emits the
  // events and gives the refusal, if any.
  Judgement Judge() const;
  std::optional<Refusal> Conclude(Judgement judgement);
  // Asks for what would say more; false where nothing would.
  bool AskForMore(const Judgement& judgement);
  void TakeFetched(const FetchRequest& request, absl::StatusOr<Answer> answer);
  // The verdict is there: the handshake goes on, or is refused, where it waited for that.
  void Decide(Judgement judgement);
  // What was not answered in time does not count.
  void GiveUpFetching();
  void EmitStaple();

  // session_report.cc
  void InitReport(Target target);
  // The hop of the top layer, which has failed where the handshake is not complete.
  void CloseHop();
  void Refresh() const;
  Progress CurrentProgress() const;
  ClientCertificateOutcome ClientCertificate() const;
  std::chrono::nanoseconds RoundTrip() const;

  std::shared_ptr<const ProbeContext> context_;
  Start start_;
  LayerStack layers_;
  std::deque<Layer> ahead_;  // what is to be spoken to yet; the last is `engine_`'s
  Engine* engine_ = nullptr;
  Instant layer_since_ = {};  // the top layer began to be spoken to
  size_t told_lines_ = 0;     // of its dialogue
  uint64_t read_before_ = 0;  // of `bytes_read_`, before it
  uint64_t written_before_ = 0;
  Bytes leftover_ = {};  // came behind a go-ahead, for the next layer
  // What is asked under TLS, from the handshake's end on.
  std::optional<Dialogue> question_;
  Findings layer_findings_;  // of the way to the target: clear text, once
  Stage stage_ = Stage::kHandshaking;
  std::optional<Deadline> deadline_;  // that of the stage
  Instant now_;                       // the latest we were told
  bool close_wanted_;
  bool data_unsent_ = false;       // of the caller
  bool transport_at_end_ = false;  // the peer's FIN came
  bool transport_dead_ = false;    // nothing can be sent any more

  std::deque<Event> events_;
  bool drained_ = false;  // neither we nor the engine have an event for the caller
  std::vector<Request> requests_;
  RequestId next_request_ = 1;

  bool judged_ = false;  // what arrived of the peer's certificates
  Evidence evidence_;
  Instant fetching_since_ = {};  // while `evidence_` waits: when that began
  SignOfLife sign_ = SignOfLife::kNone;
  std::optional<uint8_t> last_message_;  // type of the last handshake message either way
  bool heard_tls_ = false;               // one came from the peer
  bool certificate_answered_ = false;    // our Certificate message went out
  bool certificate_sent_ = false;        // with a certificate in it
  uint64_t bytes_read_ = 0;
  uint64_t bytes_written_ = 0;
  std::optional<uint64_t> handshake_size_;  // `bytes_written_` with all of our handshake
  std::optional<Instant> settling_since_;   // it is on its way
  std::optional<Instant> first_sent_;
  std::optional<std::chrono::nanoseconds> measured_round_trip_;

  // Copied from the engine's facts when somebody looks: a session nobody watches pays once.
  mutable ProbeReport report_;
  mutable bool stale_ = true;
  mutable uint64_t copied_ = 0;  // the engine's revision that was
};

}  // namespace tlsprobe

#endif  // TLSPROBE_SESSION_SESSION_IMPL_H_
