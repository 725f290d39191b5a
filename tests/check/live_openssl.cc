#include "tests/check/live_openssl.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>

namespace tlsprobe {
namespace {

struct Child {
  pid_t pid = -1;
  int input = -1;   // write end; -1 with `input_at_end`
  int output = -1;  // both its output streams
};

Child Start(std::vector<std::string> arguments, bool input_at_end) {
  int in[2], out[2];
  REQUIRE(pipe2(in, O_CLOEXEC) == 0);
  REQUIRE(pipe2(out, O_CLOEXEC) == 0);
  std::vector<char*> argv;
  for (std::string& each : arguments) argv.push_back(each.data());
  argv.push_back(nullptr);
  const pid_t pid = fork();
  REQUIRE(pid >= 0);
  if (pid == 0) {
    dup2(in[0], 0);
    dup2(out[1], 1);
    dup2(out[1], 2);
    execvp(argv[0], argv.data());
    _exit(127);
  }
  close(in[0]);
  close(out[1]);
  if (input_at_end) close(in[1]);
  return {.pid = pid, .input = input_at_end ? -1 : in[1], .output = out[0]};
}

// Everything up to the end, or to `until`.
std::string ReadUntil(int fd, const std::string& until) {
  std::string text;
  char buffer[4096];
  for (;;) {
    pollfd ready = {.fd = fd, .events = POLLIN, .revents = 0};
    if (poll(&ready, 1, 20000) <= 0) return text;
    const ssize_t got = read(fd, buffer, sizeof(buffer));
    if (got <= 0) return text;
    text.append(buffer, static_cast<size_t>(got));
    if (!until.empty() && text.find(until) != std::string::npos && text.ends_with('\n')) {
      return text;
    }
  }
}

int WaitFor(pid_t pid) {
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

LiveVerdict Read(const std::string& output) {
  LiveVerdict verdict{.output = output};
  static const std::regex kDepth("depth=(\\d+).*"), kError("verify error:num=(\\d+):.*"),
      kCode("\\s*Verify return code: (\\d+).*");
  std::istringstream lines(output);
  std::string line, depth;
  std::smatch match;
  bool said_error = false;
  const auto add = [&](const std::string& what) {
    verdict.steps += (verdict.steps.empty() ? "" : " ") + depth + ":" + what;
  };
  while (std::getline(lines, line)) {
    if (std::regex_match(line, match, kDepth)) {
      depth = match[1];
      said_error = false;
    } else if (std::regex_match(line, match, kError)) {
      add(match[1]);
      said_error = true;
    } else if (line.starts_with("verify return:")) {
      if (!said_error) add("ok");  // an error that is gone over has this line too
    } else if (std::regex_match(line, match, kCode)) {
      verdict.code = std::stoi(match[1]);
    }
  }
  return verdict;
}

}  // namespace

std::string LiveServer::Write(const std::string& name, const std::string& text) const {
  const std::string path = (folder_ / name).string();
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

LiveServer::LiveServer(const ChainCase& chain) {
  std::string pattern = (std::filesystem::temp_directory_path() / "tlsprobe-XXXXXX").string();
  REQUIRE(mkdtemp(pattern.data()) != nullptr);
  folder_ = pattern;
  std::string rest, anchors;
  for (size_t i = 1; i < chain.sent.size(); ++i) rest += chain.sent[i].Pem();
  for (const MadeCertificate& each : chain.anchors) anchors += each.Pem();
  Write("anchors", anchors);
  std::vector<std::string> arguments = {
      "openssl",     "s_server",
      "-accept",     "127.0.0.1:0",
      "-cipher",     "ALL:@SECLEVEL=0",
      "-cert",       Write("leaf", chain.sent[0].Pem()),
      "-key",        Write("key", PrivateKeyPem(chain.sent[0].private_key)),
      "-no-CAfile",  "-no-CApath",
      "-no-CAstore", "-naccept",
      "1000000"};
  if (!rest.empty()) arguments.insert(arguments.end(), {"-cert_chain", Write("rest", rest)});
  const Child child = Start(std::move(arguments), false);
  pid_ = child.pid;
  keep_input_open_ = child.input;
  const std::string said = ReadUntil(child.output, "ACCEPT ");
  static const std::regex kAccept("ACCEPT [^\\n]*:(\\d+)\\n");
  std::smatch match;
  if (!std::regex_search(said, match, kAccept)) {
    FAIL(chain.name << ": openssl s_server does not start (is the package openssl installed?): "
                    << said);
  }
  port_ = std::stoi(match[1]);
  output_ = child.output;
  fcntl(output_, F_SETFL, O_NONBLOCK);
}

LiveServer::~LiveServer() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    WaitFor(pid_);
  }
  close(keep_input_open_);
  close(output_);
  std::filesystem::remove_all(folder_);
}

LiveVerdict LiveServer::Verify(const std::vector<std::string>& options) const {
  std::vector<std::string> arguments = {"openssl",    "s_client",
                                        "-connect",   "127.0.0.1:" + std::to_string(port_),
                                        "-CAfile",    (folder_ / "anchors").string(),
                                        "-no-CApath", "-no-CAstore",
                                        "-cipher",    "ALL:@SECLEVEL=0"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  // A full pipe would stop the server.
  char buffer[4096];
  while (read(output_, buffer, sizeof(buffer)) > 0) {
  }
  const Child child = Start(std::move(arguments), true);
  const std::string output = ReadUntil(child.output, "");
  close(child.output);
  WaitFor(child.pid);
  return Read(output);
}

}  // namespace tlsprobe
