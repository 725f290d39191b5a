#include <algorithm>
#include <chrono>

#include "cli/option.h"
#include "fmt/format.h"
#include "tlsprobe/base/address.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe::cli {
namespace {

constexpr int64_t kLongestTimeout = 24 * 60 * 60;  // seconds

absl::Status SetPort(const OptionUse& use, CommandLine& line) {
  const auto port = ParseNumber(use, 1, 65535);
  if (!port.ok()) return port.status();
  line.words.port = use.value;
  return absl::OkStatus();
}

absl::Status SetBind(const OptionUse& use, CommandLine& line) {
  const auto address = ParseHostPort(use.value);
  const bool has_port = address.ok() && !address->port.empty();
  if (!address.ok() || (address->host.empty() && !has_port) ||
      (has_port && !ParseUint(address->port, 65535))) {
    return BadValue(use, "an address of this machine, host or host:port");
  }
  line.config.bind_address = use.value;
  return absl::OkStatus();
}

absl::Status SetUnixPath(const OptionUse& use, CommandLine& line) {
  if (use.value.empty() || use.value.size() > 107) {
    return BadValue(use, "the path of a socket, at most 107 bytes");
  }
  line.target.unix_path = use.value;
  return absl::OkStatus();
}

// A longer phase also needs a longer whole.
void RaiseTotal(Limits& limits) {
  const auto sum = limits.resolve + limits.connect + limits.dialogue + limits.handshake;
  limits.total = std::max<std::chrono::milliseconds>(limits.total, sum);
}

absl::Status SetConnectTimeout(const OptionUse& use, CommandLine& line) {
  const auto seconds = ParseNumber(use, 1, kLongestTimeout);
  if (!seconds.ok()) return seconds.status();
  line.config.limits.connect = std::chrono::seconds(*seconds);
  RaiseTotal(line.config.limits);
  return absl::OkStatus();
}

absl::Status SetHandshakeTimeout(const OptionUse& use, CommandLine& line) {
  const auto seconds = ParseNumber(use, 1, kLongestTimeout);
  if (!seconds.ok()) return seconds.status();
  line.config.limits.handshake = std::chrono::seconds(*seconds);
  RaiseTotal(line.config.limits);
  return absl::OkStatus();
}

absl::Status SetDialogueTimeout(const OptionUse& use, CommandLine& line) {
  const auto seconds = ParseNumber(use, 1, kLongestTimeout);
  if (!seconds.ok()) return seconds.status();
  line.config.limits.dialogue = std::chrono::seconds(*seconds);
  RaiseTotal(line.config.limits);
  return absl::OkStatus();
}

absl::Status SetMaxSendFragment(const OptionUse& use, CommandLine& line) {
  const auto size = ParseNumber(use, 1, INT32_MAX);
  if (!size.ok()) return size.status();
  if (*size < 512 || *size > 16384) {
    return InvalidArgument(
        fmt::format("Max send fragment size {} is out of permitted range: -{} takes 512 to 16384",
                    *size, use.name));
  }
  line.config.tls.max_send_fragment = static_cast<size_t>(*size);
  return absl::OkStatus();
}

absl::Status OnlyPositive(const OptionUse& use, CommandLine&) {
  return ParseNumber(use, 1, INT32_MAX).status();
}

constexpr Option kOptions[] = {
    {"connect", "HOST:PORT", "Where to connect: host:port, host:service, [v6]:port or host",
     [](const OptionUse& use, CommandLine& line) {
       line.words.connect = use.value;
       return absl::OkStatus();
     }},
    {"host", "HOST", "The host of -connect alone",
     [](const OptionUse& use, CommandLine& line) {
       line.words.host = use.value;
       return absl::OkStatus();
     }},
    {"port", "PORT", "The port of -connect alone", SetPort},
    {"bind", "HOST:PORT", "Local address to connect from", SetBind},
    {"unix", "PATH", "Connect to a Unix-domain socket", SetUnixPath},
    {"4", "", "Use IPv4 only",
     [](const OptionUse&, CommandLine& line) {
       line.ipv4 = true;
       line.config.family = AddressFamily::kIpv4;
       return absl::OkStatus();
     }},
    {"6", "", "Use IPv6 only",
     [](const OptionUse&, CommandLine& line) {
       line.ipv6 = true;
       line.config.family = AddressFamily::kIpv6;
       return absl::OkStatus();
     }},
    {"connect_timeout", "SECONDS", "Give up an address after that time (default 10)",
     SetConnectTimeout},
    {"dialogue_timeout", "SECONDS",
     "Give up the proxy, and STARTTLS, after that time each (default 10)", SetDialogueTimeout},
    {"handshake_timeout", "SECONDS", "Give up the handshake after that time (default 10)",
     SetHandshakeTimeout},
    {"max_send_frag", "BYTES", "Greatest size of a record's content that is sent",
     SetMaxSendFragment},
    {"split_send_frag", "BYTES", "Where to split data for pipelines; no effect here", OnlyPositive},
    {"max_pipelines", "NUMBER", "Greatest number of pipelines; no effect here", OnlyPositive},
    {"read_buf", "BYTES", "Size of the read buffer; no effect here", OnlyPositive},
    {"fallback_scsv", "", "Send the fallback SCSV (RFC 7507)",
     [](const OptionUse&, CommandLine& line) {
       line.config.tls.fallback_scsv = true;
       return absl::OkStatus();
     }},
};

}  // namespace

std::span<const Option> NetworkOptions() { return kOptions; }

}  // namespace tlsprobe::cli
