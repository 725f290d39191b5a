// What a person types, or a pipe brings: cut into reads, some of which are commands.
#ifndef TLSPROBE_DRIVER_TERMINAL_INPUT_H_
#define TLSPROBE_DRIVER_TERMINAL_INPUT_H_

#include <cstddef>
#include <cstdint>

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

class TerminalInput {
 public:
  // s_client's letters: Q, R, k and K.
  enum class Command : uint8_t { kNone, kQuit, kRenegotiate, kUpdateKeys, kUpdateKeysBothWays };

  // `crlf`: LF becomes CRLF. `commands`: a read that begins with a letter above is a command and
  // the rest of it is thrown away, as s_client does.
  TerminalInput(int fd, bool crlf, bool commands) : fd_(fd), crlf_(crlf), commands_(commands) {}

  // Reads once; to be called when poll(2) says there is something, and pending() is empty. A
  // descriptor that cannot be read is at its end.
  Command Read();
  bool ended() const { return ended_; }

  // What was read and not consumed yet.
  BytesView pending() const { return BytesView(pending_).subspan(consumed_); }
  void Consume(size_t size);

 private:
  const int fd_;
  const bool crlf_;
  const bool commands_;
  Bytes pending_ = {};
  size_t consumed_ = 0;
  bool ended_ = false;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_TERMINAL_INPUT_H_
