#include "tests/support/program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace tlsprobe {
namespace {

constexpr std::chrono::milliseconds kDeadline(20000);

// Everything to the end. False: the deadline is over.
bool ReadToEnd(int fd, std::string& text) {
  const auto end = std::chrono::steady_clock::now() + kDeadline;
  char buffer[16384];
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    pollfd ready = {.fd = fd, .events = POLLIN, .revents = 0};
    const int count = poll(&ready, 1, static_cast<int>(std::max<int64_t>(left.count(), 0)));
    if (count == 0) return false;
    if (count < 0) continue;  // EINTR
    const ssize_t got = read(fd, buffer, sizeof(buffer));
    if (got <= 0) return true;
    text.append(buffer, static_cast<size_t>(got));
  }
}

}  // namespace

ScratchFolder::ScratchFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "tlsprobe-XXXXXX").string();
  REQUIRE(mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string ScratchFolder::Write(std::string_view name, std::string_view content) const {
  std::string file = path(name);
  std::ofstream(file, std::ios::binary) << content;
  return file;
}

pid_t StartProgram(std::vector<std::string> command, int input, int output) {
  std::vector<char*> arguments;
  for (std::string& each : command) arguments.push_back(each.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, 0);
  posix_spawn_file_actions_adddup2(&actions, output, 1);
  posix_spawn_file_actions_adddup2(&actions, output, 2);
  pid_t pid = -1;
  // Not fork: a program under a sanitizer has much memory to copy.
  const int error = posix_spawnp(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    FAIL("the program " << command[0] << " cannot be started (is its package installed?): "
                        << std::strerror(error));
  }
  return pid;
}

ProgramAnswer RunProgram(std::vector<std::string> command) {
  int ends[2];
  REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const pid_t pid = StartProgram(command, nothing, ends[1]);
  close(nothing);
  close(ends[1]);
  ProgramAnswer answer;
  const bool ended = ReadToEnd(ends[0], answer.output);
  close(ends[0]);
  if (!ended) kill(pid, SIGKILL);
  int status = 0;
  waitpid(pid, &status, 0);
  if (!ended) FAIL(command[0] << " does not end. It said: " << answer.output);
  answer.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return answer;
}

void SkipUnlessOpenssl30() {
  const std::string version = RunProgram({"openssl", "version"}).output;
  if (version.starts_with("OpenSSL 3.0.")) return;
  SKIP("the answers are those of OpenSSL 3.0, which Debian 12 has; this is " << version);
}

}  // namespace tlsprobe
