#include "tlsprobe/driver/terminal.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/connection.h"
#include "tlsprobe/driver/probe.h"
#include "tlsprobe/driver/terminal_input.h"
#include "tlsprobe/session/validate.h"

namespace tlsprobe {
namespace {

StreamOrReport OpenStream(const ProbeContext& context, const Target& target) {
  const Instant began = MonotonicNow();
  Loop loop;
  Resolver resolver(loop);
  std::optional<Opened> opened;
  Opener opener(loop, resolver, context.config(), target, began, [&](Opened result) {
    opened = std::move(result);
    loop.Stop();
  });
  opener.Start();
  if (!opened) loop.Run();
  const Start start = {
      .now = began, .began = began, .wall_clock = WallClockNow(), .connection = {}};
  return ToStream(context, target, start, *std::move(opened));
}

// Milliseconds for poll(2), rounded up so that the moment has come when it returns; -1: for ever.
int PollTimeout(std::optional<Instant> wake_by) {
  if (!wake_by) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*wake_by - MonotonicNow());
  constexpr int64_t kMost = std::numeric_limits<int>::max();
  return static_cast<int>(std::clamp<int64_t>(left.count(), 0, kMost));
}

// Both ways at once, on poll(2), which unlike epoll takes whatever standard input may be: a
// terminal, a pipe, a file.
class Relay {
 public:
  Relay(int socket_fd, ProbeSession& session, const TerminalOptions& options, EventSink& on_event,
        NoticeSink& on_notice)
      : socket_fd_(socket_fd),
        session_(session),
        options_(options),
        on_event_(on_event),
        on_notice_(on_notice),
        transport_(socket_fd, session),
        input_(options.input_fd, options.crlf, options.commands) {
    if (!options.read_input) session_.Close();
  }

  void Run() {
    for (;;) {
      const Transport::State state =
          transport_.Move([this](const Event& event) { return Take(event); });
      if (state == Transport::State::kDone || state == Transport::State::kStopped) return;
      const bool wrote = PassOn();
      Wait(wrote || state == Transport::State::kBusy);
    }
  }

  bool user_quit() const { return user_quit_; }

 private:
  bool Take(const Event& event) {
    if (std::holds_alternative<HandshakeDoneEvent>(event)) open_ = true;
    return on_event_(event, session_.report());
  }

  // Gives the session what was read; true where something moved.
  bool PassOn() {
    const size_t taken = session_.Write(input_.pending());
    input_.Consume(taken);
    const bool over = input_.ended() && input_.pending().empty();
    if (!over || !options_.end_on_eof || user_quit_) return taken > 0;
    user_quit_ = true;
    session_.Close();
    return true;
  }

  void Wait(bool busy) {
    const Wants wants = session_.wants();
    const auto socket_events =
        static_cast<short>((wants.receive ? POLLIN : 0) | (wants.send.empty() ? 0 : POLLOUT));
    // A descriptor nothing is wanted of is left out: its hang-up would wake us for ever.
    std::array<pollfd, 2> wait = {
        {{.fd = socket_events != 0 ? socket_fd_ : -1, .events = socket_events, .revents = 0},
         {.fd = WantsInput() ? options_.input_fd : -1, .events = POLLIN, .revents = 0}}};
    if (poll(wait.data(), wait.size(), busy ? 0 : PollTimeout(wants.wake_by)) <= 0) return;
    if (wait[1].revents != 0) Obey(input_.Read());
  }

  // What was read goes out before more is read: that is the back-pressure.
  bool WantsInput() const {
    return options_.read_input && open_ && !user_quit_ && !input_.ended() &&
           input_.pending().empty();
  }

  void Obey(TerminalInput::Command command) {
    switch (command) {
      case TerminalInput::Command::kNone:
        return;
      case TerminalInput::Command::kQuit:
        user_quit_ = true;
        return session_.Close();
      case TerminalInput::Command::kRenegotiate:
        on_notice_("RENEGOTIATING");
        return Report(session_.Renegotiate());
      case TerminalInput::Command::kUpdateKeys:
        on_notice_("KEYUPDATE");
        return Report(session_.UpdateKeys(false));
      case TerminalInput::Command::kUpdateKeysBothWays:
        on_notice_("KEYUPDATE");
        return Report(session_.UpdateKeys(true));
    }
  }

  void Report(const absl::Status& status) {
    if (!status.ok()) on_notice_(Message(status));
  }

  const int socket_fd_;
  ProbeSession& session_;
  const TerminalOptions& options_;
  EventSink& on_event_;
  NoticeSink& on_notice_;
  Transport transport_;
  TerminalInput input_;
  bool open_ = false;
  bool user_quit_ = false;
};

}  // namespace

absl::StatusOr<TerminalResult> RunTerminal(std::shared_ptr<const ProbeContext> context,
                                           const Target& target, const TerminalOptions& options,
                                           EventSink on_event, NoticeSink on_notice) {
  if (absl::Status status = ValidateTarget(target); !status.ok()) return status;
  StreamOrReport stream = OpenStream(*context, target);
  if (!stream.fd.open()) return TerminalResult{.report = std::move(stream.report)};
  auto session = ProbeSession::Create(std::move(context), target, std::move(stream.start));
  if (!session.ok()) return session.status();
  Relay relay(stream.fd.get(), **session, options, on_event, on_notice);
  relay.Run();
  HangUp(std::move(stream.fd));
  return TerminalResult{.report = (*session)->report(), .user_quit = relay.user_quit()};
}

}  // namespace tlsprobe
