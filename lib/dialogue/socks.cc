// SOCKS 4, 4a and 5 (RFC 1928, RFC 1929). We speak first, in packets.
#include <fmt/format.h>

#include <algorithm>

#include "tlsprobe/base/address.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/dialogues.h"

namespace tlsprobe {
namespace {

constexpr uint8_t kConnect = 1;

struct ReplyRow {
  uint8_t code;
  std::string_view name, advice;
};

constexpr uint8_t kVersion4 = 4, kGranted4 = 90;
constexpr ReplyRow kReplies4[] = {
    {91, "request rejected or failed", "The proxy could not reach the target, or may not."},
    {92, "no identd at the client", "The proxy asks an ident server on this machine."},
    {93, "another user by identd", "The proxy wants the user name that identd says."},
};

constexpr uint8_t kVersion5 = 5, kSucceeded5 = 0;
// RFC 1928 section 6.
constexpr ReplyRow kReplies5[] = {
    {1, "general SOCKS server failure", "The proxy's log says why."},
    {2, "connection not allowed by ruleset", "The proxy does not allow this target."},
    {3, "Network unreachable", "The proxy has no way to the target."},
    {4, "Host unreachable", "The proxy could not find or reach the target."},
    {5, "Connection refused", "Nothing listens at the target: check the port."},
    {6, "TTL expired", "The proxy could not reach the target."},
    {7, "Command not supported", "This is a proxy without CONNECT."},
    {8, "Address type not supported", "Try socks5:// instead of socks5h://, or the other way."},
};
constexpr uint8_t kNoAuthentication = 0, kUserPassword = 2, kNoneAcceptable = 0xff;
constexpr uint8_t kIpv4 = 1, kDomainName = 3, kIpv6 = 4;

template <size_t kSize>
void FailReply(Script& script, std::string_view expected, uint8_t code,
               const ReplyRow (&rows)[kSize]) {
  const auto* row = std::ranges::find(rows, code, &ReplyRow::code);
  const bool known = row != std::end(rows);
  script.Fail(DialogueFailure::Kind::kRefused, expected,
              fmt::format("{} ({})", code, known ? row->name : "not assigned"),
              known ? row->advice : "The proxy's log says why.");
}

void FailVersion(Script& script, std::string_view expected, BytesView answer) {
  script.FailGarbled(expected, answer,
                     "Is this a SOCKS proxy, of that version? An HTTP proxy is http://...");
}

// A method of authentication we did not offer, or none at all.
void FailMethod(Script& script, std::string_view expected, uint8_t method, bool has_credentials) {
  script.Fail(DialogueFailure::Kind::kRefused, expected,
              method == kNoneAcceptable ? std::string("255 (no acceptable methods)")
                                        : fmt::format("method {}", method),
              has_credentials
                  ? "The proxy takes neither a user name and a password nor nothing at all."
                  : "The proxy wants a user name and a password: give -proxy_user and -proxy_pass, "
                    "or a URL with user:password@.");
}

void AppendPort(Bytes& packet, uint16_t port) {
  packet.push_back(static_cast<uint8_t>(port >> 8));
  packet.push_back(static_cast<uint8_t>(port & 0xff));
}

void RunVersion4(Script& script, const DialogueInput& input, bool by_name) {
  constexpr std::string_view kExpected = "90 (granted) from the SOCKS 4 proxy";
  const std::optional<Bytes> address = ParseIpAddress(input.server_name);
  const bool named = by_name && !address;
  if (!named && (!address || address->size() != 4)) {
    script.Fail(DialogueFailure::Kind::kRefused, "an IPv4 address for SOCKS 4",
                fmt::format("\"{}\"", Escape(input.server_name)),
                "Use socks4a://, or socks5:// for IPv6.");
    return;
  }
  Bytes packet = {kVersion4, kConnect};
  AppendPort(packet, input.server_port);
  // 0.0.0.x says that a name follows.
  const Bytes place = named ? Bytes{0, 0, 0, 1} : *address;
  packet.insert(packet.end(), place.begin(), place.end());
  packet.insert(packet.end(), input.user.begin(), input.user.end());
  packet.push_back(0);
  if (named) {
    packet.insert(packet.end(), input.server_name.begin(), input.server_name.end());
    packet.push_back(0);
  }
  script.Send(packet);
  const std::optional<BytesView> answer = script.Exactly(8, kExpected);
  if (!answer) return;
  if ((*answer)[0] != 0) return FailVersion(script, kExpected, *answer);
  if ((*answer)[1] != kGranted4) FailReply(script, kExpected, (*answer)[1], kReplies4);
}

// True where the proxy is content with us.
bool Authenticate(Script& script, const DialogueInput& input) {
  constexpr std::string_view kMethod = "a method of authentication from the SOCKS 5 proxy";
  const uint8_t offer[] = {kVersion5, 2, kNoAuthentication, kUserPassword};
  const uint8_t bare_offer[] = {kVersion5, 1, kNoAuthentication};
  script.Send(input.has_credentials ? BytesView(offer) : BytesView(bare_offer));
  const std::optional<BytesView> method = script.Exactly(2, kMethod);
  if (!method) return false;
  if ((*method)[0] != kVersion5) {
    FailVersion(script, kMethod, *method);
    return false;
  }
  const uint8_t chosen = (*method)[1];
  if (chosen == kNoAuthentication) return true;
  if (chosen != kUserPassword || !input.has_credentials) {
    FailMethod(script, kMethod, chosen, input.has_credentials);
    return false;
  }
  Bytes packet = {1, static_cast<uint8_t>(input.user.size())};
  packet.insert(packet.end(), input.user.begin(), input.user.end());
  packet.push_back(static_cast<uint8_t>(input.password.size()));
  packet.insert(packet.end(), input.password.begin(), input.password.end());
  script.SendSecret(AsText(packet), "<user name and password>");
  constexpr std::string_view kTaken = "0 (success) after the user name and password";
  const std::optional<BytesView> verdict = script.Exactly(2, kTaken);
  if (!verdict) return false;
  if ((*verdict)[1] == 0) return true;
  return script.Fail(DialogueFailure::Kind::kRefused, kTaken,
                     fmt::format("status {} (not accepted)", (*verdict)[1]),
                     "The proxy does not take this user name and password.");
}

void SendRequest5(Script& script, const DialogueInput& input) {
  Bytes packet = {kVersion5, kConnect, 0};
  if (const std::optional<Bytes> address = ParseIpAddress(input.server_name)) {
    packet.push_back(address->size() == 4 ? kIpv4 : kIpv6);
    packet.insert(packet.end(), address->begin(), address->end());
  } else {
    packet.push_back(kDomainName);
    packet.push_back(static_cast<uint8_t>(input.server_name.size()));
    packet.insert(packet.end(), input.server_name.begin(), input.server_name.end());
  }
  AppendPort(packet, input.server_port);
  script.Send(packet);
}

// The address the proxy connects from, which nobody needs; it has one of three lengths.
bool SkipBoundAddress(Script& script, uint8_t type, std::string_view expected) {
  size_t size = type == kIpv4 ? 4 : 16;
  if (type == kDomainName) {
    const std::optional<BytesView> length = script.Exactly(1, expected);
    if (!length) return false;
    size = length->front();
  }
  return script.Exactly(size + 2, expected).has_value();
}

}  // namespace

void RunSocks4(Script& script, const DialogueInput& input) { RunVersion4(script, input, false); }
void RunSocks4a(Script& script, const DialogueInput& input) { RunVersion4(script, input, true); }

void RunSocks5(Script& script, const DialogueInput& input) {
  constexpr std::string_view kExpected = "0 (succeeded) from the SOCKS 5 proxy";
  if (!Authenticate(script, input)) return;
  SendRequest5(script, input);
  const std::optional<BytesView> answer = script.Exactly(4, kExpected);
  if (!answer) return;
  if ((*answer)[0] != kVersion5) return FailVersion(script, kExpected, *answer);
  if ((*answer)[1] != kSucceeded5) return FailReply(script, kExpected, (*answer)[1], kReplies5);
  const uint8_t type = (*answer)[3];
  if (type != kIpv4 && type != kDomainName && type != kIpv6) {
    script.FailGarbled(kExpected, *answer);
    return;
  }
  SkipBoundAddress(script, type, kExpected);
}

}  // namespace tlsprobe
