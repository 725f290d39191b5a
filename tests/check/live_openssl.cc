#include "tests/check/live_openssl.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <sstream>
#include <string_view>
#include <utility>

namespace tlsprobe {
namespace {

// What the server says up to the line with its port, or to its end.
std::string ReadUntilAccept(int fd) {
  std::string text;
  char buffer[4096];
  for (;;) {
    pollfd ready = {.fd = fd, .events = POLLIN, .revents = 0};
    if (poll(&ready, 1, 20000) <= 0) return text;
    const ssize_t got = read(fd, buffer, sizeof(buffer));
    if (got <= 0) return text;
    text.append(buffer, static_cast<size_t>(got));
    if (text.find("ACCEPT ") != std::string::npos && text.ends_with('\n')) return text;
  }
}

// The digits behind `words`, where `line` begins with both; else empty.
std::string NumberBehind(std::string_view words, std::string_view line) {
  if (!line.starts_with(words)) return "";
  line.remove_prefix(words.size());
  return std::string(line.substr(0, line.find_first_not_of("0123456789")));
}

LiveVerdict Read(const std::string& output) {
  LiveVerdict verdict{.output = output};
  std::istringstream lines(output);
  std::string line, depth;
  bool said_error = false;
  const auto add = [&](const std::string& what) {
    verdict.steps += (verdict.steps.empty() ? "" : " ") + depth + ":" + what;
  };
  while (std::getline(lines >> std::ws, line)) {
    const std::string at = NumberBehind("depth=", line);
    const std::string error = NumberBehind("verify error:num=", line);
    const std::string code = NumberBehind("Verify return code: ", line);
    if (!at.empty()) {
      depth = at;
      said_error = false;
    } else if (!error.empty()) {
      add(error);
      said_error = true;
    } else if (line.starts_with("verify return:")) {
      if (!said_error) add("ok");  // an error that is gone over has this line too
    } else if (!code.empty()) {
      verdict.code = std::stoi(code);
    }
  }
  return verdict;
}

}  // namespace

LiveServer::LiveServer(const ChainCase& chain) {
  std::string rest, anchors;
  for (size_t i = 1; i < chain.sent.size(); ++i) rest += chain.sent[i].Pem();
  for (const MadeCertificate& each : chain.anchors) anchors += each.Pem();
  folder_.Write("anchors", anchors);
  std::vector<std::string> arguments = {
      "openssl",     "s_server",
      "-accept",     "127.0.0.1:0",
      "-cipher",     "ALL:@SECLEVEL=0",
      "-cert",       folder_.Write("leaf", chain.sent[0].Pem()),
      "-key",        folder_.Write("key", PrivateKeyPem(chain.sent[0].private_key)),
      "-no-CAfile",  "-no-CApath",
      "-no-CAstore", "-naccept",
      "1000000"};
  if (!rest.empty()) {
    arguments.insert(arguments.end(), {"-cert_chain", folder_.Write("rest", rest)});
  }
  int in[2], out[2];
  REQUIRE(pipe2(in, O_CLOEXEC) == 0);
  REQUIRE(pipe2(out, O_CLOEXEC) == 0);
  keep_input_open_ = in[1];
  output_ = out[0];
  pid_ = StartProgram(arguments, in[0], out[1]);
  close(in[0]);
  close(out[1]);
  const std::string said = ReadUntilAccept(output_);
  const size_t line = said.find("ACCEPT 127.0.0.1:");
  if (line == std::string::npos) FAIL(chain.name << ": openssl s_server does not start: " << said);
  port_ = std::stoi(NumberBehind("ACCEPT 127.0.0.1:", std::string_view(said).substr(line)));
  fcntl(output_, F_SETFL, O_NONBLOCK);
}

LiveServer::~LiveServer() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  close(keep_input_open_);
  close(output_);
}

LiveVerdict LiveServer::Verify(const std::vector<std::string>& options) const {
  std::vector<std::string> arguments = {"openssl",    "s_client",
                                        "-connect",   "127.0.0.1:" + std::to_string(port_),
                                        "-CAfile",    folder_.path("anchors"),
                                        "-no-CApath", "-no-CAstore",
                                        "-cipher",    "ALL:@SECLEVEL=0"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  // A full pipe would stop the server.
  char buffer[4096];
  while (read(output_, buffer, sizeof(buffer)) > 0) {
  }
  return Read(RunProgram(std::move(arguments)).output);
}

}  // namespace tlsprobe
