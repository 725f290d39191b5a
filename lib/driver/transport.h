// Moves bytes between one socket and one session, as far as that goes without waiting.
#ifndef TLSPROBE_DRIVER_TRANSPORT_H_
#define TLSPROBE_DRIVER_TRANSPORT_H_

#include "absl/functional/function_ref.h"
#include "tlsprobe/driver/socket.h"
#include "tlsprobe/session/probe_session.h"

namespace tlsprobe {

// Told of each event; false to stop.
using EventTaker = absl::FunctionRef<bool(const Event&)>;

class Transport {
 public:
  enum class State {
    kWaiting,  // wait as wants() says, then Move again
    kBusy,     // there is more to move: Move again when others had their turn
    kDone,     // report() is final
    kStopped,  // `take` said so
  };

  // `session` must outlive it.
  Transport(int fd, ProbeSession& session) : fd_(fd), session_(session) {}

  // Takes events, sends and receives. Requests of the session are refused: nothing here can sign.
  State Move(EventTaker take);

 private:
  bool DrainEvents(EventTaker take);
  bool Send();
  bool Receive();
  void RefuseSignatures();
  void Fail(int error);

  const int fd_;
  ProbeSession& session_;
  bool input_ended_ = false;
  int send_error_ = 0;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_TRANSPORT_H_
