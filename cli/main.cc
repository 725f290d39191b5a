// The program: finds out which of its faces is meant.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
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

// A file opened later must not become standard output: what is printed would go into it. With
// `wants_input` a closed standard input still cannot be read: that nothing came of it is no
// success.
void OpenClosedStreams(bool wants_input) {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    // The lowest free descriptor is taken, which is this one.
    if (fcntl(fd, F_GETFD) < 0 && errno == EBADF) {
      open("/dev/null", wants_input && fd == STDIN_FILENO ? O_WRONLY : O_RDWR);
    }
  }
}

int Print(std::string_view text) {
  OutputStreams output;
  output.WriteStdout(text);
  return output.Status(kExitFine);
}

int Unknown(const std::string& word) {
  OutputStreams output;
  output.WriteStdout(LocalErrorVerdict("there is no command \"" + word + "\"; is `tlsprobe check " +
                                       word + "` meant?"));
  output.WriteStderr(ShortUsage());
  return output.Status(kExitUsage);
}

int Run(std::span<const std::string> words) {
  if (words.empty() || words[0] == "help" || words[0] == "--help") return Print(ShortUsage());
  if (words[0] == "--version" || words[0] == "version") {
    return Print("tlsprobe " + std::string(kVersion) + "\n" + tlsprobe::LibraryVersions() + "\n");
  }
  if (words[0] == "--options-markdown") return Print(OptionsMarkdown());
  if (words[0] == "check") return RunCheck(words.subspan(1));
  if (words[0] == "verify") return RunVerify(words.subspan(1));
  if (words[0] == "demo") return RunDemo(words.subspan(1));
  if (words[0] == "s_client") return RunSClient(words.subspan(1));
  return words[0].starts_with('-') ? RunSClient(words) : Unknown(words[0]);
}

}  // namespace

int main(int argc, char* argv[]) {
  OpenClosedStreams(argc > 1 && std::string_view(argv[1]) == "verify");
  // A reader that has gone away is an error of write(), not the end of the process.
  signal(SIGPIPE, SIG_IGN);
  const std::vector<std::string> words(argv + 1, argv + argc);
  return argc > 0 && IsSClient(argv[0]) ? RunSClient(words) : Run(words);
}
