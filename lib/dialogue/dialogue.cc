#include "tlsprobe/dialogue/dialogue.h"

#include <fmt/format.h>

#include <utility>

#include "tlsprobe/base/text.h"

namespace tlsprobe {

Dialogue::Dialogue(DialogueFunction run, DialogueInput input, bool insist)
    : run_(run), input_(std::move(input)), insist_(insist) {
  Run();
}

void Dialogue::Feed(BytesView bytes) {
  received_.insert(received_.end(), bytes.begin(), bytes.end());
  if (state_ == State::kRunning) Run();
}

void Dialogue::FeedEof() {
  ended_ = true;
  if (state_ == State::kRunning) Run();
}

// The dialogue says the same as the last time, and more.
void Dialogue::Run() {
  Script script(received_, ended_, insist_);
  run_(script, input_);
  const bool too_long = script.waiting() && received_.size() > kMostInput;
  if (too_long) {
    script.FailTooLong(fmt::format("{} bytes, the last of them \"{}\"", received_.size(),
                                   Escape(BytesView(received_).last(64))));
  }
  sent_ = script.sent();
  read_ = script.read();
  awaited_ = script.awaited();
  outcome_ = script.outcome();
  if (outcome_.failure) {
    state_ = State::kFailed;
  } else if (!script.waiting()) {
    state_ = State::kReady;
  }
}

}  // namespace tlsprobe
