// `tlsprobe verify`: judges certificates in files, as `openssl verify` does.
#include <unistd.h>

#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "cli/commands.h"
#include "cli/help.h"
#include "cli/line_reader.h"
#include "cli/output.h"
#include "cli/parser.h"
#include "cli/verify_files.h"
#include "cli/verify_judge.h"
#include "cli/verify_lines.h"
#include "cli/verify_text.h"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/probe.h"
#include "tlsprobe/render/verify_json.h"

namespace tlsprobe::cli {
namespace {

// Those of `openssl verify`.
constexpr int kExitOk = 0;
constexpr int kExitRefused = 1;  // nothing was judged
constexpr int kExitFailed = 2;   // of some certificate, or it could not be read

std::string Joined(const UsageError& error) {
  return fmt::format("{}\n", fmt::join(error.lines, "\n"));
}

int Refuse(const UsageError& error, bool json, OutputStreams& output) {
  output.WriteStderr(Joined(error));
  if (!json) return kExitRefused;
  Json report;
  report["schema"] = kVerifySchema;
  report["error"] = fmt::format("{}", fmt::join(error.lines, "; "));
  report["results"] = Json::array();
  report["exit_status"] = kExitRefused;
  output.WriteStdout(VerifyJsonText(report, JsonLines::kMany));
  return kExitRefused;
}

// Judges the files one by one and shows each as soon as it is known, or all as one JSON object.
class FileJudge {
 public:
  FileJudge(const CommandLine& line, const Materials& materials, OutputStreams& output)
      : line_(line), materials_(materials), output_(output) {}

  void Judge(const std::string* path) {
    const std::string name = path == nullptr ? "stdin" : *path;
    auto loaded = LoadCertificate(path);
    if (const auto* error = std::get_if<UsageError>(&loaded)) return Fail(name, *error);
    const VerifyReport report = JudgeCertificates({.config = line_.config,
                                                   .materials = materials_,
                                                   .now = WallClockNow(),
                                                   .signatures = &signatures_,
                                                   .fetches = &fetches_},
                                                  {std::get<CertificatePtr>(loaded)});
    if (!report.ok()) exit_status_ = kExitFailed;
    if (line_.json) {
      Json json = Begin(name);
      AddVerifyFacts(json, FactsOf(report));
      results_.push_back(std::move(json));
    } else {
      output_.Write(VerifyText(name, report,
                               {.names = line_.render.name_format.value_or(NameFormat()),
                                .show_chain = line_.verify.show_chain}));
    }
  }

  int Finish() {
    if (!line_.json) return exit_status_;
    Json report;
    report["schema"] = kVerifySchema;
    report["error"] = nullptr;
    report["results"] = std::move(results_);
    report["exit_status"] = exit_status_;
    output_.WriteStdout(VerifyJsonText(report, JsonLines::kMany));
    return exit_status_;
  }

 private:
  static Json Begin(const std::string& name) {
    Json json;
    SetText(json, "file", name);
    return json;
  }

  void Fail(const std::string& name, const UsageError& error) {
    exit_status_ = kExitFailed;
    if (!line_.json) return output_.WriteStderr(Joined(error));
    Json json = Begin(name);
    AddVerifyError(json, fmt::format("{}", fmt::join(error.lines, "; ")));
    results_.push_back(std::move(json));
  }

  const CommandLine& line_;
  const Materials& materials_;
  OutputStreams& output_;
  SignatureCache signatures_ = SignatureCache();
  FetchCache fetches_ = FetchCache();
  Json results_ = Json::array();
  int exit_status_ = kExitOk;
};

int JudgeFiles(const CommandLine& line, const Materials& materials, OutputStreams& output) {
  FileJudge judge(line, materials, output);
  for (const std::string& path : line.verify.certificates) judge.Judge(&path);
  if (line.verify.certificates.empty()) judge.Judge(nullptr);
  return judge.Finish();
}

// Those of the command line, for a request of another purpose than it has.
RequestJudge::AnchorsFor AnchorsOf(const CommandLine& line) {
  return [&line](Purpose purpose) -> absl::StatusOr<CertificateSourcePtr> {
    auto loaded = LoadVerifyFiles(line, purpose);
    if (const auto* error = std::get_if<UsageError>(&loaded)) {
      return InvalidArgument(fmt::format("{}", fmt::join(error->lines, "; ")));
    }
    return std::get<Materials>(loaded).anchors;
  };
}

bool IsBlank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

int JudgeLines(const CommandLine& line, const Materials& materials, OutputStreams& output) {
  RequestJudge judge(line.config, materials, AnchorsOf(line));
  LineReader reader(STDIN_FILENO, kMostRequestBytes);
  int exit_status = kExitOk;
  while (const std::optional<InputLine> next = reader.Next()) {
    if (IsBlank(next->text) && !next->too_long) continue;
    const RequestJudge::Answer answer =
        next->too_long
            ? RequestJudge::Refuse(
                  {.error = fmt::format("expected a line of at most {} bytes", kMostRequestBytes)})
            : judge.OnLine(next->text, WallClockNow());
    if (!answer.ok) exit_status = kExitFailed;
    if (!output.WriteStdout(answer.line)) break;
  }
  if (reader.error() == 0) return exit_status;
  output.WriteStderr(fmt::format("tlsprobe: standard input: expected lines, got: {}\n",
                                 std::generic_category().message(reader.error())));
  return kExitFailed;
}

int Verify(const CommandLine& line, OutputStreams& output) {
  auto loaded = LoadVerifyFiles(line, line.config.verify.purpose);
  if (const auto* error = std::get_if<UsageError>(&loaded)) {
    return Refuse(*error, line.json, output);
  }
  const Materials& materials = std::get<Materials>(loaded);
  return line.verify.json_lines ? JudgeLines(line, materials, output)
                                : JudgeFiles(line, materials, output);
}

}  // namespace

int RunVerify(std::span<const std::string> arguments) {
  OutputStreams output;
  auto parsed = ParseArguments(Face::kVerify, arguments);
  if (const auto* error = std::get_if<UsageError>(&parsed)) {
    return output.Status(Refuse(*error, AsksForJson(arguments), output));
  }
  const CommandLine& line = std::get<CommandLine>(parsed);
  if (line.help) {
    output.WriteStderr(OptionHelp(Face::kVerify));
    return output.Status(kExitOk);
  }
  return output.Status(Verify(line, output));
}

}  // namespace tlsprobe::cli
