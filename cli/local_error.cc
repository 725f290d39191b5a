#include "cli/local_error.h"

#include "tlsprobe/base/text.h"
#include "tlsprobe/driver/probe.h"
#include "tlsprobe/render/render.h"

namespace tlsprobe::cli {
namespace {

constexpr size_t kVerdictBytes = 300;

// Cuts between characters, not inside one.
std::string Cut(std::string text, size_t size) {
  constexpr std::string_view kEllipsis = "...";
  if (text.size() <= size) return text;
  size_t end = size - kEllipsis.size();
  while (end > 0 && (static_cast<uint8_t>(text[end]) & 0xc0) == 0x80) --end;
  text.resize(end);
  return text.append(kEllipsis);
}

}  // namespace

std::string LocalErrorVerdict(std::string_view message) {
  return Cut("error: nothing was probed: " + EscapeControls(message), kVerdictBytes) + "\n";
}

std::string LocalErrorJson(const Target& target, std::string_view message) {
  ProbeReport report;
  report.target = target;
  report.started = WallClockNow();
  report.outcome.ended_by = EndedBy::kUs;
  report.outcome.how = How::kError;
  report.outcome.message = message;
  std::string out;
  for (const TextPart& part : FindReportRenderer("json")->render(report, {})) out += part.bytes;
  return out;
}

}  // namespace tlsprobe::cli
