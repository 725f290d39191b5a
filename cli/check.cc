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
#include "cli/output.h"
#include "cli/parser.h"
#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/probe.h"
#include "tlsprobe/driver/terminal.h"

namespace tlsprobe::cli {
namespace {

int Refuse(std::string_view message, const Target& target, bool json, OutputStreams& output) {
  output.WriteStdout(json ? LocalErrorJson(target, message) : LocalErrorVerdict(message));
  return kExitUsage;
}

// A person looks: a terminal that can show colours, and nobody asked for none.
bool WantsColor() {
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  return isatty(STDOUT_FILENO) != 0 && !dumb && std::getenv("NO_COLOR") == nullptr;
}

// With a key log the session's events are wanted, and Probe() does not hand them out.
absl::StatusOr<ProbeReport> ProbeOnce(std::shared_ptr<const ProbeContext> context,
                                      const CommandLine& line, OutputStreams& output) {
  if (line.key_log_path.empty()) return Probe(std::move(context), line.target);
  auto on_event = [&](const Event& event, const ProbeReport&) {
    const auto* secret = std::get_if<KeyLogEvent>(&event);
    return secret == nullptr || output.Write({{Stream::kKeyLog, secret->line + "\n"}});
  };
  auto result = RunTerminal(std::move(context), line.target, line.terminal, on_event,
                            [](std::string_view) {});
  if (!result.ok()) return result.status();
  return std::move(result->report);
}

int CheckOne(std::shared_ptr<const ProbeContext> context, const CommandLine& line,
             const RenderOptions& options, OutputStreams& output) {
  const auto report = ProbeOnce(std::move(context), line, output);
  if (!report.ok()) return Refuse(Message(report.status()), line.target, line.json, output);
  output.Write(FindReportRenderer(line.json ? "json" : "native")->render(*report, options));
  return NativeExitCode(*report, line.fail_on);
}

int CheckAll(std::shared_ptr<const ProbeContext> context, const CommandLine& line,
             const RenderOptions& options, OutputStreams& output) {
  auto reports = ProbeAllAddresses(std::move(context), line.target);
  if (!reports.ok()) return Refuse(Message(reports.status()), line.target, line.json, output);
  const int code = OrderAndCompare(*reports, line.fail_on);
  output.WriteStdout(line.json ? AllAddressesJson(*reports, options)
                               : AllAddressesText(*reports, options));
  return code;
}

}  // namespace

int Check(const CommandLine& line) {
  OutputStreams output;
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
  const auto run = line.all_addresses ? CheckAll : CheckOne;
  return run(*std::move(context), shared, options, output);
}

int RunCheck(std::span<const std::string> arguments) {
  OutputStreams output;
  auto parsed = ParseArguments(Face::kNative, arguments);
  if (const auto* error = std::get_if<UsageError>(&parsed)) {
    constexpr std::string_view kPrefix = "tlsprobe: ";
    std::string_view message = error->lines.front();
    if (message.starts_with(kPrefix)) message.remove_prefix(kPrefix.size());
    Refuse(message, {}, AsksForJson(arguments), output);
    for (size_t i = 1; i < error->lines.size(); ++i) output.WriteStderr(error->lines[i] + "\n");
    return kExitUsage;
  }
  const CommandLine& line = std::get<CommandLine>(parsed);
  if (!line.help) return Check(line);
  output.WriteStdout(OptionHelp(Face::kNative));
  return kExitFine;
}

}  // namespace tlsprobe::cli
