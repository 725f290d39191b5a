#include "tlsprobe/driver/loop.h"

#include <fmt/format.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>
#include <optional>
#include <utility>

namespace tlsprobe {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;

class LoopCore {
 public:
  // One thread runs it: Asio may leave out what only several need.
  asio::io_context context{1};
  // Run ends with Stop and not for want of work: the next call may come from another thread.
  asio::executor_work_guard<asio::io_context::executor_type> stay{context.get_executor()};
  // Asio opens its descriptors with the first that needs them: here, where Loop can say so.
  asio::steady_timer first{context};
};

Mailbox::Mailbox(std::shared_ptr<LoopCore> core) : core_(std::move(core)) {}

void Mailbox::Post(Call call) const { asio::post(core_->context, std::move(call)); }

Loop::Loop() {
  try {
    core_ = std::make_shared<LoopCore>();
  } catch (const boost::system::system_error& error) {
    const std::string why = fmt::format(
        "no event loop for this probe: errno {} (are all descriptors of this process in use?)",
        error.code().value());
    status_ = absl::ResourceExhaustedError(absl::string_view(why.data(), why.size()));
  }
}
Loop::~Loop() {
  if (core_) Stop();
}

void Loop::Run() {
  core_->context.restart();
  core_->context.run();
}

void Loop::Stop() { core_->context.stop(); }

Mailbox Loop::mailbox() const { return Mailbox(core_); }

struct Timer::State {
  explicit State(Loop& loop) : timer(loop.core().context) {}
  asio::steady_timer timer;
  Call call = {};
  uint64_t round = 0;  // a call of an earlier Set may be on its way already
};

Timer::Timer(Loop& loop) : state_(std::make_shared<State>(loop)) {}
// Declared to throw, but a timer's cancel has nothing that can fail.
Timer::~Timer() { Cancel(); }  // NOLINT(bugprone-exception-escape)

void Timer::Set(Instant when, Call call) {
  const uint64_t round = ++state_->round;
  state_->call = std::move(call);
  state_->timer.expires_at(std::chrono::steady_clock::time_point(
      std::chrono::duration_cast<std::chrono::steady_clock::duration>(when.since_origin)));
  state_->timer.async_wait([state = state_, round](const ErrorCode& error) {
    if (error || round != state->round || !state->call) return;
    std::exchange(state->call, nullptr)();
  });
}

void Timer::Cancel() {
  ++state_->round;
  state_->call = nullptr;
  state_->timer.cancel();
}

struct Watched::State {
  State(Loop& loop, OwnedFd fd) : descriptor(loop.core().context) {
    ErrorCode error;
    descriptor.assign(fd.get(), error);
    // Where it cannot be watched it is closed: each wait ends at once, and the next read or write
    // says why.
    if (!error) fd.Release();
  }
  asio::posix::stream_descriptor descriptor;
  Call readable = {};
  Call writable = {};

  static void Wait(const std::shared_ptr<State>& state,
                   asio::posix::descriptor_base::wait_type what, Call State::*slot, Call call) {
    if ((*state).*slot) return;
    (*state).*slot = std::move(call);
    state->descriptor.async_wait(what, [state, slot](const ErrorCode&) {
      // Whatever it was, the next read or write says it.
      if ((*state).*slot) std::exchange((*state).*slot, nullptr)();
    });
  }
};

Watched::Watched(Loop& loop, OwnedFd fd) : state_(std::make_shared<State>(loop, std::move(fd))) {}

Watched::~Watched() { Release(); }

int Watched::fd() const { return state_->descriptor.native_handle(); }

void Watched::WhenReadable(Call call) {
  State::Wait(state_, asio::posix::descriptor_base::wait_read, &State::readable, std::move(call));
}

void Watched::WhenWritable(Call call) {
  State::Wait(state_, asio::posix::descriptor_base::wait_write, &State::writable, std::move(call));
}

OwnedFd Watched::Release() {
  state_->readable = nullptr;
  state_->writable = nullptr;
  if (!state_->descriptor.is_open()) return OwnedFd();
  return OwnedFd(state_->descriptor.release());
}

}  // namespace tlsprobe
