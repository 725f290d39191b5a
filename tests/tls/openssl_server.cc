#include "tests/tls/openssl_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace tlsprobe::testing {
namespace {

// Reads up to the line with which s_server names its port: "ACCEPT 0.0.0.0:40001".
uint16_t ReadPort(int output) {
  std::string text;
  char byte = 0;
  while (read(output, &byte, 1) == 1) {
    if (byte != '\n') {
      text += byte;
      continue;
    }
    if (text.starts_with("ACCEPT ")) {
      return static_cast<uint16_t>(std::stoi(text.substr(text.rfind(':') + 1)));
    }
    text.clear();
  }
  throw std::runtime_error("openssl s_server does not start: " + text);
}

int Connect(uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
    throw std::runtime_error("cannot connect to openssl s_server");
  }
  return fd;
}

}  // namespace

OpensslServer::OpensslServer(const std::vector<std::string>& arguments) {
  const std::string keys = "tests/tls/testdata/keys/";
  std::vector<std::string> all = {"openssl", "s_server", "-accept", "127.0.0.1:0", "-naccept", "1"};
  if (std::ranges::find(arguments, "-cert") == arguments.end()) {
    all.insert(all.end(), {"-cert", keys + "certificate.pem", "-key", keys + "p256.pkcs8.pem"});
  }
  all.insert(all.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& argument : all) argv.push_back(argument.data());
  argv.push_back(nullptr);

  int in[2];
  int out[2];
  if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
  pid_ = fork();
  if (pid_ == 0) {
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    execvp(argv[0], argv.data());
    _exit(127);
  }
  close(in[0]);
  close(out[1]);
  input_ = in[1];
  output_ = out[0];
  port_ = ReadPort(output_);
}

OpensslServer::~OpensslServer() {
  close(input_);
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  close(output_);
}

void OpensslServer::Say(std::string_view line) {
  const std::string text = std::string(line) + "\n";
  if (write(input_, text.data(), text.size()) < 0) throw std::runtime_error("openssl is gone");
}

EngineConnection::EngineConnection(std::unique_ptr<Engine> engine, uint16_t port)
    : engine_(std::move(engine)), socket_(Connect(port)) {
  engine_->Start();
}

EngineConnection::~EngineConnection() { close(socket_); }

void EngineConnection::TakeEvents() {
  while (std::optional<EngineEvent> event = engine_->TakeEvent()) {
    if (std::holds_alternative<EngineCertificates>(*event)) engine_->AcceptCertificates();
    events_.push_back(*std::move(event));
  }
}

bool EngineConnection::RunUntil(const std::function<bool()>& enough) {
  while (true) {
    TakeEvents();
    while (!engine_->output().empty()) {
      const ssize_t sent =
          send(socket_, engine_->output().data(), engine_->output().size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      engine_->ConsumeOutput(static_cast<size_t>(sent));
    }
    if (enough()) return true;
    if (Count<EngineEnded>() > 0) return false;
    pollfd ready = {.fd = socket_, .events = POLLIN, .revents = 0};
    if (poll(&ready, 1, 20000) <= 0) return false;
    uint8_t buffer[4096];
    const ssize_t size = recv(socket_, buffer, sizeof(buffer), 0);
    if (size <= 0) {
      engine_->FeedEof();
      TakeEvents();
      return enough();
    }
    engine_->Feed({buffer, static_cast<size_t>(size)});
  }
}

std::string EngineConnection::received() const {
  std::string text;
  for (const EngineEvent& event : events_) {
    if (const auto* data = std::get_if<DataEvent>(&event)) text += AsText(data->bytes);
  }
  return text;
}

size_t EngineConnection::handshakes() const { return Count<HandshakeDoneEvent>(); }

}  // namespace tlsprobe::testing
