#include "cli/report_json.h"

namespace tlsprobe::cli {

ReportJson AsJson(const ProbeReport& report, const RenderOptions& options) {
  std::string text;
  for (const TextPart& part : FindReportRenderer("json")->render(report, options))
    text += part.bytes;
  return ReportJson::parse(text);
}

ReportJson AsJson(const ProbeReport& report, const RenderOptions& options, int exit_status) {
  ReportJson json = AsJson(report, options);
  json["exit_status"] = exit_status;
  return json;
}

std::string JsonText(const ReportJson& json) {
  constexpr bool kAscii = true;
  return json.dump(2, ' ', kAscii) + "\n";
}

}  // namespace tlsprobe::cli
