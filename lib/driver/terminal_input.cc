#include "tlsprobe/driver/terminal_input.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace tlsprobe {
namespace {

constexpr size_t kReadSize = 8192;  // s_client's: a command rules over what one read brings

struct Command {
  char letter = 0;
  InputRead::Kind kind = InputRead::Kind::kNothing;
};
constexpr std::array<Command, 4> kCommands = {{
    {'Q', InputRead::Kind::kQuit},
    {'R', InputRead::Kind::kRenegotiate},
    {'k', InputRead::Kind::kUpdateKeys},
    {'K', InputRead::Kind::kUpdateAllKeys},
}};

}  // namespace

InputRead ReadInput(const TerminalOptions& options) {
  std::array<uint8_t, kReadSize> buffer;
  const ssize_t got = read(options.input_fd, buffer.data(), buffer.size());
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return {};
  if (got <= 0) return {.kind = InputRead::Kind::kEnd};
  const BytesView bytes = BytesView(buffer).first(static_cast<size_t>(got));
  for (const Command& command : kCommands) {
    if (options.commands && bytes.front() == static_cast<uint8_t>(command.letter)) {
      return {.kind = command.kind};
    }
  }
  return {.kind = InputRead::Kind::kData, .data = options.crlf ? ToCrLf(bytes) : ToBytes(bytes)};
}

Bytes ToCrLf(BytesView data) {
  Bytes out;
  out.reserve(data.size() + static_cast<size_t>(std::count(data.begin(), data.end(), '\n')));
  for (const uint8_t byte : data) {
    if (byte == '\n') out.push_back('\r');
    out.push_back(byte);
  }
  return out;
}

}  // namespace tlsprobe
