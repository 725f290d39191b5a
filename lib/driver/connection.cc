#include "tlsprobe/driver/connection.h"

#include <utility>

namespace tlsprobe {

StreamOrReport ToStream(const ProbeContext& context, const Target& target, Start start,
                        Opened opened) {
  start.now = opened.at;
  start.connection = std::move(opened.connection);
  start.target_address = std::move(opened.target_address);
  if (opened.fd.open())
    return {.fd = std::move(opened.fd), .start = std::move(start), .report = {}};
  ProbeReport report = ReportWithoutTransport(context, target, start, std::move(opened.outcome));
  return {.fd = OwnedFd(), .start = std::move(start), .report = std::move(report)};
}

Connection::Connection(Loop& loop, Resolver& resolver, std::shared_ptr<const ProbeContext> context,
                       Target target, Done done, ProbeWatch* watch)
    : loop_(loop),
      resolver_(resolver),
      context_(std::move(context)),
      target_(std::move(target)),
      done_(std::move(done)),
      watch_(watch),
      wake_(loop) {
  const Instant began = MonotonicNow();
  start_ = {.now = began, .began = began, .wall_clock = WallClockNow(), .connection = {}};
  opener_ = std::make_unique<Opener>(
      loop, resolver, context_->config(), target_, began,
      [this](Opened opened) { OnOpened(std::move(opened)); }, watch_);
}

Connection::~Connection() = default;

void Connection::Begin() { opener_->Start(); }

void Connection::Cancel() {
  ProbeReport report;
  if (session_) {
    report = session_->report();
    report.timings.total = MonotonicNow() - start_.began.value_or(start_.now);
  } else {
    start_.now = MonotonicNow();
    Outcome outcome;
    outcome.phase = Phase::kConnect;
    report = ReportWithoutTransport(*context_, target_, start_, outcome);
  }
  report.outcome.ended_by = EndedBy::kUs;
  report.outcome.how = How::kError;
  report.outcome.message = "cancelled by the caller before it was over";
  Finish(std::move(report));
}

void Connection::OnOpened(Opened opened) {
  StreamOrReport stream = ToStream(*context_, target_, start_, std::move(opened));
  if (!stream.fd.open()) return Finish(std::move(stream.report));
  auto session = ProbeSession::Create(context_, target_, std::move(stream.start));
  if (!session.ok()) return Finish(session.status());
  session_ = *std::move(session);
  if (watch_ != nullptr && watch_->on_wait) watch_->on_wait("waiting for " + PlaceOf(target_));
  socket_ = std::make_unique<Watched>(loop_, std::move(stream.fd));
  transport_.emplace(socket_->fd(), *session_);
  Move();
}

void Connection::Move() {
  const auto on_event = [this](const Event& event) {
    if (watch_ != nullptr && watch_->on_event) watch_->on_event(event);
    return true;
  };
  switch (transport_->Move(on_event)) {
    case Transport::State::kDone:
    case Transport::State::kStopped:
      HangUp(socket_->Release());
      return Finish(session_->report());
    case Transport::State::kBusy:
      return wake_.Set(MonotonicNow(), [this] { Move(); });
    case Transport::State::kWaiting:
      return Wait();
  }
}

void Connection::Wait() {
  const Wants wants = session_->wants();
  Fetch(wants.requests);
  if (!wants.send.empty()) socket_->WhenWritable([this] { Move(); });
  if (wants.receive) socket_->WhenReadable([this] { Move(); });
  if (wants.wake_by) {
    wake_.Set(*wants.wake_by, [this] { Move(); });
  } else {
    wake_.Cancel();
  }
}

void Connection::Fetch(std::span<const Request> requests) {
  if (requests.empty() && !fetches_) return;
  if (!fetches_) {
    fetches_ = std::make_unique<FetchRequests>(
        loop_, resolver_, FetchLimitsOf(context_->config()), [this](FetchedAnswer fetched) {
          session_->OnAnswer(fetched.id, std::move(fetched.answer), MonotonicNow());
          // Not from within: to finish would destroy who calls.
          wake_.Set(MonotonicNow(), [this] { Move(); });
        });
    if (watch_ != nullptr && watch_->on_wait) watch_->on_wait("fetching what certificates name");
  }
  fetches_->Look(requests);
}

void Connection::Finish(absl::StatusOr<ProbeReport> report) {
  std::exchange(done_, nullptr)(std::move(report));  // may destroy this
}

}  // namespace tlsprobe
