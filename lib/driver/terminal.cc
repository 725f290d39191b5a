#include "tlsprobe/driver/terminal.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <utility>

#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/connection.h"
#include "tlsprobe/driver/fetch_blocking.h"
#include "tlsprobe/driver/loop.h"
#include "tlsprobe/driver/opener.h"
#include "tlsprobe/driver/probe.h"
#include "tlsprobe/driver/resolver.h"
#include "tlsprobe/driver/terminal_input.h"
#include "tlsprobe/driver/transport.h"
#include "tlsprobe/session/validate.h"

namespace tlsprobe {
namespace {

// How long the peer may do nothing about what we sent last before the socket is closed under it,
// and how long it may take in all.
constexpr std::chrono::milliseconds kLingerIdle(500);
constexpr std::chrono::milliseconds kLingerLongest(10'000);

// What poll(2) takes: rounded up, so that the moment has come when it returns; -1 for no limit.
int PollTimeout(std::optional<Instant> wake_by) {
  if (!wake_by) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*wake_by - MonotonicNow());
  return static_cast<int>(std::clamp<int64_t>(left.count(), 0, 24 * 3600 * 1000));
}

short SocketEvents(const Wants& wants) {
  return static_cast<short>((wants.receive ? POLLIN : 0) | (wants.send.empty() ? 0 : POLLOUT));
}

// One open session and its input. A loop around poll(2), not Asio's: epoll takes no regular files,
// and Asio would make standard input non-blocking for everybody who shares it.
class Relay {
 public:
  Relay(int socket, ProbeSession& session, const ProbeConfig& config,
        const TerminalOptions& options, EventSink& on_event, NoticeSink& on_notice)
      : socket_(socket),
        session_(session),
        fetch_limits_(FetchLimitsOf(config)),
        options_(options),
        on_event_(on_event),
        on_notice_(on_notice),
        transport_(socket, session) {}

  void Run() {
    while (true) {
      const Transport::State state = transport_.Move([this](const Event& e) { return Take(e); });
      if (state == Transport::State::kStopped) return SayGoodbye();
      if (state == Transport::State::kDone) return Linger();
      if (!session_.wants().requests.empty()) {
        Fetch();
        continue;
      }
      const bool wrote = WritePending();
      Wait(wrote || state == Transport::State::kBusy);
    }
  }

  bool quit() const { return quit_; }
  const std::string& command_error() const { return command_error_; }

 private:
  bool Take(const Event& event) {
    const bool go_on = on_event_(event, session_.report());
    if (std::holds_alternative<HandshakeDoneEvent>(event)) {
      open_ = true;
      if (!options_.read_input) session_.Close();
    }
    return go_on;
  }

  // The handshake stands still meanwhile, and so may we. The session hears of each answer when it
  // came, not when the last one did.
  void Fetch() {
    const Instant begun = MonotonicNow();
    for (FetchedAnswer& each : FetchBlocking(fetch_limits_, session_.wants().requests)) {
      session_.OnAnswer(each.id, std::move(each.answer), begun + each.took);
    }
  }

  // True where something was taken: it can be sent at once.
  bool WritePending() {
    if (pending_.empty()) return false;
    const size_t taken = session_.Write(pending_);
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<ptrdiff_t>(taken));
    has_written_ = has_written_ || taken > 0;
    return taken > 0;
  }

  // While the session does not take what was read, nothing more is: that is the back-pressure.
  bool WantsInput() const {
    return open_ && options_.read_input && !input_ended_ && pending_.empty();
  }

  void Wait(bool busy) {
    const Wants wants = session_.wants();
    const short events = SocketEvents(wants);
    // With a negative descriptor poll looks away: a hang-up nobody waits for would spin.
    std::array<pollfd, 2> wait = {
        {{.fd = events != 0 ? socket_ : -1, .events = events, .revents = 0},
         {.fd = WantsInput() ? options_.input_fd : -1, .events = POLLIN, .revents = 0}}};
    const bool closed_input = WantsInput() && options_.input_fd < 0;
    const int timeout = busy || closed_input ? 0 : PollTimeout(wants.wake_by);
    if (poll(wait.data(), wait.size(), timeout) < 0) return;  // EINTR: go round
    if (wait[1].revents != 0 || closed_input) TakeInput();
  }

