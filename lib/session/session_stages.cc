#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "tlsprobe/base/address.h"
#include "tlsprobe/session/dialogue_outcomes.h"
#include "tlsprobe/session/session_impl.h"

namespace tlsprobe {

void ProbeSession::Impl::Enter(Stage stage, std::optional<Deadline> deadline) {
  stage_ = stage;
  deadline_ = deadline;
}

// A clock that runs backwards is none: the latest moment counts.
void ProbeSession::Impl::SetNow(Instant now) {
  now_ = std::max(now_, now);
  if (awaits_clock()) deadline_ = FlushDeadline(now_);
}

void ProbeSession::Impl::Advance() {
  if (stage_ == Stage::kDone) return;
  stale_ = true;
  Pump();
  CheckDeadline();
  layers_.Sink();
  BeginToSettle();
  FinishIfFlushed();
}

void ProbeSession::Impl::Pump() {
  while (events_.empty() && Step()) {
  }
  drained_ = events_.empty();
}

void ProbeSession::Impl::PumpAll() {
  while (Step()) {
  }
  drained_ = events_.empty();
}

void ProbeSession::Impl::CheckDeadline() {
  if (!deadline_ || now_ < deadline_->at) return;
  PumpAll();  // what came in time counts
  if (!deadline_ || now_ < deadline_->at) return;
  const Deadline passed = *deadline_;
  deadline_.reset();
  OnDeadline(passed);
}

void ProbeSession::Impl::OnDeadline(const Deadline& passed) {
  switch (passed.what) {
    case Deadline::What::kSettle:
      Settled();
      return;
    case Deadline::What::kFlush:
      transport_dead_ = true;
      if (stage_ == Stage::kClosing) End(TimeoutOutcome(passed, CurrentProgress()));
      return;
    case Deadline::What::kDialogue:
    case Deadline::What::kHandshake:
    case Deadline::What::kTotal:
      if (stage_ == Stage::kFetching) return GiveUpFetching();
      if (stage_ == Stage::kAsking) {
        EndQuestion("timed out");
        return Settled();
      }
      transport_dead_ = true;  // whoever does not listen need not be told
      if (const auto* layer = std::get_if<DialogueLayer>(&layers_.top())) {
        return End(DialogueTimeout(*layer, passed, CurrentProgress()));
      }
      End(TimeoutOutcome(passed, CurrentProgress()));
      return;
  }
}

// The wait counts from when the last of our handshake is on its way: until then the server cannot
// answer, and the limit of the handshake holds.
void ProbeSession::Impl::BeginToSettle() {
  if (stage_ != Stage::kSettling || settling_since_) return;
  if (!handshake_size_) handshake_size_ = bytes_written_ + layers_.output().size();
  if (bytes_written_ < *handshake_size_) return;
  settling_since_ = now_;
  const bool requested = engine().peer().client_certificate_request.has_value();
  deadline_ = SettleDeadline(context_->config().limits, RoundTrip(), requested, now_);
}

void ProbeSession::Impl::Settled() {
  if (question_) return BeginToAsk();
  Enter(Stage::kOpen, std::nullopt);
  CloseIfWanted();
}

// What the caller wrote goes out first, however long an open session takes for it.
void ProbeSession::Impl::CloseIfWanted() {
  if (stage_ != Stage::kOpen || !close_wanted_ || data_unsent_) return;
  engine().Close();
  report_.outcome = ClosedByUsOutcome();
  FinishOutcome(CurrentProgress(), report_.outcome);
  Enter(Stage::kClosing, FlushDeadline(now_));
}

void ProbeSession::Impl::End(Outcome outcome) {
  if (ended()) return;
  const bool fetching = evidence_.waiting() && !paused() && outcome.how != How::kTimeout;
  const Progress progress = CurrentProgress();
  if (!fetching) evidence_.GiveUp();
  if (!judged_ && !fetching && !engine().peer().certificates_der.empty()) Conclude(Judge());
  NoteClearText();
  EndQuestion("closed");
  FinishOutcome(progress, outcome);
  if (outcome.phase == Phase::kProxy) {
    const ProxyOptions& proxy = *context_->config().proxy;
    BlameProxy(FormatHostPort(proxy.host, proxy.port), outcome);
  }
  report_.outcome = std::move(outcome);
  CloseHop();
  std::erase_if(requests_, [fetching](const Request& each) {
    return !fetching || !IsFor<FetchRequest>(each);
  });
  Enter(Stage::kFlushing, FlushDeadline(now_));
}

void ProbeSession::Impl::FinishIfFlushed() {
  if (stage_ == Stage::kClosing || stage_ == Stage::kFlushing) {
    if (!transport_dead_ && !layers_.output().empty()) return;
    PumpAll();  // the tickets that came along with the rest
    layers_.Sink();
    if (!transport_dead_ && !layers_.output().empty()) return;
    Enter(Stage::kFetching, TotalDeadline(context_->config().limits, begun()));
  }
  if (stage_ != Stage::kFetching || evidence_.waiting()) return;
  Enter(Stage::kDone, std::nullopt);
  requests_.clear();
  report_.timings.total = now_ - begun();
  events_.push_back(ClosedEvent{});
  drained_ = false;
}

}  // namespace tlsprobe
