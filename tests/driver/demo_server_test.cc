#include "tlsprobe/driver/demo_server.h"

#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

#include <catch2/catch_test_macros.hpp>
#include <cerrno>
#include <chrono>
#include <thread>

#include "tlsprobe/driver/probe.h"
#include "tlsprobe/driver/resolver.h"
#include "tlsprobe/driver/socket.h"

namespace tlsprobe {
namespace {

std::chrono::nanoseconds ProcessorTime() {
  timespec used = {};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

// Leaves this process without a descriptor to open, while it lives.
class NoDescriptors {
 public:
  NoDescriptors() {
    getrlimit(RLIMIT_NOFILE, &before_);
    rlimit none = before_;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_NOFILE, &none);
  }
  ~NoDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;

 private:
  rlimit before_ = {};
};

SocketAddress AddressOf(const DemoServer& server) {
  SocketAddress address = LookUpLiteral("127.0.0.1", AddressFamily::kAny).addresses.at(0);
  address.SetPort(server.port());
  return address;
}

TEST_CASE("a server without a descriptor to spare waits, and then serves") {
  const auto server = DemoServer::Start({});
  REQUIRE(server.ok());
  const OwnedFd client = NewStreamSocket(AF_INET);
  {
    const NoDescriptors none;
    const int error = StartConnect(client.get(), AddressOf(**server));
    REQUIRE((error == 0 || error == EINPROGRESS));
    const auto before = ProcessorTime();
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    CHECK(ProcessorTime() - before < std::chrono::milliseconds(100));
  }
  const auto report = Probe(
      ProbeConfig(), {.host = "localhost", .port = (*server)->port(), .addresses = {"127.0.0.1"}});
  REQUIRE(report.ok());
  CHECK(report->outcome.handshake_complete);
}

}  // namespace
}  // namespace tlsprobe
