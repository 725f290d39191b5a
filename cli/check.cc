// `tlsprobe check`: one verdict about one target.
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "cli/all_addresses.h"
#include "cli/commands.h"
#include "cli/context.h"
#include "cli/exit_code.h"
#include "cli/help.h"
#include "cli/local_error.h"
#include "cli/option_words.h"
#include "cli/output.h"
#include "cli/parser.h"
#include "cli/progress_line.h"
#include "cli/report_json.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/probe.h"

namespace tlsprobe::cli {
namespace {

int Refuse(std::string_view message, const Target& target, bool json, OutputStreams& output) {
  const std::string words = InOptionWords(message);
  output.WriteStdout(json ? LocalErrorJson(target, words, kExitUsage) : LocalErrorVerdict(words));
  return kExitUsage;
}

// A person looks: a terminal that can show colours, and nobody asked for none.
bool WantsColor() {
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  return isatty(STDOUT_FILENO) != 0 && !dumb && std::getenv("NO_COLOR") == nullptr;
}

// Secrets go to the key log as they come, also those of a handshake that fails.
ProbeWatch WatchFor(OutputStreams& output, ProgressLine& progress) {
  ProbeWatch watch;
  watch.on_event = [&output](const Event& event) {
    if (const auto* secret = std::get_if<KeyLogEvent>(&event)) {
      output.Write({{Stream::kKeyLog, secret->line + "\n"}});
    }
  };
  watch.on_wait = [&progress](std::string_view words) { progress.Show(words); };
  return watch;
}

// What loading noticed is no error to OpenSSL, and a riddle to who wonders why nothing is trusted.
void AddNotes(const ProbeContext& context, ProbeReport& report) {
  for (const std::string& note : context.materials().notes) {
    report.findings.push_back({.id = "trust.environment",
                               .severity = Severity::kWarning,
                               .text = note,
                               .advice = "Correct the variable, or take it out of the environment.",
                               .reference = ""});
  }
}

int CheckOne(const std::shared_ptr<const ProbeContext>& context, const CommandLine& line,
             const RenderOptions& options, OutputStreams& output) {
  ProgressLine progress;
  ProbeWatch watch = WatchFor(output, progress);
  auto report = std::move(ProbeTogether(context, {&line.target, 1}, watch).front());
  progress.Erase();
  if (!report.ok()) return Refuse(Message(report.status()), line.target, line.json, output);
  AddNotes(*context, *report);
  const int code = NativeExitCode(*report, line.fail_on);
  if (line.json) {
    output.WriteStdout(JsonText(AsJson(*report, options, code)));
  } else {
    output.Write(FindReportRenderer("native")->render(*report, options));
  }
  return code;
}

int CheckAll(const std::shared_ptr<const ProbeContext>& context, const CommandLine& line,
             const RenderOptions& options, OutputStreams& output) {
  ProgressLine progress;
  ProbeWatch watch = WatchFor(output, progress);
  auto reports = ProbeAllAddresses(context, line.target, watch);
  progress.Erase();
  if (!reports.ok()) return Refuse(Message(reports.status()), line.target, line.json, output);
  AddNotes(*context, reports->front());
  const AllAddresses all = OrderAndCompare(*std::move(reports), line.fail_on);
  output.WriteStdout(line.json ? AllAddressesJson(all, options) : AllAddressesText(all, options));
  return all.exit_code;
}

int CheckInto(const CommandLine& line, OutputStreams& output) {
  if (!line.key_log_path.empty()) {
    const absl::Status status = output.OpenKeyLog(line.key_log_path);
    if (!status.ok()) return Refuse(Message(status), line.target, line.json, output);
  }
  CommandLine shared = line;
  if (line.all_addresses) ShareTime(shared.config.limits);
  auto context = MakeContext(shared);
  if (!context.ok()) return Refuse(Message(context.status()), line.target, line.json, output);
  RenderOptions options = line.render;
  options.color = WantsColor();
  options.fail_on = line.fail_on;
  const auto run = line.all_addresses ? CheckAll : CheckOne;
  return run(*context, shared, options, output);
}

}  // namespace

int Check(const CommandLine& line) {
  OutputStreams output;
  return output.Status(CheckInto(line, output));
}

int RunCheck(std::span<const std::string> arguments) {
  OutputStreams output;
  auto parsed = ParseArguments(Face::kNative, arguments);
  if (const auto* error = std::get_if<UsageError>(&parsed)) {
    constexpr std::string_view kPrefix = "tlsprobe: ";
    std::string_view message = error->lines.front();
    if (message.starts_with(kPrefix)) message.remove_prefix(kPrefix.size());
    return output.Status(Refuse(message, error->target, AsksForJson(arguments), output));
  }
  const CommandLine& line = std::get<CommandLine>(parsed);
  if (!line.help) return Check(line);
  output.WriteStdout(OptionHelp(Face::kNative));
  return output.Status(kExitFine);
}

}  // namespace tlsprobe::cli
