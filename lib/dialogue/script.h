// What a dialogue is written in. A dialogue is a straight-line function of the bytes that came so
// far: it is run again from its first line whenever more came, so it must do the same each time
// (no random, no clock). A read that comes back empty means "stop here for now": the dialogue
// returns, and the script knows whether bytes are missing or it failed. Falling off the end means
// that the other layer may begin.
//
//   void StartTls(Script& script, const DialogueInput&) {
//     if (!script.Line("a greeting")) return;
//     script.Send("STARTTLS\r\n");
//     script.Line("an answer to STARTTLS");
//   }
#ifndef TLSPROBE_DIALOGUE_SCRIPT_H_
#define TLSPROBE_DIALOGUE_SCRIPT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/model/dialogue.h"

namespace tlsprobe {

class Script {
 public:
  // `received` is all that came so far and must outlive the script; `ended`: nothing more comes.
  // `insist`: a command is sent also where the server does not offer it.
  Script(BytesView received, bool ended, bool insist)
      : received_(received), ended_(ended), insist_(insist) {}

  // Reads a line up to its LF, which is taken off along with a CR before it. `expected` says in
  // words what is read, for failures and timeouts: "a greeting".
  std::optional<std::string_view> Line(std::string_view expected);
  // Reads `size` bytes, of a packet or of text.
  std::optional<BytesView> Exactly(size_t size, std::string_view expected);
  std::optional<std::string_view> Text(size_t size, std::string_view expected);
  // What came and was not read; a packet parser looks here and then reads Exactly what it found.
  BytesView unread() const { return received_.subspan(read_); }
  // Says that `unread` is not enough: the dialogue returns and is run again with more.
  void NeedMore(std::string_view expected);

  // Sends words or a packet. SendSecret shows `shown` in the transcript instead.
  void Send(std::string_view text);
  void Send(BytesView packet);
  void SendSecret(std::string_view text, std::string_view shown);

  // Ends the dialogue. False, so that a condition can end in it.
  bool Fail(DialogueFailure::Kind kind, std::string_view expected, std::string_view got,
            std::string_view advice = "");

  // The same for what is not of this protocol, which is quoted.
  bool FailGarbled(std::string_view expected, BytesView got, std::string_view advice = "");
  // Ends a dialogue that waits for more where too much came already.
  void FailTooLong(std::string_view got);

  // What the server says it can do, for the report.
  void Offer(std::string_view capability) { outcome_.offered.emplace_back(capability); }
  // To be called where the server does not offer `command`: true where it is to be tried all the
  // same, else the dialogue has failed.
  bool TryUnoffered(std::string_view command, std::string_view advice);
  // The line s_client repeats on standard error once the handshake is done.
  void Remember(std::string_view line) { outcome_.last_line = line; }

  // The results of a run.
  bool waiting() const { return waiting_; }
  size_t read() const { return read_; }
  const Bytes& sent() const { return sent_; }
  // What is awaited, while waiting.
  const std::string& awaited() const { return awaited_; }
  const DialogueOutcome& outcome() const { return outcome_; }

 private:
  bool stopped() const { return waiting_ || outcome_.failure.has_value(); }
  std::optional<BytesView> Take(size_t size, std::string_view expected);
  void Note(bool sent, std::string text);

  const BytesView received_;
  const bool ended_;
  const bool insist_;
  size_t read_ = 0;
  bool waiting_ = false;
  std::string awaited_ = {};
  Bytes sent_ = {};
  DialogueOutcome outcome_ = {};
};

}  // namespace tlsprobe

#endif  // TLSPROBE_DIALOGUE_SCRIPT_H_
