// CONNECT through an HTTP proxy (RFC 9110 section 9.3.6), with Basic credentials (RFC 7617). We
// speak first.
#include <fmt/format.h>

#include "tlsprobe/base/address.h"
#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/dialogues.h"

namespace tlsprobe {
namespace {

struct StatusLine {
  int code = 0;
  std::string_view reason = {};
};

// "HTTP/1.1 200 Connection established"
std::optional<StatusLine> ParseStatusLine(std::string_view line) {
  constexpr size_t kCode = sizeof("HTTP/1.1 ") - 1, kDigits = 3;
  if (!line.starts_with("HTTP/") || line.size() < kCode + kDigits || line[kCode - 1] != ' ') {
    return std::nullopt;
  }
  const std::optional<uint64_t> code = ParseUint(line.substr(kCode, kDigits), 999);
  if (!code) return std::nullopt;
  std::string_view reason = line.substr(kCode + kDigits);
  if (reason.starts_with(' ')) reason.remove_prefix(1);
  return StatusLine{static_cast<int>(*code), reason};
}

struct RefusalRow {
  int code;
  std::string_view advice;
};
constexpr RefusalRow kRefusals[] = {
    {400, "The proxy did not understand the request: is it an HTTP proxy that knows CONNECT?"},
    {403, "The proxy does not allow this target: ask whoever runs it, or try another port."},
    {404, "This is a web server and no proxy, or the proxy knows no such host."},
    {405, "This server does not allow CONNECT: is it a proxy?"},
    {502, "The proxy could not reach the target: check its name and port."},
    {503, "The proxy could not reach the target, or takes nobody at the moment."},
    {504, "The proxy got no answer from the target in time."},
};

std::string_view AdviceFor(int code, bool has_credentials) {
  constexpr int kAuthenticationRequired = 407;
  if (code == kAuthenticationRequired) {
    return has_credentials
               ? "The proxy does not take this user name and password."
               : "The proxy wants a user name and a password: give -proxy_user and -proxy_pass, or "
                 "a URL with user:password@.";
  }
  for (const RefusalRow& row : kRefusals) {
    if (row.code == code) return row.advice;
  }
  return "The proxy's log says why.";
}

void SendRequest(Script& script, const DialogueInput& input) {
  const std::string target = FormatHostPort(input.server_name, input.server_port);
  script.Send(fmt::format("CONNECT {} HTTP/1.1\r\n", target));
  script.Send(fmt::format("Host: {}\r\n", target));
  if (input.has_credentials) {
    const std::string pair = fmt::format("{}:{}", input.user, input.password);
    script.SendSecret(fmt::format("Proxy-Authorization: Basic {}\r\n", ToBase64(AsBytes(pair))),
                      "Proxy-Authorization: Basic ***");
  }
  script.Send("\r\n");
}

constexpr std::string_view kExpected = "HTTP status 200 after CONNECT";

// A status line and the headers behind it.
std::optional<StatusLine> ReadHead(Script& script) {
  const std::optional<std::string_view> first = script.Line(kExpected);
  if (!first) return std::nullopt;
  const std::optional<StatusLine> status = ParseStatusLine(*first);
  if (!status) {
    script.FailGarbled(kExpected, AsBytes(*first), "Is this an HTTP proxy?");
    return std::nullopt;
  }
  std::optional<std::string_view> header;
  do {
    header = script.Line("the end of the proxy's headers");
    if (!header) return std::nullopt;
  } while (!header->empty());
  script.Remember(*first);
  return status;
}

}  // namespace

void RunHttpConnect(Script& script, const DialogueInput& input) {
  SendRequest(script, input);
  std::optional<StatusLine> status;
  do {
    status = ReadHead(script);
    if (!status) return;
  } while (status->code / 100 == 1);  // RFC 9110 section 15.2: an answer is still to come
  if (status->code / 100 == 2) return;
  script.Fail(DialogueFailure::Kind::kRefused, kExpected,
              fmt::format("{} \"{}\"", status->code, Escape(status->reason)),
              AdviceFor(status->code, input.has_credentials));
}

}  // namespace tlsprobe
