// `openssl s_server` on loopback, and one connection to it that an Engine speaks on.
#ifndef TLSPROBE_TESTS_TLS_OPENSSL_SERVER_H_
#define TLSPROBE_TESTS_TLS_OPENSSL_SERVER_H_

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/tls/engine.h"

namespace tlsprobe::testing {

// Runs until it is destroyed. Takes a free port; shows the P-256 key of testdata/keys unless
// `arguments` name another.
class OpensslServer {
 public:
  explicit OpensslServer(const std::vector<std::string>& arguments);
  ~OpensslServer();
  OpensslServer(const OpensslServer&) = delete;
  OpensslServer& operator=(const OpensslServer&) = delete;

  uint16_t port() const { return port_; }
  // A line on its standard input: a command letter, or data for the client.
  void Say(std::string_view line);

 private:
  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  uint16_t port_ = 0;
};

// A TCP connection driven by an engine; certificates are accepted.
class EngineConnection {
 public:
  EngineConnection(std::unique_ptr<Engine> engine, uint16_t port);
  ~EngineConnection();
  EngineConnection(const EngineConnection&) = delete;
  EngineConnection& operator=(const EngineConnection&) = delete;

  // Moves bytes until `enough` says so. False: the connection ended, or nothing moved for 20 s.
  bool RunUntil(const std::function<bool()>& enough);

  std::string received() const;
  size_t handshakes() const;  // HandshakeDoneEvents; all but the first are `renegotiated`
  template <typename Type>
  size_t Count() const {
    size_t count = 0;
    for (const EngineEvent& event : events_) {
      if (std::holds_alternative<Type>(event)) ++count;
    }
    return count;
  }
  const std::vector<EngineEvent>& events() const { return events_; }
  Engine& engine() { return *engine_; }

 private:
  void TakeEvents();

  std::unique_ptr<Engine> engine_;
  int socket_ = -1;
  std::vector<EngineEvent> events_ = {};
};

}  // namespace tlsprobe::testing

#endif  // TLSPROBE_TESTS_TLS_OPENSSL_SERVER_H_
