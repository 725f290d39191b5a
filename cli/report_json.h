// The JSON of a report with what only the command knows.
#ifndef TLSPROBE_CLI_REPORT_JSON_H_
#define TLSPROBE_CLI_REPORT_JSON_H_

#include <string>

#include "nlohmann/json.hpp"
#include "tlsprobe/model/probe_report.h"
#include "tlsprobe/render/render.h"

namespace tlsprobe::cli {

using ReportJson = nlohmann::ordered_json;

// AsJson is the report as docs/report.schema.json has it, without and with "exit_status".
ReportJson AsJson(const ProbeReport& report, const RenderOptions& options);
ReportJson AsJson(const ProbeReport& report, const RenderOptions& options, int exit_status);

// JsonText is what is printed, in ASCII alone, with its line end.
std::string JsonText(const ReportJson& json);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_REPORT_JSON_H_
