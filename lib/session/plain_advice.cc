#include "tlsprobe/session/plain_advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace tlsprobe {
namespace {

struct Row {
  std::string_view protocol;
  std::string_view advice;
};
// Protocols that do not switch to TLS by a STARTTLS of their own; the others do.
constexpr Row kRows[] = {
    {"", "Check host and port: this is not a TLS server."},
    {"HTTP", "The server speaks plain HTTP here: use its HTTPS port, or switch TLS on."},
    {"SSH", "SSH has its own encryption and no TLS: check host and port."},
    {"rsync", "rsync's own protocol has no TLS: check host and port."},
    {"VNC", "VNC starts TLS, if at all, within its own protocol: check host and port."},
    {"RDP", "RDP starts TLS after a request of its own: check host and port."},
    {"Redis", "Redis speaks TLS on a port of its own (tls-port): use that, or switch it on."},
    {"AMQP", "AMQP speaks TLS on a port of its own (5671): use that, or switch it on."},
};

}  // namespace

std::string PlainTextAdvice(std::string_view protocol) {
  const auto* row = std::ranges::find(kRows, protocol, &Row::protocol);
  if (row != std::end(kRows)) return std::string(row->advice);
  return fmt::format(
      "The server speaks {} here: use its TLS port, or start TLS within that protocol (STARTTLS).",
      protocol);
}

}  // namespace tlsprobe
