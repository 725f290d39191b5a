#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/table.h"
#include "tlsprobe/session/dialogue_outcomes.h"
#include "tlsprobe/session/judge.h"
#include "tlsprobe/session/route.h"
#include "tlsprobe/session/session_impl.h"
#include "tlsprobe/wire/handshake.h"

namespace tlsprobe {
namespace {

constexpr size_t kShownBytes = 200;

bool IsBlank(BytesView text) {
  return AsText(text).find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// Blanks alone are harmless, and some servers end their answer with one too many.
Finding ClearTextFinding(const Hop& hop, BytesView text) {
  const bool proxy = hop.kind.starts_with("proxy");
  return {.id = proxy ? "proxy.clear_text" : "starttls.clear_text",
          .severity = IsBlank(text) ? Severity::kNotice : Severity::kError,
          .text = fmt::format("clear text came between the {}'s go-ahead and TLS: \"{}\"",
                              proxy ? "proxy" : "server", Escape(text)),
          .advice =
              "A client that goes on reading it under TLS takes a stranger's words for the "
              "server's. Look for what in between injects it; a server must send nothing "
              "behind its go-ahead.",
          .reference = "CVE-2011-0411, CVE-2021-22947"};
}

// Our own verdict on the proxy's certificates ended it.
void ExplainRefusedProxy(const Verification& verification, Outcome& outcome) {
  if (outcome.openssl_reason != "certificate verify failed") return;
  outcome.cause = "shows a certificate that does not hold";
  outcome.advice =
      verification.chain.verdict == Verdict::kOk
          ? "Give -proxy a name the certificate is for, or take it as it is (--proxy-insecure)."
          : "Name the proxy's CA (--proxy-CAfile), or take it as it is (--proxy-insecure).";
}

}  // namespace

void ProbeSession::Impl::NextLayer() {
  const size_t level = layers_.size();
  do {
    layers_.Push(std::move(ahead_.front()));
    ahead_.pop_front();
  } while (std::holds_alternative<FramerLayer>(layers_.top()));
  StartLayer(layers_.top());
  last_message_.reset();
  heard_tls_ = certificate_answered_ = certificate_sent_ = false;
  BeginHop(KindOf(layers_.top()));
  const bool dialogue = std::holds_alternative<DialogueLayer>(layers_.top());
  Enter(ahead_.empty() ? Stage::kHandshaking : Stage::kApproaching,
        LayerDeadline(context_->config().limits,
                      dialogue ? Deadline::What::kDialogue : Deadline::What::kHandshake, now_,
                      begun()));
  // What came behind the last go-ahead, and what the layer below has ready.
  const Bytes leftover = std::exchange(leftover_, {});
  layers_.FeedFrom(level, leftover);
}

void ProbeSession::Impl::BeginHop(std::string kind) {
  report_.hops.push_back({.kind = std::move(kind)});
  layer_since_ = now_;
  told_lines_ = 0;
  read_before_ = bytes_read_ - leftover_.size();
  written_before_ = bytes_written_;
}

// True where there was a line to tell.
bool ProbeSession::Impl::TellLine(const DialogueOutcome& outcome) {
  if (told_lines_ >= outcome.transcript.size()) return false;
  const DialogueLine& line = outcome.transcript[told_lines_++];
  events_.push_back(LineEvent{.sent = line.sent, .line = line.text});
  return true;
}

bool ProbeSession::Impl::StepDialogue(DialogueLayer& layer) {
  const Dialogue& dialogue = layer.dialogue;
  if (TellLine(dialogue.outcome())) return true;
  if (ended()) return false;
  if (dialogue.state() == Dialogue::State::kFailed) {
    End(DialogueOutcomeOf(layer, CurrentProgress()));
    return true;
  }
  // Our last words go out before TLS does.
  if (dialogue.state() != Dialogue::State::kReady || !dialogue.output().empty()) return false;
  FillHop(dialogue.outcome(), report_.hops.back());
  leftover_ = ToBytes(dialogue.leftover());
  EndHop("ready");
  layers_.Pop();
  NextLayer();
  return true;
}

void ProbeSession::Impl::HandleProxy(EngineLayer& layer, EngineEvent& event) {
  if (std::holds_alternative<EngineCertificates>(event)) return JudgeProxy(layer);
  if (auto* request = std::get_if<EngineSignRequest>(&event)) return Handle(*request);
  if (auto* line = std::get_if<KeyLogEvent>(&event)) return Handle(*line);
  if (const auto* message = std::get_if<MessageEvent>(&event)) return NoteMessage(*message);
  if (std::holds_alternative<HandshakeDoneEvent>(event) && !layer.open) {
    layer.open = true;
    FillProxyHop(layer);
    EndHop("ready");
    return NextLayer();
  }
  if (auto* end = std::get_if<EngineEnded>(&event)) {
    FillProxyHop(layer);
    ExplainRefusedProxy(report_.hops.back().tls->verification, end->outcome);
    End(std::move(end->outcome));
  }
}

void ProbeSession::Impl::FillProxyHop(const EngineLayer& layer) {
  Hop& hop = report_.hops.back();
  if (!hop.tls) hop.tls.emplace().verification = NothingToJudge("no certificate arrived");
  hop.tls->tls = layer.engine->facts();
  hop.tls->peer = layer.engine->peer();
}

void ProbeSession::Impl::JudgeProxy(EngineLayer& layer) {
  const ProxyOptions& proxy = *context_->config().proxy;
  Engine& engine = *layer.engine;
  Judgement judgement = JudgePeer(context_->proxy_rules(), {.host = proxy.host, .port = proxy.port},
                                  engine.facts(), engine.peer(), start_.wall_clock);
  HopTls& tls = report_.hops.back().tls.emplace();
  tls.verification = std::move(judgement.verification);
  tls.findings = std::move(judgement.findings);
  if (judgement.refusal) {
    return engine.RejectCertificates(judgement.refusal->alert, judgement.refusal->why);
  }
  engine.AcceptCertificates();
}

// The layers below have no voice of their own: how one of them failed is how this failed.
bool ProbeSession::Impl::EndByFailureBelow() {
  const Outcome* failure = ended() ? nullptr : layers_.failure_below();
  if (failure == nullptr) return false;
  End(*failure);
  return true;
}

void ProbeSession::Impl::EndHop(std::string_view outcome) {
  Hop& hop = report_.hops.back();
  hop.outcome = outcome;
  hop.took = now_ - layer_since_;
  // Within TLS to a proxy what is left over may have come along with the hop before.
  const uint64_t came = bytes_read_ - read_before_;
  hop.bytes_read = came - std::min<uint64_t>(came, leftover_.size());
  hop.bytes_written = bytes_written_ - written_before_;
}

// What the gate before the target's engine held back, once TLS came behind it. Where none came it
// is no slip: the engine says what it makes of it.
void ProbeSession::Impl::NoteClearText() {
  const auto* layer = std::get_if<EngineLayer>(&layers_.top());
  if (layer == nullptr || !layer->gate || !layer->gate->passed_tls()) return;
  const BytesView text = layer->gate->clear_text();
  if (text.empty() || !layer_findings_.empty()) return;
  const auto tls = std::ranges::find(report_.hops, "tls", &Hop::kind);
  Hop& hop = *std::prev(tls);  // a gate stands behind a dialogue
  hop.injected = ToBytes(text.first(std::min(text.size(), kShownBytes)));
  layer_findings_.push_back(ClearTextFinding(hop, text));
  report_.findings.push_back(layer_findings_.back());
}

void ProbeSession::Impl::PrepareQuestion() {
  const StarttlsOptions& options = context_->config().starttls;
  if (!options.after_tls) return;
  question_.emplace(FindStarttls(*options.protocol).ask, StarttlsInput(*context_, report_.target),
                    /*insist=*/false);
}

void ProbeSession::Impl::BeginToAsk() {
  const std::string_view protocol = FindStarttls(*context_->config().starttls.protocol).name;
  BeginHop(fmt::format("after-tls-{}", protocol));
  Enter(Stage::kAsking,
        LayerDeadline(context_->config().limits, Deadline::What::kDialogue, now_, begun()));
}

bool ProbeSession::Impl::StepQuestion() {
  if (stage_ != Stage::kAsking) return false;
  if (TellLine(question_->outcome())) return true;
  const size_t taken =
      engine().Write(question_->output(), context_->config().limits.write_buffer_bytes);
  question_->ConsumeOutput(taken);
  if (taken > 0) return true;
  if (question_->state() == Dialogue::State::kRunning) return false;
  const auto& failure = question_->outcome().failure;
  EndQuestion(failure ? HopWord(HowOf(failure->kind)) : "ready");
  Settled();
  return true;
}

// What the server offers under TLS is told; that it tells nothing is no failure of the probe.
void ProbeSession::Impl::EndQuestion(std::string_view outcome) {
  if (stage_ != Stage::kAsking) return;
  FillHop(question_->outcome(), report_.hops.back());
  EndHop(outcome);
  // What is left of a half answer is part of it.
  const bool whole = question_->state() == Dialogue::State::kReady;
  const Bytes rest = whole ? ToBytes(question_->leftover()) : Bytes();
  if (!rest.empty()) events_.push_back(DataEvent{.bytes = rest});
  question_.reset();
}

}  // namespace tlsprobe
