#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

#include "tlsprobe/session/judge.h"
#include "tlsprobe/session/session_impl.h"
#include "tlsprobe/wire/handshake.h"

namespace tlsprobe {
namespace {

constexpr uint16_t kTls13 = 0x0304;
constexpr uint8_t kHandshakeContent = 22;
constexpr uint8_t kWarning = 1;
constexpr uint8_t kCloseNotify = 0;
constexpr uint8_t kUserCanceled = 90;

// A Certificate message without a certificate: the header, an empty context (TLS 1.3), an empty
// list.
constexpr size_t kEmptyCertificateBytes = 4 + 1 + 3;

// TLS 1.3 ignores levels: all but two descriptions end the connection (RFC 8446 section 6).
bool IsRefusal(const Alert& alert, uint16_t version) {
  if (alert.sent) return false;
  if (alert.description == kCloseNotify || alert.description == kUserCanceled) return false;
  return version == kTls13 || alert.level != kWarning;
}

// bad_certificate to unknown_ca, access_denied, decrypt_error, certificate_required.
bool IsAboutCertificates(const Alert& alert) {
  constexpr uint8_t kAbout[] = {42, 43, 44, 45, 46, 48, 49, 51, 116};
  return std::ranges::find(kAbout, alert.description) != std::end(kAbout);
}

}  // namespace

bool ProbeSession::Impl::Step() {
  if (stage_ >= Stage::kFetching) return false;
  if (EndByFailureBelow()) return true;
  if (auto* dialogue = std::get_if<DialogueLayer>(&layers_.top())) return StepDialogue(*dialogue);
  EngineLayer& layer = engine_layer();
  std::optional<EngineEvent> event = layer.engine->TakeEvent();
  if (!event) return StepQuestion();
  if (layer.to_proxy) {
    HandleProxy(layer, *event);
  } else {
    NoteClearText();
    std::visit([this](auto& each) { Handle(each); }, *event);
  }
  return true;
}

void ProbeSession::Impl::NoteMessage(const MessageEvent& event) {
  if (event.content_type != kHandshakeContent || event.bytes.empty()) return;
  last_message_ = event.bytes.front();
  if (!event.sent) heard_tls_ = true;
  if (!event.sent || *last_message_ != kCertificate) return;
  certificate_answered_ = true;
  certificate_sent_ = event.bytes.size() > kEmptyCertificateBytes;
  sign_ = SignOfLife::kNone;  // in a renegotiation it is judged anew
}

void ProbeSession::Impl::Handle(MessageEvent& event) {
  NoteMessage(event);
  events_.push_back(std::move(event));
}

void ProbeSession::Impl::Handle(AlertEvent& event) {
  const Alert alert = event.alert;
  events_.push_back(std::move(event));
  if (!IsRefusal(alert, engine().facts().version)) return;
  // Whatever seemed to be an answer before, this one is clear.
  if (IsAboutCertificates(alert)) sign_ = SignOfLife::kNone;
  Note(SignOfLife::kRefusal);
}

void ProbeSession::Impl::Handle(KeyLogEvent& event) { events_.push_back(std::move(event)); }

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

void ProbeSession::Impl::Handle(EngineSignRequest& event) {
  requests_.push_back({.id = next_request_++,
                       .what = SignRequest{.signature_algorithm = event.signature_algorithm,
                                           .input = std::move(event.input)}});
}

void ProbeSession::Impl::Handle(HandshakeDoneEvent& event) {
  events_.push_back(event);
  if (event.renegotiated || stage_ != Stage::kHandshaking) return;
  engine_layer().open = true;
  layers_.StopFraming();
  const TlsFacts& tls = engine().facts();
  if (tls.resumed && !judged_) {
    report_.verification = NothingToJudge("session resumed, no certificate arrived");
  }
  EndHop("ready");
  Hop& hop = report_.hops.back();
  report_.timings.handshake = hop.took;
  // Whatever came along with it is not of the handshake.
  hop.bytes_read = tls.handshake_bytes_read;
  hop.bytes_written = tls.handshake_bytes_written;
  PrepareQuestion();
  if (tls.version != kTls13) return Settled();
  Enter(Stage::kSettling, deadline_);
}

void ProbeSession::Impl::Handle(DataEvent& event) {
  if (question_) {
    question_->Feed(event.bytes);
  } else {
    events_.push_back(std::move(event));
  }
  if (AnswersOurCertificate()) Note(SignOfLife::kAnswer);
}

// A server may speak before it has read our certificate (RFC 8446 section 4.4.4): data that was on
// its way already is no answer to it.
bool ProbeSession::Impl::AnswersOurCertificate() const {
  if (!engine().peer().client_certificate_request) return true;
  return settling_since_ && now_ - *settling_since_ >= RoundTrip();
}

void ProbeSession::Impl::Handle(TicketEvent& event) {
  events_.push_back(event);
  Note(SignOfLife::kAnswer);
}

void ProbeSession::Impl::Handle(EngineEnded& event) {
  // Once we have said goodbye only a refusal is news.
  const bool refused = event.outcome.how == How::kAlertReceived;
  if (stage_ == Stage::kClosing && !refused) return;
  End(std::move(event.outcome));
}

void ProbeSession::Impl::Note(SignOfLife sign) {
  if (sign_ == SignOfLife::kNone) sign_ = sign;
  if (stage_ == Stage::kSettling) Settled();
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
