// One dialogue as a pure machine: bytes in, bytes out, until the other layer may begin or it has
// failed. No socket, no clock.
#ifndef TLSPROBE_DIALOGUE_DIALOGUE_H_
#define TLSPROBE_DIALOGUE_DIALOGUE_H_

#include <cstddef>
#include <string>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/dialogue/dialogue_input.h"
#include "tlsprobe/dialogue/dialogues.h"
#include "tlsprobe/model/dialogue.h"

namespace tlsprobe {

// Not thread-safe.
class Dialogue {
 public:
  enum class State : uint8_t { kRunning, kReady, kFailed };

  // What a peer may say, all together; more is a failure.
  static constexpr size_t kMostInput = 16 * 1024;

  // `insist`: the go-ahead is asked for also where it is not offered.
  Dialogue(DialogueFunction run, DialogueInput input, bool insist);

  // Bytes from the peer, all of them; behind the go-ahead they are kept for TakeLeftover.
  void Feed(BytesView bytes);
  void FeedEof();

  // Bytes for the peer, valid until the next non-const call.
  BytesView output() const { return BytesView(sent_).subspan(consumed_); }
  void ConsumeOutput(size_t size) { consumed_ += size; }

  State state() const { return state_; }
  // The transcript grows; `failure` is there with kFailed.
  const DialogueOutcome& outcome() const { return outcome_; }
  // What is waited for, in words: "220 as its greeting".
  const std::string& awaited() const { return awaited_; }
  // What came behind the go-ahead, with kReady.
  BytesView leftover() const { return BytesView(received_).subspan(read_); }
  // All that came from the peer.
  BytesView received() const { return received_; }

 private:
  void Run();

  const DialogueFunction run_;
  const DialogueInput input_;
  const bool insist_;
  Bytes received_ = {};
  bool ended_ = false;
  Bytes sent_ = {};
  size_t consumed_ = 0;
  size_t read_ = 0;
  State state_ = State::kRunning;
  DialogueOutcome outcome_ = {};
  std::string awaited_ = {};
};

}  // namespace tlsprobe

#endif  // TLSPROBE_DIALOGUE_DIALOGUE_H_
