#include "tests/driver/fixtures.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "tlsprobe/driver/resolver.h"

namespace tlsprobe::testing {
namespace {

// Starts a program; -1 leaves a stream as ours.
pid_t Spawn(std::vector<std::string> command, int input, int output) {
  std::vector<char*> argv;
  for (std::string& word : command) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t pid = fork();
  if (pid == 0) {
    if (input >= 0) dup2(input, STDIN_FILENO);
    if (output >= 0) dup2(output, STDOUT_FILENO);
    execvp(argv[0], argv.data());
    _exit(127);
  }
  return pid;
}

// Reads up to the line with which s_server names its port: "ACCEPT 127.0.0.1:40001".
uint16_t ReadPort(int output) {
  std::string line;
  char byte = 0;
  while (read(output, &byte, 1) == 1) {
    if (byte != '\n') {
      line += byte;
      continue;
    }
    if (line.starts_with("ACCEPT ")) {
      return static_cast<uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
    }
    line.clear();
  }
  throw std::runtime_error("openssl s_server does not start: " + line);
}

uint16_t PortOf(int fd) {
  const std::string local = LocalAddress(fd);
  return static_cast<uint16_t>(std::stoi(local.substr(local.rfind(':') + 1)));
}

OwnedFd BoundSocket(const std::string& address) {
  const LookUp found = LookUpLiteral(address, AddressFamily::kAny);
  if (found.addresses.empty()) throw std::runtime_error("no address: " + address);
  const SocketAddress& local = found.addresses.front();
  OwnedFd fd(socket(local.family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
  const auto* raw = reinterpret_cast<const sockaddr*>(local.raw.data());
  if (bind(fd.get(), raw, static_cast<socklen_t>(local.raw.size())) != 0) {
    throw std::runtime_error("cannot bind to " + address);
  }
  return fd;
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = std::filesystem::temp_directory_path() / "tlsprobe-test-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
  path_ = name;
}
TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}
std::string TemporaryFolder::path(std::string_view name) const {
  return path_ + "/" + std::string(name);
}
std::string TemporaryFolder::Write(std::string_view name, std::string_view content) const {
  std::ofstream(path(name), std::ios::binary) << content;
  return path(name);
}

ScopedVariable::ScopedVariable(std::string name, const std::string& value)
    : name_(std::move(name)) {
  setenv(name_.c_str(), value.c_str(), 1);
}
ScopedVariable::~ScopedVariable() { unsetenv(name_.c_str()); }

std::string Run(std::vector<std::string> command) {
  Pipe pipe;
  const std::string name = command.front();
  const pid_t pid = Spawn(std::move(command), -1, pipe.write_end.get());
  pipe.write_end.Reset();
  std::string text = ReadAll(pipe.read_end.get());
  int status = 0;
  waitpid(pid, &status, 0);
  if (status != 0) throw std::runtime_error(name + " failed: " + text);
  return text;
}

Pipe::Pipe() {
  std::array<int, 2> ends = {};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
  read_end.Reset(ends[0]);
  write_end.Reset(ends[1]);
}

std::string ReadAll(int fd) {
  std::string text;
  std::array<char, 65536> buffer;
  ssize_t got = 0;
  while ((got = read(fd, buffer.data(), buffer.size())) > 0) {
    text.append(buffer.data(), static_cast<size_t>(got));
  }
  return text;
}

void WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = write(fd, text.data(), text.size());
    if (sent <= 0) return;  // the reader is gone: the test sees what is missing
    text.remove_prefix(static_cast<size_t>(sent));
  }
}

uint16_t ClosedPort() { return PortOf(BoundSocket("127.0.0.1").get()); }

Listener::Listener(std::function<void(int fd)> serve, const std::string& address)
    : fd_(BoundSocket(address)) {
  listen(fd_.get(), 1024);
  port_ = PortOf(fd_.get());
  thread_ = std::thread([this, serve = std::move(serve)] {
    std::vector<OwnedFd> kept;
    while (true) {
      OwnedFd client(accept4(fd_.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (!client.open()) return;
      if (serve) serve(client.get());
      if (!serve) kept.push_back(std::move(client));
    }
  });
}
Listener::~Listener() {
  shutdown(fd_.get(), SHUT_RDWR);  // accept returns
  thread_.join();
}

void Reset(int fd) {
  const linger now = {.l_onoff = 1, .l_linger = 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

OpensslServer::OpensslServer(std::vector<std::string> arguments) {
  Run({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
       "-keyout", folder_.path("key.pem"), "-out", folder_.path("cert.pem"), "-days", "30", "-subj",
       "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"});
  std::vector<std::string> command = {"openssl", "s_server",
                                      "-accept", "127.0.0.1:0",
                                      "-cert",   folder_.path("cert.pem"),
                                      "-key",    folder_.path("key.pem")};
  command.insert(command.end(), arguments.begin(), arguments.end());
  pid_ = Spawn(command, input_.read_end.get(), output_.write_end.get());
  output_.write_end.Reset();
  port_ = ReadPort(output_.read_end.get());
}
OpensslServer::~OpensslServer() {
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

}  // namespace tlsprobe::testing
