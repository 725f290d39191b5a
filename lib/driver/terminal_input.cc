#include "tlsprobe/driver/terminal_input.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace tlsprobe {
namespace {

constexpr size_t kReadSize = 8192;  // s_client's; what one read brings is what a command rules

constexpr std::array<std::pair<char, TerminalInput::Command>, 4> kLetters = {{
    {'Q', TerminalInput::Command::kQuit},
    {'R', TerminalInput::Command::kRenegotiate},
    {'k', TerminalInput::Command::kUpdateKeys},
    {'K', TerminalInput::Command::kUpdateKeysBothWays},
}};

TerminalInput::Command CommandOf(uint8_t first) {
  for (const auto& [letter, command] : kLetters) {
    if (first == static_cast<uint8_t>(letter)) return command;
  }
  return TerminalInput::Command::kNone;
}

}  // namespace

TerminalInput::Command TerminalInput::Read() {
  std::array<uint8_t, kReadSize> buffer;
  const ssize_t got = read(fd_, buffer.data(), buffer.size());
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return Command::kNone;
  if (got <= 0) {
    ended_ = true;
    return Command::kNone;
  }
  const BytesView bytes = BytesView(buffer).first(static_cast<size_t>(got));
  if (const Command command = CommandOf(bytes.front()); commands_ && command != Command::kNone) {
    return command;
  }
  pending_.clear();
  consumed_ = 0;
  for (const uint8_t byte : bytes) {
    if (crlf_ && byte == '\n') pending_.push_back('\r');
    pending_.push_back(byte);
  }
  return Command::kNone;
}

void TerminalInput::Consume(size_t size) { consumed_ += size; }

}  // namespace tlsprobe
