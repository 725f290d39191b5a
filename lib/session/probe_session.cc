#include "tlsprobe/session/probe_session.h"

#include <utility>

#include "tlsprobe/session/session_impl.h"
#include "tlsprobe/session/validate.h"

namespace tlsprobe {

absl::StatusOr<std::unique_ptr<ProbeSession>> ProbeSession::Create(
    std::shared_ptr<const ProbeContext> context, Target target, Start start) {
  absl::Status status = ValidateTarget(context->config(), target);
  if (!status.ok()) return status;
  auto impl = std::make_unique<Impl>(std::move(context), std::move(target), std::move(start));
  return std::unique_ptr<ProbeSession>(new ProbeSession(std::move(impl)));
}

ProbeSession::ProbeSession(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ProbeSession::~ProbeSession() = default;

Wants ProbeSession::wants() const { return impl_->wants(); }
std::optional<Event> ProbeSession::TakeEvent() { return impl_->TakeEvent(); }
void ProbeSession::OnSent(size_t size, Instant now) { impl_->OnSent(size, now); }
void ProbeSession::OnBytes(BytesView bytes, Instant now) { impl_->OnBytes(bytes, now); }
void ProbeSession::OnEof(Instant now) { impl_->OnEof(now); }
void ProbeSession::OnTime(Instant now) { impl_->OnTime(now); }
void ProbeSession::OnTransportError(absl::Status error, int system_error, Instant now) {
  impl_->OnTransportError(error, system_error, now);
}
void ProbeSession::OnAnswer(RequestId id, absl::StatusOr<Answer> answer, Instant now) {
  impl_->OnAnswer(id, std::move(answer), now);
}
size_t ProbeSession::Write(BytesView data) { return impl_->Write(data); }
void ProbeSession::Close() { impl_->Close(); }
absl::Status ProbeSession::Renegotiate() { return impl_->Renegotiate(); }
absl::Status ProbeSession::UpdateKeys(bool ask_back) { return impl_->UpdateKeys(ask_back); }
const ProbeReport& ProbeSession::report() const { return impl_->report(); }

}  // namespace tlsprobe
