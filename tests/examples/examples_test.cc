// Runs the programs of examples/ as their reader would.
#include <sys/wait.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "tests/driver/fixtures.h"
#include "tlsprobe/driver/demo_server.h"

namespace tlsprobe {
namespace {

using Catch::Matchers::ContainsSubstring;

struct Outcome {
  int status = -1;
  std::string output = {};
};

// Both streams of a program, and its exit status.
Outcome RunExample(const std::string& command) {
  Outcome outcome;
  FILE* const program = popen(("examples/" + command + " 2>&1").c_str(), "r");
  REQUIRE(program != nullptr);
  char buffer[4096];
  size_t got = 0;
  while ((got = fread(buffer, 1, sizeof buffer, program)) > 0) outcome.output.append(buffer, got);
  const int status = pclose(program);
  if (WIFEXITED(status)) outcome.status = WEXITSTATUS(status);
  return outcome;
}

struct Scene {
  testing::TemporaryFolder folder;
  std::unique_ptr<DemoServer> server = *DemoServer::Start({});
  std::string root = folder.Write("root.pem", server->root_pem());
  std::string port = std::to_string(server->port());
};

TEST_CASE("quickstart probes the server it starts") {
  const Outcome outcome = RunExample("quickstart");
  CHECK(outcome.status == 0);
  CHECK_THAT(outcome.output, ContainsSubstring("cipher suite:  TLS_AES_"));
  CHECK_THAT(outcome.output, ContainsSubstring("ALPN:          h2"));
  CHECK_THAT(outcome.output, ContainsSubstring("certificates:  2 sent, chain of 3"));
  CHECK_THAT(outcome.output, ContainsSubstring("chain:         ok"));
  CHECK_THAT(outcome.output, ContainsSubstring("name:          ok"));
}

TEST_CASE("probe_one tells a trusted server from others") {
  const Scene scene;
  const Outcome stranger = RunExample("probe_one localhost " + scene.port);
  CHECK(stranger.status == 1);
  CHECK_THAT(stranger.output, ContainsSubstring("h2 with TLS_AES_"));
  CHECK_THAT(stranger.output, ContainsSubstring("chain: failed, name: ok"));
  const testing::ScopedVariable trust("SSL_CERT_FILE", scene.root);
  const Outcome trusted = RunExample("probe_one localhost " + scene.port);
  CHECK(trusted.status == 0);
  CHECK_THAT(trusted.output, ContainsSubstring("chain: ok, name: ok"));
}

TEST_CASE("probe_one says why it could not connect, and how it is called") {
  const Outcome refused =
      RunExample("probe_one 127.0.0.1 " + std::to_string(testing::ClosedPort()));
  CHECK(refused.status == 1);
  CHECK_THAT(refused.output, ContainsSubstring("\"refused\" at 127.0.0.1"));
  CHECK(RunExample("probe_one").status == 2);
  CHECK(RunExample("probe_one localhost 0").status == 2);
}

TEST_CASE("own_event_loop reaches the end of the handshake and closes") {
  const Scene scene;
  const Outcome outcome = RunExample("own_event_loop 127.0.0.1 " + scene.port + " " + scene.root);
  CHECK(outcome.status == 0);
  CHECK_THAT(outcome.output, ContainsSubstring("handshake done: TLS_AES_"));
  CHECK_THAT(outcome.output, ContainsSubstring("close_notify by us"));
  CHECK_THAT(outcome.output, ContainsSubstring("chain: ok"));
  const Outcome refused =
      RunExample("own_event_loop 127.0.0.1 " + std::to_string(testing::ClosedPort()));
  CHECK(refused.status == 1);
  CHECK_THAT(refused.output, ContainsSubstring("no connection"));
}

}  // namespace
}  // namespace tlsprobe
