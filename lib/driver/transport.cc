#include "tlsprobe/driver/transport.h"

#include <algorithm>
#include <array>
#include <span>
#include <variant>

#include "tlsprobe/driver/probe.h"

namespace tlsprobe {
namespace {

constexpr size_t kReadSize = 16384;

// One session does not keep a thread for itself.
constexpr int kMostRounds = 32;

}  // namespace

Transport::State Transport::Move(EventTaker take) {
  // What has come by now came in time, however late we are.
  if (!DrainEvents(take)) return State::kStopped;
  Receive();
  const std::optional<Instant> wake_by = session_.wants().wake_by;
  if (const Instant now = MonotonicNow(); wake_by && now >= *wake_by) session_.OnTime(now);
  for (int round = 0; round < kMostRounds; ++round) {
    if (!DrainEvents(take)) return State::kStopped;
    if (session_.wants().done) return State::kDone;
    RefuseSignatures();
    const bool sent = Send();
    const bool received = Receive();
    if (!sent && !received) return DrainEvents(take) ? State::kWaiting : State::kStopped;
  }
  return State::kBusy;
}

bool Transport::DrainEvents(EventTaker take) {
  while (std::optional<Event> event = session_.TakeEvent()) {
    if (!take(*event)) return false;
  }
  return true;
}

// True where something moved.
bool Transport::Send() {
  const BytesView bytes = session_.wants().send;
  if (bytes.empty() || send_error_ != 0) return false;
  const IoResult result = SendSome(fd_, bytes);
  if (result.bytes > 0) session_.OnSent(result.bytes, MonotonicNow());
  if (result.error == 0) return result.bytes > 0;
  // The peer may have said why before it hung up: that is read first.
  send_error_ = result.error;
  if (input_ended_) Fail(send_error_);
  return true;
}

bool Transport::Receive() {
  if (input_ended_) return false;
  if (!session_.wants().receive) {
    if (send_error_ == 0) return false;
    input_ended_ = true;
    Fail(send_error_);
    return true;
  }
  std::array<uint8_t, kReadSize> buffer;
  const IoResult result = ReceiveSome(fd_, buffer);
  if (result.bytes > 0) {
    session_.OnBytes(BytesView(buffer).first(result.bytes), MonotonicNow());
    return true;
  }
  if (result.end) {
    input_ended_ = true;
    // The kernel tells of a reset once: a send that met it leaves a mere end to be read.
    if (send_error_ != 0) {
      Fail(send_error_);
    } else {
      session_.OnEof(MonotonicNow());
    }
    return true;
  }
  const int error = result.error != 0 ? result.error : send_error_;
  if (error == 0) return false;
  input_ended_ = true;
  Fail(error);
  return true;
}

void Transport::Fail(int error) {
  session_.OnTransportError(TransportStatus(error), error, MonotonicNow());
}

// A fetch is the business of whoever has a loop to fetch with.
void Transport::RefuseSignatures() {
  for (;;) {
    const std::span<const Request> requests = session_.wants().requests;
    const auto sign = std::ranges::find_if(requests, [](const Request& each) {
      return std::holds_alternative<SignRequest>(each.what);
    });
    if (sign == requests.end()) return;
    session_.OnAnswer(sign->id,
                      absl::UnimplementedError(
                          "expected somebody to sign with the external key, got nobody: drive the "
                          "ProbeSession yourself, or give the key to the context"),
                      MonotonicNow());
  }
}

}  // namespace tlsprobe
