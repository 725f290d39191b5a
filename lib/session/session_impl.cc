#include "tlsprobe/session/session_impl.h"

#include <algorithm>
#include <utility>

#include "tlsprobe/session/dialogue_outcomes.h"
#include "tlsprobe/session/route.h"

namespace tlsprobe {

ProbeSession::Impl::Impl(std::shared_ptr<const ProbeContext> context, Target target, Start start)
    : context_(std::move(context)),
      start_(std::move(start)),
      now_(start_.now),
      close_wanted_(!context_->config().stay_open),
      evidence_(context_->materials(), context_->config().limits.fetches) {
  ahead_ = PlanRoute(*context_, target, start_);
  engine_ = std::get<EngineLayer>(ahead_.back()).engine.get();
  InitReport(std::move(target));
  events_.push_back(ConnectedEvent{});
  NextLayer();
  Advance();
}

Wants ProbeSession::Impl::wants() const {
  Wants wants;
  wants.done = stage_ == Stage::kDone;
  if (wants.done) return wants;
  if (!transport_dead_) wants.send = layers_.output();
  // While a signature or a verdict is awaited the engine could only pile up what comes; so could a
  // dialogue whose last words have not gone out.
  const auto* dialogue = std::get_if<DialogueLayer>(&layers_.top());
  const bool takes = dialogue == nullptr || dialogue->dialogue.state() == Dialogue::State::kRunning;
  const bool busy =
      paused() ? !requests_.empty() : std::ranges::any_of(requests_, IsFor<SignRequest>);
  wants.receive = drained_ && takes && !busy && !ended() && !transport_at_end_;
  if (deadline_) wants.wake_by = deadline_->at;
  if (awaits_clock()) wants.wake_by = now_;
  wants.requests = requests_;
  return wants;
}

std::optional<Event> ProbeSession::Impl::TakeEvent() {
  if (events_.empty()) Advance();
  if (events_.empty()) return std::nullopt;
  Event event = std::move(events_.front());
  events_.pop_front();
  drained_ = stage_ == Stage::kDone && events_.empty();
  return event;
}

void ProbeSession::Impl::OnSent(size_t size, Instant now) {
  if (stage_ == Stage::kDone) return;
  SetNow(now);
  const size_t taken = std::min(size, layers_.output().size());
  layers_.ConsumeOutput(taken);
  bytes_written_ += taken;
  if (taken > 0 && !first_sent_) first_sent_ = now_;
  const bool leaving = stage_ == Stage::kClosing || stage_ == Stage::kFlushing;
  if (taken > 0 && leaving) deadline_ = FlushDeadline(now_);
  if (layers_.output().empty()) data_unsent_ = false;
  CloseIfWanted();
  Advance();
}

void ProbeSession::Impl::OnBytes(BytesView bytes, Instant now) {
  if (ended() || bytes.empty()) return;
  SetNow(now);
  if (first_sent_ && !measured_round_trip_) measured_round_trip_ = now_ - *first_sent_;
  bytes_read_ += bytes.size();
  layers_.Feed(bytes);
  Advance();
}

void ProbeSession::Impl::OnEof(Instant now) {
  if (ended() || transport_at_end_) return;
  SetNow(now);
  transport_at_end_ = true;
  PumpAll();  // what came before the FIN counts before it
  if (!ended()) layers_.FeedEof();
  Advance();
}

void ProbeSession::Impl::OnTime(Instant now) {
  if (stage_ == Stage::kDone) return;
  SetNow(now);
  Advance();
}

void ProbeSession::Impl::OnTransportError(const absl::Status& error, int system_error,
                                          Instant now) {
  if (stage_ == Stage::kDone) return;
  SetNow(now);
  PumpAll();  // what came before the error counts before it
  transport_dead_ = true;
  // Once we have said goodbye, the peer may hang up as it likes.
  const bool leaving = stage_ == Stage::kClosing || ended();
  if (!leaving) {
    Outcome outcome = TransportOutcome(error, system_error, CurrentProgress());
    if (const auto* layer = std::get_if<DialogueLayer>(&layers_.top())) {
      ExplainBrokenDialogue(*layer, outcome);
    }
    End(std::move(outcome));
  }
  Advance();
}

void ProbeSession::Impl::OnAnswer(RequestId id, absl::StatusOr<Answer> answer, Instant now) {
  if (stage_ == Stage::kDone) return;
  const auto request = std::find_if(requests_.begin(), requests_.end(),
                                    [id](const Request& each) { return each.id == id; });
  if (request == requests_.end()) return;
  SetNow(now);
  const auto what = std::move(request->what);
  requests_.erase(request);
  if (const auto* fetch = std::get_if<FetchRequest>(&what)) {
    TakeFetched(*fetch, std::move(answer));
    return Advance();
  }
  // Nobody but the top layer's engine shakes hands, and asks.
  Engine& asking = *engine_layer().engine;
  if (answer.ok()) {
    asking.CompleteSignature(std::move(answer->bytes));
  } else {
    asking.CompleteSignature(answer.status());
  }
  Advance();
}

size_t ProbeSession::Impl::Write(BytesView data) {
  if (!usable() || close_wanted_) return 0;
  const size_t taken = engine().Write(data, context_->config().limits.write_buffer_bytes);
  data_unsent_ = data_unsent_ || taken > 0;
  Advance();
  return taken;
}

void ProbeSession::Impl::Close() {
  close_wanted_ = true;
  const bool was_open = stage_ == Stage::kOpen;
  CloseIfWanted();
  // The last moment we know of may be long gone: the limit counts from the next one.
  if (was_open && stage_ == Stage::kClosing) deadline_.reset();
  Advance();
}

absl::Status ProbeSession::Impl::Renegotiate() {
  if (!usable()) {
    return absl::FailedPreconditionError(
        "Renegotiate: expected an open session, got one in "
        "another phase. Wait for HandshakeDoneEvent.");
  }
  absl::Status status = engine().Renegotiate();
  Advance();
  return status;
}

absl::Status ProbeSession::Impl::UpdateKeys(bool ask_back) {
  if (!usable()) {
    return absl::FailedPreconditionError(
        "UpdateKeys: expected an open session, got one in "
        "another phase. Wait for HandshakeDoneEvent.");
  }
  absl::Status status = engine().UpdateKeys(ask_back);
  Advance();
  return status;
}

}  // namespace tlsprobe
