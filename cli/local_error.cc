#include "cli/local_error.h"

#include "cli/report_json.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/driver/probe.h"

namespace tlsprobe::cli {
namespace {

constexpr size_t kVerdictBytes = 300;

}  // namespace

std::string CutVerdict(std::string text) {
  constexpr std::string_view kEllipsis = "...";
  if (text.size() <= kVerdictBytes) return text;
  size_t end = kVerdictBytes - kEllipsis.size();
  while (end > 0 && (static_cast<uint8_t>(text[end]) & 0xc0) == 0x80) --end;
  text.resize(end);
  return text.append(kEllipsis);
}

std::string LocalErrorVerdict(std::string_view message) {
  return CutVerdict("error: nothing was probed: " + EscapeControls(message)) + "\n";
}

std::string LocalErrorJson(const Target& target, std::string_view message, int exit_status) {
  ProbeReport report;
  report.target = target;
  report.started = WallClockNow();
  report.outcome.ended_by = EndedBy::kUs;
  report.outcome.how = How::kError;
  report.outcome.message = message;
  ReportJson json = AsJson(report, {}, exit_status);
  json["outcome"]["phase"] = nullptr;
  return JsonText(json);
}

}  // namespace tlsprobe::cli
