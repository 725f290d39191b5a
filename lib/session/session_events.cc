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

}  // namespace tlsprobe
