// The s_client dialect: one session between standard input and a server.
#include <string>
#include <utility>
#include <variant>

#include "cli/commands.h"
#include "cli/context.h"
#include "cli/exit_code.h"
#include "cli/finish.h"
#include "cli/help.h"
#include "cli/local_error.h"
#include "cli/option_words.h"
#include "cli/output.h"
#include "cli/parser.h"
#include "cli/report_json.h"
#include "cli/said_beside.h"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/terminal.h"

namespace tlsprobe::cli {
namespace {

constexpr int kExitFailed = 1;

// Standard output still carries one JSON object where that was asked for.
int Refuse(const UsageError& error, const Target& target, bool json, OutputStreams& output) {
  output.WriteStderr(fmt::format("{}\n", fmt::join(error.lines, "\n")));
  if (json) output.WriteStdout(LocalErrorJson(target, error.lines.front(), kExitFailed));
  return output.Status(kExitFailed);
}

int Refuse(const absl::Status& status, const CommandLine& line, OutputStreams& output) {
  return Refuse(OneLine(Face::kDialect, InOptionWords(Message(status))), line.target, line.json,
                output);
}

int ExitCode(const TerminalResult& result, Profile profile, bool writable) {
  // Nobody reads on: that is how `| head -1` ends a session, and no failure of it.
  if (!writable) return 0;
  if (!result.command_error.empty()) return kExitFailed;
  return DialectExitCode(result.report, result.user_quit, profile);
}

int Relay(const CommandLine& line, OutputStreams& output) {
  auto context = MakeContext(line);
  if (!context.ok()) return Refuse(context.status(), line, output);
  const std::string_view name = line.render.brief ? "s_client-brief" : "s_client";
  const auto renderer = NewEventRenderer(name, line.render);
  if (line.json) output.KeyLogAlone();
  bool writable = true;
  auto on_event = [&](const Event& event, const ProbeReport& report) {
    writable = writable && output.Write(renderer->OnEvent(event, report));
    return writable;
  };
  auto on_notice = [&](std::string_view words) {
    output.Write({{Stream::kStderr, fmt::format("{}\n", words)}});
  };
  auto result = RunTerminal(*std::move(context), line.target, line.terminal, on_event, on_notice);
  if (!result.ok()) return Refuse(result.status(), line, output);
  if (writable) output.Write(renderer->Finish(result->report, result->user_quit));
  if (writable && !line.json) {
    output.WriteStderr(SaidBeside(result->report.verification, result->report.findings));
  }
  const int code = ExitCode(*result, line.render.profile, writable);
  if (!result->command_error.empty()) {
    output.WriteStderr(fmt::format("tlsprobe: {}\n", result->command_error));
  }
  if (line.json) output.WriteStdout(JsonText(AsJson(result->report, line.render, code)));
  return output.Status(code);
}

}  // namespace

int RunSClient(std::span<const std::string> arguments) {
  OutputStreams output;
  auto parsed = ParseArguments(Face::kDialect, arguments);
  if (const auto* error = std::get_if<UsageError>(&parsed)) {
    return Refuse(*error, error->target, AsksForJson(arguments), output);
  }
  const CommandLine& line = std::get<CommandLine>(parsed);
  if (line.help) {
    output.WriteStderr(OptionHelp(Face::kDialect));
    return 0;
  }
  if (!line.key_log_path.empty()) {
    const absl::Status status = output.OpenKeyLog(line.key_log_path);
    if (!status.ok()) return Refuse(status, line, output);
  }
  return Relay(line, output);
}

}  // namespace tlsprobe::cli
