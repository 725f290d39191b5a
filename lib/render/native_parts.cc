#include "tlsprobe/render/native_parts.h"

#include <fmt/format.h>

#include "tlsprobe/base/address.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

constexpr int64_t kDay = 24 * 60 * 60;

std::string DaysText(int64_t seconds) {
  const int64_t days = seconds / kDay;
  if (days == 0) return "less than a day";
  return fmt::format("{} day{}", days, days == 1 ? "" : "s");
}

std::string_view PaintSequence(Color color) {
  switch (color) {
    case Color::kGood:
      return "\x1b[1;32m";
    case Color::kWarning:
      return "\x1b[1;33m";
    case Color::kBad:
      return "\x1b[1;31m";
    case Color::kFaint:
      return "\x1b[2m";
  }
  return "";
}

}  // namespace

std::string TargetText(const Target& target) {
  if (!target.unix_path.empty()) return EscapeControls(target.unix_path);
  return EscapeControls(FormatHostPort(target.host, target.port));
}

std::string VersionText(uint16_t version) {
  constexpr uint16_t kSsl3 = 0x0300, kTls13 = 0x0304;
  if (version == kSsl3) return "SSL 3.0";
  if (version > kSsl3 && version <= kTls13) return fmt::format("TLS 1.{}", version - kSsl3 - 1);
  return fmt::format("TLS version 0x{:04x}", version);
}

UnixTime JudgedAt(const ProbeReport& report) {
  const ChainVerification& chain = report.verification.chain;
  return chain.verdict == Verdict::kNotChecked ? report.started : chain.judged_at;
}

std::string ValidityText(const Certificate& certificate, UnixTime now) {
  const int64_t left = certificate.not_after.seconds - now.seconds;
  const int64_t until = certificate.not_before.seconds - now.seconds;
  if (until > 0) return fmt::format("not valid for another {}", DaysText(until));
  if (left < 0) return fmt::format("expired {} ago", DaysText(-left));
  if (left < kDay) return "valid for less than a day";
  return fmt::format("valid for {} more day{}", left / kDay, left / kDay == 1 ? "" : "s");
}

std::string ValidityWithDate(const Certificate& certificate, UnixTime now) {
  const std::string text = ValidityText(certificate, now);
  if (certificate.not_before > now) {
    return fmt::format("{}, from {}", text, FormatRfc3339(certificate.not_before));
  }
  return fmt::format("{}, {} {}", text, certificate.not_after < now ? "on" : "until",
                     FormatRfc3339(certificate.not_after));
}

std::string Quote(std::string_view text) {
  constexpr size_t kLimit = 200;
  if (text.size() <= kLimit) return EscapeControls(text);
  // A character that is cut in two would be escaped as if it were broken.
  size_t end = kLimit;
  while (end > kLimit - 4 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return fmt::format("{}... ({} bytes in all)", EscapeControls(text.substr(0, end)), text.size());
}

std::string MillisecondsText(std::chrono::nanoseconds duration) {
  return fmt::format("{:.1f} ms", std::chrono::duration<double, std::milli>(duration).count());
}

std::string Row(std::string_view label, std::string_view value) {
  return fmt::format("  {:<13} {}\n", label, value);
}

std::string Paint(std::string_view text, Color color, const RenderOptions& options) {
  if (!options.color) return std::string(text);
  return fmt::format("{}{}\x1b[0m", PaintSequence(color), text);
}

}  // namespace tlsprobe
