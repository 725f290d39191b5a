// What the driver's tests need of the outside: files, programs, and peers on loopback.
#ifndef TLSPROBE_TESTS_DRIVER_FIXTURES_H_
#define TLSPROBE_TESTS_DRIVER_FIXTURES_H_

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tlsprobe/driver/socket.h"

namespace tlsprobe::testing {

// A folder that is there as long as the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string path(std::string_view name) const;
  // Gives the path back.
  std::string Write(std::string_view name, std::string_view content) const;

 private:
  std::string path_;
};

// Sets a variable of the environment while it lives.
class ScopedVariable {
 public:
  ScopedVariable(std::string name, const std::string& value);
  ~ScopedVariable();
  ScopedVariable(const ScopedVariable&) = delete;
  ScopedVariable& operator=(const ScopedVariable&) = delete;

 private:
  std::string name_;
};

// Runs a program to its end and gives its standard output; throws where it fails.
std::string Run(std::vector<std::string> command);

// A pair of pipe ends.
struct Pipe {
  Pipe();
  OwnedFd read_end;
  OwnedFd write_end;
};
// Reads to the end, writes all, for the other end of what is tested. Blocking.
std::string ReadAll(int fd);
void WriteAll(int fd, std::string_view text);

// A port of 127.0.0.1 nobody listens on.
uint16_t ClosedPort();

// Listens on 127.0.0.1 (or ::1) and hands each client to `serve`, one after the other, on a thread
// of its own. Without `serve` clients connect and hear nothing.
class Listener {
 public:
  explicit Listener(std::function<void(int fd)> serve = nullptr,
                    const std::string& address = "127.0.0.1");
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  uint16_t port() const { return port_; }

 private:
  OwnedFd fd_;
  uint16_t port_ = 0;
  std::thread thread_;
};

// Closes a connection so that the peer sees RST.
void Reset(int fd);

// `openssl s_server` with a self-signed certificate for localhost, until it is destroyed.
class OpensslServer {
 public:
  explicit OpensslServer(std::vector<std::string> arguments);
  ~OpensslServer();
  OpensslServer(const OpensslServer&) = delete;
  OpensslServer& operator=(const OpensslServer&) = delete;

  uint16_t port() const { return port_; }
  // Its standard output from where it listens, to its end: it must be about to end by itself.
  std::string ReadOutput() const { return ReadAll(output_.read_end.get()); }
  std::string root_file() const { return folder_.path("cert.pem"); }

 private:
  TemporaryFolder folder_;
  pid_t pid_ = -1;
  Pipe input_;
  Pipe output_;
  uint16_t port_ = 0;
};

}  // namespace tlsprobe::testing

#endif  // TLSPROBE_TESTS_DRIVER_FIXTURES_H_
