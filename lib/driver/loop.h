// One thread's event loop: descriptors, timers, and a mailbox for other threads. The one place
// that knows Boost.Asio.
#ifndef TLSPROBE_DRIVER_LOOP_H_
#define TLSPROBE_DRIVER_LOOP_H_

#include <memory>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "tlsprobe/base/time.h"
#include "tlsprobe/driver/socket.h"

namespace tlsprobe {

using Call = absl::AnyInvocable<void()>;

class LoopCore;

// Hands calls to a loop from any thread. Outlives the loop: what is posted then is dropped.
class Mailbox {
 public:
  explicit Mailbox(std::shared_ptr<LoopCore> core);
  void Post(Call call) const;

 private:
  std::shared_ptr<LoopCore> core_;
};

// Everything but mailbox().Post and Stop belongs to the thread that runs it.
class Loop {
 public:
  // Takes a few descriptors of this process: look at status() before anything else.
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // kResourceExhausted where the system gave none; the loop is of no use then.
  const absl::Status& status() const { return status_; }

  // Runs calls until Stop.
  void Run();
  // Run returns after the call it is in. Thread-safe.
  void Stop();
  Mailbox mailbox() const;
  LoopCore& core() const { return *core_; }

 private:
  absl::Status status_;
  std::shared_ptr<LoopCore> core_;
};

// One call in the future. Setting it again replaces it; destroying it takes it back.
class Timer {
 public:
  explicit Timer(Loop& loop);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  void Set(Instant when, Call call);
  void Cancel();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// A descriptor to wait for, which it owns. Each wait calls once and can be set again then; a wait
// that is already set stays. Destroying it takes waits back and closes the descriptor.
class Watched {
 public:
  Watched(Loop& loop, OwnedFd fd);
  ~Watched();
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;

  int fd() const;
  void WhenReadable(Call call);
  void WhenWritable(Call call);
  // Takes waits back and gives the descriptor away.
  OwnedFd Release();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_LOOP_H_
