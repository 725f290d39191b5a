// `tlsprobe demo`: a server of our own, so that a probe can be seen without a network.
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/local_error.h"
#include "cli/output.h"
#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/demo_server.h"

namespace tlsprobe::cli {
namespace {

// A file that is there as long as the object.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view content) {
    const char* folder = getenv("TMPDIR");
    path_ = fmt::format("{}/tlsprobe-demo-XXXXXX",
                        folder != nullptr && *folder != '\0' ? folder : "/tmp");
    const int fd = mkstemp(path_.data());
    if (fd < 0) {
      error_ = errno;
      return;
    }
    const ssize_t written = write(fd, content.data(), content.size());
    if (written != static_cast<ssize_t>(content.size())) error_ = written < 0 ? errno : ENOSPC;
    close(fd);
  }
  ~TemporaryFile() { unlink(path_.c_str()); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  const std::string& path() const { return path_; }
  int error() const { return error_; }

 private:
  std::string path_ = {};
  int error_ = 0;
};

// Takes SIGINT and SIGTERM as something to read, for this thread and those made after it.
int OpenSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigprocmask(SIG_BLOCK, &set, nullptr);
  return signalfd(-1, &set, SFD_CLOEXEC);
}

void WaitForInputToEnd(int signals) {
  std::array<pollfd, 2> wait = {{{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0},
                                 {.fd = signals, .events = POLLIN, .revents = 0}}};
  std::array<char, 4096> ignored;
  while (true) {
    if (poll(wait.data(), wait.size(), -1) < 0 && errno != EINTR) return;
    if (wait[1].revents != 0) return;
    if (wait[0].revents == 0) continue;
    if (read(STDIN_FILENO, ignored.data(), ignored.size()) <= 0) return;
  }
}

int Serve(const DemoServer& server, const TemporaryFile& root, int signals, OutputStreams& output) {
  output.WriteStdout(
      fmt::format("Serving on 127.0.0.1:{0} until standard input ends or Ctrl-C. To probe it:\n"
                  "  tlsprobe check localhost:{0} -CAfile {1}\n"
                  "  tlsprobe -connect localhost:{0} -CAfile {1}\n",
                  server.port(), root.path()));
  WaitForInputToEnd(signals);
  return output.Status(kExitFine);
}

int ProbeServer(const DemoServer& server, const TemporaryFile& root, OutputStreams& output) {
  output.WriteStdout(fmt::format(
      "A TLS server with a CA made up just now listens on 127.0.0.1:{0}, and\n"
      "`tlsprobe check localhost:{0} -CAfile (its CA)` says (for any other: `tlsprobe check "
      "HOST`):\n\n",
      server.port()));
  CommandLine line;
  line.target.host = "localhost";
  line.target.port = server.port();
  line.target.addresses = {"127.0.0.1"};
  line.config.verify.ca_file = root.path();
  line.config.tls.alpn = {"h2", "http/1.1"};
  line.terminal.read_input = false;
  return output.Status(Check(line));
}

}  // namespace

int RunDemo(std::span<const std::string> arguments) {
  OutputStreams output;
  const bool serve = !arguments.empty() && (arguments[0] == "--serve" || arguments[0] == "-serve");
  if (arguments.size() > (serve ? 1U : 0U)) {
    output.WriteStdout(LocalErrorVerdict("demo takes no argument but --serve"));
    return output.Status(kExitUsage);
  }
  const int signals = serve ? OpenSignals() : -1;
  const auto server = DemoServer::Start({});
  if (!server.ok()) {
    output.WriteStdout(LocalErrorVerdict(Message(server.status())));
    return output.Status(kExitUsage);
  }
  const TemporaryFile root((*server)->root_pem());
  if (root.error() != 0) {
    output.WriteStdout(LocalErrorVerdict(
        fmt::format("{}: {}", root.path(), std::generic_category().message(root.error()))));
    return output.Status(kExitUsage);
  }
  if (serve) return Serve(**server, root, signals, output);
  return ProbeServer(**server, root, output);
}

}  // namespace tlsprobe::cli
