// What a person or a pipe says to a session: data, a command, or the end.
#ifndef TLSPROBE_DRIVER_TERMINAL_INPUT_H_
#define TLSPROBE_DRIVER_TERMINAL_INPUT_H_

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/driver/terminal.h"

namespace tlsprobe {

struct InputRead {
  enum class Kind {
    kNothing,        // nothing there after all
    kData,           // `data`, to be sent
    kEnd,            // the end, or input that cannot be read
    kQuit,           // Q
    kRenegotiate,    // R
    kUpdateKeys,     // k
    kUpdateAllKeys,  // K: the peer's too
  };
  Kind kind = Kind::kNothing;
  Bytes data = {};
};

// ReadInput does one read(2) of options.input_fd, which should be readable; it blocks otherwise.
// What begins with a command letter is a command, and the rest of that read is thrown away, as
// s_client does it.
InputRead ReadInput(const TerminalOptions& options);

// ToCrLf puts a CR before each LF, also where there is one already, as s_client does it.
Bytes ToCrLf(BytesView data);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_TERMINAL_INPUT_H_
