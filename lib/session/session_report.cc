#include <algorithm>
#include <utility>

#include "tlsprobe/session/dialogue_outcomes.h"
#include "tlsprobe/session/judge.h"
#include "tlsprobe/session/session_impl.h"
#include "tlsprobe/wire/tls_names.h"

namespace tlsprobe {
namespace {

constexpr uint16_t kTls13 = 0x0304;
constexpr std::string_view kNoCertificate = "no certificate arrived";

ProbeReport NewReport(Target target, const Start& start) {
  ProbeReport report;
  report.target = std::move(target);
  report.connection = start.connection;
  report.verification = NothingToJudge(kNoCertificate);
  report.timings.resolve = start.connection.resolve_took;
  report.timings.connect = start.connection.connect_took;
  report.started = start.wall_clock;
  return report;
}

}  // namespace

void ProbeSession::Impl::InitReport(Target target) {
  report_ = NewReport(std::move(target), start_);
}

void ProbeSession::Impl::CloseHop() {
  const Outcome& outcome = report_.outcome;
  if (outcome.handshake_complete) return;
  EndHop("failed");
  Hop& hop = report_.hops.back();
  if (const auto* layer = std::get_if<EngineLayer>(&layers_.top()); layer && layer->to_proxy) {
    FillProxyHop(*layer);
  }
  if (const auto* layer = std::get_if<DialogueLayer>(&layers_.top())) {
    FillHop(layer->dialogue.outcome(), hop);
    hop.outcome = HopWord(outcome.how);
  }
  if (outcome.phase == Phase::kHandshake) report_.timings.handshake = hop.took;
}

const ProbeReport& ProbeSession::Impl::report() const {
  if (stale_) Refresh();
  return report_;
}

void ProbeSession::Impl::Refresh() const {
  stale_ = false;
  if (copied_ != engine().revision()) {
    copied_ = engine().revision();
    report_.tls = engine().facts();
    report_.peer = engine().peer();
  }
  report_.peer.client_certificate = ClientCertificate();
  if (report_.outcome.how == How::kStillOpen) {
    report_.outcome = {};
    FinishOutcome(CurrentProgress(), report_.outcome);
  }
  report_.outcome.bytes_read = bytes_read_;
  report_.outcome.bytes_written = bytes_written_;
}

Progress ProbeSession::Impl::CurrentProgress() const {
  Progress progress;
  progress.phase = PhaseOf(layers_.top());
  progress.handshake_complete = progress.phase == Phase::kOpen;
  const auto* layer = std::get_if<EngineLayer>(&layers_.top());
  const Engine& spoken_to = layer == nullptr ? engine() : *layer->engine;
  const auto* dialogue = std::get_if<DialogueLayer>(&layers_.top());
  if (layers_.failure_below() != nullptr && !progress.handshake_complete) {
    // Where TLS to the proxy broke, whatever is spoken through it is the proxy's failure.
    progress.phase = Phase::kProxy;
  } else if (dialogue != nullptr) {
    progress.dialogue = DialogueName(*dialogue);
    progress.awaited = dialogue->dialogue.awaited();
  } else {
    progress.awaited = spoken_to.at_message();
  }
  if (last_message_) {
    progress.last_message = HandshakeTypeName(*last_message_);
  }
  progress.heard_tls = heard_tls_;
  progress.signature_pending = std::ranges::any_of(requests_, IsFor<SignRequest>);
  progress.fetch_pending = paused() && evidence_.waiting();
  progress.bytes_read = bytes_read_;
  progress.bytes_read_before = read_before_;
  progress.behind_proxy = context_->config().proxy && progress.phase != Phase::kProxy;
  progress.behind_go_ahead =
      context_->config().starttls.wanted() && progress.phase == Phase::kHandshake;
  progress.bytes_written = bytes_written_;
  const PeerFacts& peer = spoken_to.peer();
  progress.first_bytes = peer.first_bytes;
  if (layer != nullptr && layer->gate && !layer->gate->open()) {
    progress.first_bytes = layer->gate->clear_text();
  }
  progress.version = spoken_to.facts().version;
  progress.server_name = spoken_to.facts().server_name_sent;
  // A context is only made of options that leave a version.
  const bool to_proxy = layer != nullptr && layer->to_proxy;
  const ProbeConfig& config = context_->config();
  const auto offered = OfferedVersions(to_proxy ? config.proxy->tls : config.tls);
  if (offered.ok()) progress.offered = *offered;
  if (peer.client_certificate_request) {
    progress.certificate_request = &*peer.client_certificate_request;
  }
  progress.certificate_answered = certificate_answered_;
  progress.certificate_sent = certificate_sent_;
  return progress;
}

ClientCertificateOutcome ProbeSession::Impl::ClientCertificate() const {
  return ConcludeClientCertificate({
      .requested = engine().peer().client_certificate_request.has_value(),
      .answered = certificate_answered_,
      .sent = certificate_sent_,
      .server_finished_last = engine().facts().version != kTls13,
      .handshake_complete = PhaseOf(layers_.top()) == Phase::kOpen,
      .sign = sign_,
  });
}

std::chrono::nanoseconds ProbeSession::Impl::RoundTrip() const {
  return std::max(start_.connection.round_trip,
                  measured_round_trip_.value_or(std::chrono::nanoseconds(0)));
}

ProbeReport ReportWithoutTransport(const ProbeContext&, const Target& target, const Start& start,
                                   Outcome outcome) {
  ProbeReport report = NewReport(target, start);
  report.outcome = std::move(outcome);
  report.timings.total = start.now - start.began.value_or(start.now);
  return report;
}

}  // namespace tlsprobe
