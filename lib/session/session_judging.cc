#include <chrono>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "tlsprobe/session/judge.h"
#include "tlsprobe/session/session_impl.h"

namespace tlsprobe {

void ProbeSession::Impl::Handle(EngineCertificates&) {
  Judgement judgement = Judge();
  if (!AskForMore(judgement)) return Decide(std::move(judgement));
  if (!verdict_gates()) engine().AcceptCertificates();
}

void ProbeSession::Impl::Decide(Judgement judgement) {
  const std::optional<Refusal> refusal = Conclude(std::move(judgement));
  EmitStaple();
  if (refusal) {
    engine().RejectCertificates(refusal->alert, refusal->why);
    return;
  }
  engine().AcceptCertificates();
}

// Verify lines come out once, and say what is known in the end.
bool ProbeSession::Impl::AskForMore(const Judgement& judgement) {
  std::vector<FetchRequest> more = evidence_.Next(judgement.needs);
  if (more.empty()) return false;
  fetching_since_ = now_;
  // A fetch has a limit of its own; that of a handshake that waits stands still meanwhile.
  if (paused() && deadline_ && deadline_->what == Deadline::What::kHandshake) {
    deadline_ = TotalDeadline(context_->config().limits, begun());
  }
  for (FetchRequest& request : more) {
    requests_.push_back({.id = next_request_++, .what = std::move(request)});
  }
  return true;
}

void ProbeSession::Impl::TakeFetched(const FetchRequest& request, absl::StatusOr<Answer> answer) {
  absl::StatusOr<Bytes> bytes =
      answer.ok() ? absl::StatusOr<Bytes>(std::move(answer->bytes)) : answer.status();
  const std::chrono::nanoseconds since_start = now_ - start_.now;
  const UnixTime at = {start_.wall_clock.seconds +
                       std::chrono::floor<std::chrono::seconds>(since_start).count()};
  evidence_.Take(request, std::move(bytes), at, now_ - fetching_since_);
  if (evidence_.waiting()) return;
  if (paused()) {
    layer_since_ = layer_since_ + (now_ - fetching_since_);
    deadline_ =
        LayerDeadline(context_->config().limits, Deadline::What::kHandshake, layer_since_, begun());
  }
  Judgement judgement = Judge();
  if (AskForMore(judgement)) return;
  if (paused()) return Decide(std::move(judgement));
  Conclude(std::move(judgement));
  EmitStaple();
}

void ProbeSession::Impl::GiveUpFetching() {
  if (!evidence_.waiting()) return;
  std::erase_if(requests_, IsFor<FetchRequest>);
  evidence_.GiveUp();
  Conclude(Judge());
  EmitStaple();
}

Judgement ProbeSession::Impl::Judge() const {
  JudgeRules rules = context_->rules();
  rules.untrusted = evidence_.untrusted();
  rules.fetched = evidence_.fetched();
  rules.crls = evidence_.crls();
  return JudgePeer(rules, report_.target, engine().facts(), engine().peer(), start_.wall_clock);
}

std::optional<Refusal> ProbeSession::Impl::Conclude(Judgement judgement) {
  judged_ = true;
  report_.verification = std::move(judgement.verification);
  report_.findings = std::move(judgement.findings);
  report_.fetches = evidence_.records();
  for (const Findings& more : {evidence_.FailedFetches(), layer_findings_}) {
    report_.findings.insert(report_.findings.end(), more.begin(), more.end());
  }
  for (VerifyEvent& event : judgement.events) events_.push_back(std::move(event));
  return std::move(judgement.refusal);
}

// By the time libssl asks for a verdict the status message has come or will not come.
void ProbeSession::Impl::EmitStaple() {
  if (context_->config().tls.request_ocsp_staple) events_.push_back(StapleEvent{});
}

}  // namespace tlsprobe
