// START_TLS of Telnet (option 46). The server asks for it; what else it asks is declined
// (RFC 854, RFC 1143).

#include <algorithm>

#include "tlsprobe/dialogue/dialogues.h"

namespace tlsprobe {
namespace {

constexpr uint8_t kIac = 255, kDont = 254, kDo = 253, kWont = 252, kWill = 251, kSb = 250,
                  kSe = 240;
constexpr uint8_t kStartTls = 46, kFollows = 1;
constexpr uint8_t kFollowsCommand[] = {kIac, kSb, kStartTls, kFollows, kIac, kSe};

// Reads text, up to the end of its line or to a command, or one whole command, which begins with
// IAC.
std::optional<BytesView> ReadUnit(Script& script, std::string_view expected) {
  const BytesView bytes = script.unread();
  const auto need = [&]() -> std::optional<BytesView> {
    script.NeedMore(expected);
    return std::nullopt;
  };
  if (bytes.empty()) return need();
  if (bytes[0] != kIac) {
    const auto end = std::ranges::find_if(bytes, [](uint8_t b) { return b == kIac || b == '\n'; });
    if (end == bytes.end()) return need();
    const size_t line_end = *end == '\n' ? 1 : 0;
    const auto text = script.Text(static_cast<size_t>(end - bytes.begin()) + line_end, expected);
    if (!text) return std::nullopt;
    return AsBytes(*text);
  }
  if (bytes.size() < 2) return need();
  if (bytes[1] >= kWill && bytes[1] <= kDont) return script.Exactly(3, expected);
  if (bytes[1] != kSb) return script.Exactly(2, expected);
  for (size_t end = 3; end < bytes.size(); ++end) {
    if (bytes[end - 1] == kIac && bytes[end] == kSe) return script.Exactly(end + 1, expected);
  }
  return need();
}

void Decline(Script& script, uint8_t verb, uint8_t option) {
  if (verb != kDo && verb != kWill) return;
  const uint8_t answer[] = {kIac, verb == kDo ? kWont : kDont, option};
  script.Send(BytesView(answer));
}

}  // namespace

void RunTelnet(Script& script, const DialogueInput&) {
  constexpr std::string_view kAsked = "IAC DO START_TLS (fffd2e)";
  while (true) {
    const std::optional<BytesView> unit = ReadUnit(script, kAsked);
    if (!unit) return;
    if (unit->size() != 3 || unit->front() != kIac) continue;
    if ((*unit)[1] == kDo && (*unit)[2] == kStartTls) break;
    Decline(script, (*unit)[1], (*unit)[2]);
  }
  const uint8_t agreed[] = {kIac, kWill, kStartTls};
  script.Send(BytesView(agreed));
  script.Send(BytesView(kFollowsCommand));
  constexpr std::string_view kExpected = "IAC SB START_TLS FOLLOWS IAC SE (fffa2e01fff0)";
  while (true) {
    const std::optional<BytesView> unit = ReadUnit(script, kExpected);
    if (!unit) return;
    if (std::equal(unit->begin(), unit->end(), std::begin(kFollowsCommand),
                   std::end(kFollowsCommand))) {
      return;
    }
    if (unit->size() == 3 && unit->front() == kIac) Decline(script, (*unit)[1], (*unit)[2]);
  }
}

}  // namespace tlsprobe
