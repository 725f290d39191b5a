#include "tlsprobe/check/words.h"

#include <fmt/format.h>

#include "tlsprobe/base/text.h"
#include "tlsprobe/wire/name.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {

std::string NameWords(const Name& name) {
  if (name.attributes.empty()) return "with an empty name";
  const std::string common = CommonName(name);
  std::string text =
      common.empty() ? RenderName(name, NameStyle::kCompact) : EscapeControls("CN=" + common);
  constexpr size_t kMost = 200;
  if (text.size() <= kMost) return text;
  size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

std::string_view LeafWords(bool from_server) {
  return from_server ? "the server's certificate" : "the leaf certificate";
}

std::string CertificateWords(const ChainVerification& chain, int depth, bool from_server) {
  const size_t index = static_cast<size_t>(depth);
  if (depth < 0 || index >= chain.built.size()) return "a certificate of the chain";
  if (depth == 0) return std::string(LeafWords(from_server));
  const Certificate& certificate = *chain.built[index];
  const bool top = index + 1 == chain.built.size() && certificate.self_issued;
  return fmt::format("the {} certificate {}", top ? "root" : "intermediate",
                     NameWords(certificate.subject));
}

std::string SpanWords(int64_t seconds) {
  struct Unit {
    int64_t seconds;
    std::string_view name;
  };
  constexpr Unit kUnits[] = {{86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}};
  for (const Unit& unit : kUnits) {
    const int64_t count = seconds / unit.seconds;
    if (count > 0) return fmt::format("{} {}{}", count, unit.name, count == 1 ? "" : "s");
  }
  return "0 seconds";
}

Moment MomentOf(const VerifyOptions& options, const ChainVerification& chain) {
  return {.at = chain.judged_at, .asked = options.at_time.has_value()};
}

std::string BeforeWords(int64_t seconds, const Moment& moment) {
  return SpanWords(seconds) + (moment.asked ? " before the time asked for" : " ago");
}

std::string AfterWords(int64_t seconds, const Moment& moment) {
  return SpanWords(seconds) + (moment.asked ? " after the time asked for" : " from now");
}

std::string EndWords(std::string_view who, UnixTime end, const Moment& moment) {
  const int64_t left = end.seconds - moment.at.seconds;
  const std::string on = FormatRfc3339(end);
  if (left <= 0) return fmt::format("{} expired {}, on {}", who, BeforeWords(-left, moment), on);
  if (moment.asked) return fmt::format("{} expires {}, on {}", who, AfterWords(left, moment), on);
  return fmt::format("{} expires in {}, on {}", who, SpanWords(left), on);
}

std::string KeyWords(const PublicKey& key) {
  if (key.type == KeyType::kEc && !key.curve_oid.empty()) {
    return fmt::format("EC key ({})", EcCurveName(key.curve_oid));
  }
  if (key.bits == 0) return fmt::format("{} key", KeyTypeName(key.type));
  return fmt::format("{} key of {} bits", KeyTypeName(key.type), key.bits);
}

std::string Sentence(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

}  // namespace tlsprobe
