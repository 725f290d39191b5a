// Every sample report through every renderer, compared whole with the files in golden/. After a
// wanted change of output, one command rewrites them, and `git diff` shows what changed:
//
//   bazel build //tests/render:golden_test &&
//   BUILD_WORKSPACE_DIRECTORY=$PWD UPDATE_GOLDEN=1 bazel-bin/tests/render/golden_test
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/support/sample_reports.h"
#include "tlsprobe/render/render.h"

namespace tlsprobe::testing {
namespace {

std::filesystem::path GoldenFile(const std::string& name) {
  const std::filesystem::path folder = "tests/render/golden";
  const char* source_tree = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  return (source_tree == nullptr ? folder : source_tree / folder) / name;
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void CheckGolden(const std::string& name, const std::string& text) {
  const std::filesystem::path path = GoldenFile(name);
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
  }
  CAPTURE(path);
  REQUIRE(std::filesystem::exists(path));
  CHECK(ReadFile(path) == text);
}

// Streams apart, so that a golden file says what went where.
std::string Transcript(const Text& text) {
  constexpr std::string_view kNames[] = {"stdout", "stderr", "key log"};
  std::string out;
  for (const TextPart& part : text) {
    out += "=== " + std::string(kNames[static_cast<size_t>(part.stream)]) + "\n" + part.bytes;
  }
  return out;
}

void Append(Text& all, Text more) {
  for (TextPart& part : more) {
    if (!all.empty() && all.back().stream == part.stream) {
      all.back().bytes += part.bytes;
      continue;
    }
    all.push_back(std::move(part));
  }
}

std::string PlayEvents(const SampleReport& sample, const RenderOptions& options) {
  const auto renderer = NewEventRenderer("s_client", options);
  Text all;
  for (const Event& event : sample.events) Append(all, renderer->OnEvent(event, sample.report));
  if (!sample.events.empty()) Append(all, renderer->OnEvent(ClosedEvent{}, sample.report));
  Append(all, renderer->Finish(sample.report, sample.user_quit));
  return Transcript(all);
}

const SampleRow& AnySample() {
  const size_t index = GENERATE(range(size_t{0}, SampleReports().size()));
  return SampleReports()[index];
}

TEST_CASE("Report renderers write what their golden files say") {
  const SampleRow& row = AnySample();
  const SampleReport sample = row.make();
  for (const ReportRenderer& renderer : ReportRenderers()) {
    const bool json = renderer.name == "json";
    const Text text = renderer.render(sample.report, {});
    std::string bytes;
    for (const TextPart& part : text) {
      CHECK(part.stream == Stream::kStdout);
      bytes += part.bytes;
    }
    CheckGolden(std::string(row.name) + "." + std::string(renderer.name) + (json ? "" : ".txt"),
                bytes);
  }
}

TEST_CASE("The s_client dialect writes what its golden files say, in each profile") {
  struct ProfileRow {
    std::string_view name;
    Profile profile;
  };
  constexpr ProfileRow kProfiles[] = {
      {"110", Profile::k110}, {"30", Profile::k30}, {"35", Profile::k35}};
  const SampleRow& row = AnySample();
  const SampleReport sample = row.make();
  for (const ProfileRow& profile : kProfiles) {
    const RenderOptions options{.profile = profile.profile, .status = true};
    CheckGolden(std::string(row.name) + ".s_client-" + std::string(profile.name) + ".txt",
                PlayEvents(sample, options));
  }
}

TEST_CASE("Options of the dialect write what their golden files say") {
  struct OptionsRow {
    std::string_view name;
    SampleReport (*make)();
    RenderOptions options;
  };
  static const OptionsRow kRows[] = {
      {"showcerts", Healthy13, {.showcerts = true}},
      {"quiet", ClientCertificateWanted12, {.quiet = true}},
      {"brief", ClientCertificateWanted12, {.brief = true}},
      {"brief_reset", ResetAfterHandshake, {.brief = true}},
      {"brief_35", Healthy13, {.profile = Profile::k35, .brief = true}},
      {"prexit", HandshakeAlert, {.prexit = true, .highest_version = 0x0303}},
      {"prexit_refused", Refused, {.prexit = true}},
      {"verify", SelfSigned, {.verify_given = true, .verify_depth = 3, .verify_notes = {3}}},
      {"verify_quiet", Expired, {.verify_quiet = true}},
      {"verify_return_error", VerifyRefused, {.verify_return_error = true}},
      {"no_status", StapledAndStartTls, {}},
  };
  for (const OptionsRow& row : kRows) {
    CheckGolden("option_" + std::string(row.name) + ".txt", PlayEvents(row.make(), row.options));
  }
}

TEST_CASE("Colour changes nothing but colour") {
  const SampleRow& row = AnySample();
  const SampleReport sample = row.make();
  const ReportRenderer* native = FindReportRenderer("native");
  std::string painted = native->render(sample.report, {.color = true}).front().bytes;
  CHECK(painted.find("\x1b[") != std::string::npos);
  for (size_t at = painted.find('\x1b'); at != std::string::npos; at = painted.find('\x1b')) {
    painted.erase(at, painted.find('m', at) - at + 1);
  }
  CHECK(painted == native->render(sample.report, {}).front().bytes);
}

}  // namespace
}  // namespace tlsprobe::testing