  void TakeInput() {
    InputRead input = ReadInput(options_);
    switch (input.kind) {
      case InputRead::Kind::kNothing:
        return;
      case InputRead::Kind::kData:
        pending_ = std::move(input.data);
        return;
      case InputRead::Kind::kEnd:
        input_ended_ = true;
        if (options_.end_on_eof) Quit();
        return;
      case InputRead::Kind::kQuit:
        return Quit();
      case InputRead::Kind::kRenegotiate:
        return Carried("RENEGOTIATING", session_.Renegotiate());
      case InputRead::Kind::kUpdateKeys:
      case InputRead::Kind::kUpdateAllKeys:
        return Carried("KEYUPDATE",
                       session_.UpdateKeys(input.kind == InputRead::Kind::kUpdateAllKeys));
    }
  }

  // A command that cannot be carried out is not said to be, and ends the session: whoever gave it
  // by a script must not take the rest for its success.
  void Carried(std::string_view words, const absl::Status& status) {
    if (status.ok()) return on_notice_(words);
    command_error_ = Message(status);
    Quit();
  }

  void Quit() {
    input_ended_ = true;
    quit_ = true;
    session_.Close();
  }

  // Nobody listens on our side any more: the peer is told as far as that goes without waiting.
  void SayGoodbye() {
    session_.Close();
    transport_.Move([](const Event&) { return true; });
  }

  // Closing with input unread makes the kernel send RST, and the peer may lose what it has not
  // read of ours: it gets a while where that matters.
  void Linger() {
    if (!has_written_) return;
    ShutDownSending(socket_);
    const Instant last = MonotonicNow() + kLingerLongest;
    Instant idle_until = MonotonicNow() + kLingerIdle;
    size_t unsent = UnsentBytes(socket_);
    std::array<uint8_t, 16384> ignored;
    while (MonotonicNow() < std::min(idle_until, last)) {
      pollfd wait = {.fd = socket_, .events = POLLIN, .revents = 0};
      const bool ready = poll(&wait, 1, PollTimeout(idle_until)) > 0;
      const IoResult result = ready ? ReceiveSome(socket_, ignored) : IoResult();
      if (result.end || result.error != 0) return;
      const size_t left = UnsentBytes(socket_);
      if (result.bytes > 0 || left < unsent) idle_until = MonotonicNow() + kLingerIdle;
      unsent = left;
    }
  }

  const int socket_;
  ProbeSession& session_;
  const FetchLimits fetch_limits_;
  const TerminalOptions& options_;
  EventSink& on_event_;
  NoticeSink& on_notice_;
  Transport transport_;
  Bytes pending_;  // read and not yet taken by the session
  bool open_ = false;
  bool input_ended_ = false;
  bool has_written_ = false;
  bool quit_ = false;
  std::string command_error_ = {};
};

absl::StatusOr<Opened> OpenBlocking(const ProbeContext& context, const Target& target,
                                    Instant began) {
  Loop loop;
  if (!loop.status().ok()) return loop.status();
  Resolver resolver(loop);
  std::optional<Opened> result;
  Opener opener(loop, resolver, context.config(), target, began, [&](Opened opened) {
    result = std::move(opened);
    loop.Stop();
  });
  opener.Start();
  if (!result) loop.Run();
  return *std::move(result);
}

}  // namespace

absl::StatusOr<TerminalResult> RunTerminal(std::shared_ptr<const ProbeContext> context,
                                           const Target& target, const TerminalOptions& options,
                                           EventSink on_event, NoticeSink on_notice) {
  if (absl::Status status = ValidateTarget(context->config(), target); !status.ok()) return status;
  const Instant began = MonotonicNow();
  Start start = {.now = began, .began = began, .wall_clock = WallClockNow(), .connection = {}};
  absl::StatusOr<Opened> opened = OpenBlocking(*context, target, began);
  if (!opened.ok()) return opened.status();
  StreamOrReport stream = ToStream(*context, target, std::move(start), *std::move(opened));
  if (!stream.fd.open()) return TerminalResult{.report = std::move(stream.report)};
  auto session = ProbeSession::Create(context, target, std::move(stream.start));
  if (!session.ok()) return session.status();
  Relay relay(stream.fd.get(), **session, context->config(), options, on_event, on_notice);
  relay.Run();
  HangUp(std::move(stream.fd));
  return TerminalResult{.report = (*session)->report(),
                        .user_quit = relay.quit(),
                        .command_error = relay.command_error()};
}

}  // namespace tlsprobe
