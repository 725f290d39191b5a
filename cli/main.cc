// The program: finds out which of its faces is meant.
#include <signal.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/help.h"
#include "cli/local_error.h"
#include "cli/output.h"
#include "tlsprobe/driver/version.h"

namespace {

using namespace tlsprobe::cli;

constexpr std::string_view kVersion = "0.1.0";

bool IsSClient(std::string_view program) {
  return program.substr(program.rfind('/') + 1) == "s_client";
}

int Print(std::string_view text) {
  OutputStreams().WriteStdout(text);
  return kExitFine;
}

int Unknown(const std::string& word) {
  OutputStreams().WriteStdout(LocalErrorVerdict("there is no command \"" + word +
                                                "\"; is `tlsprobe check " + word + "` meant?"));
  OutputStreams().WriteStderr(ShortUsage());
  return kExitUsage;
}

int Run(std::span<const std::string> words) {
  if (words.empty() || words[0] == "help" || words[0] == "--help") return Print(ShortUsage());
  if (words[0] == "--version" || words[0] == "version") {
    return Print("tlsprobe " + std::string(kVersion) + "\n" + tlsprobe::LibraryVersions() + "\n");
  }
  if (words[0] == "--options-markdown") return Print(OptionsMarkdown());
  if (words[0] == "check") return RunCheck(words.subspan(1));
  if (words[0] == "demo") return RunDemo(words.subspan(1));
  if (words[0] == "s_client") return RunSClient(words.subspan(1));
  return words[0].starts_with('-') ? RunSClient(words) : Unknown(words[0]);
}

}  // namespace

int main(int argc, char* argv[]) {
  // A reader that has gone away is an error of write(), not the end of the process.
  signal(SIGPIPE, SIG_IGN);
  const std::vector<std::string> words(argv + 1, argv + argc);
  return argc > 0 && IsSClient(argv[0]) ? RunSClient(words) : Run(words);
}
