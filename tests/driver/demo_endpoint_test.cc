#include "tlsprobe/driver/demo_endpoint.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <string>

#include "tests/driver/fixtures.h"
#include "tlsprobe/base/base64.h"
#include "tlsprobe/driver/demo_server.h"
#include "tlsprobe/driver/probe.h"
#include "tlsprobe/driver/trust_store.h"

namespace tlsprobe {
namespace {

// Joins a session and a connection in memory until neither has anything to say, and gives the
// application data that came.
std::string Exchange(ProbeSession& session, DemoConnection& server) {
  std::string received;
  while (true) {
    while (const auto event = session.TakeEvent()) {
      if (const auto* data = std::get_if<DataEvent>(&*event)) received += AsText(data->bytes);
    }
    const Bytes sent = ToBytes(session.wants().send);
    session.OnSent(sent.size(), {});
    server.Feed(sent);
    const Bytes answer = server.Take();
    session.OnBytes(answer, {});
    if (sent.empty() && answer.empty()) return received;
  }
}

std::unique_ptr<ProbeSession> Session(const DemoEndpoint& endpoint, TlsVersion version) {
  ProbeConfig config;
  config.stay_open = true;
  config.tls.max_version = version;
  config.tls.alpn = {"other", "h2"};
  auto context = ProbeContext::Create(config, {.anchors = *NewBundle(endpoint.root_pem(), "root")});
  REQUIRE(context.ok());
  auto session =
      ProbeSession::Create(*context, {.host = "localhost"}, {.wall_clock = WallClockNow()});
  REQUIRE(session.ok());
  return *std::move(session);
}

TEST_CASE("an endpoint shakes hands and echoes, over memory") {
  const auto endpoint = DemoEndpoint::Create({});
  REQUIRE(endpoint.ok());
  for (const TlsVersion version : {TlsVersion::kTls1_2, TlsVersion::kTls1_3}) {
    const auto session = Session(**endpoint, version);
    const auto connection = (*endpoint)->Accept();
    Exchange(*session, *connection);
    CHECK(session->report().outcome.handshake_complete);
    CHECK((session->report().tls.session.has_ticket || !session->report().tls.tickets.empty()));
    CHECK(session->report().tls.alpn == "h2");
    CHECK(session->report().verification.chain.verdict == Verdict::kOk);
    CHECK(session->report().verification.name.verdict == Verdict::kOk);
    CHECK(session->Write(AsBytes("hello\n")) == 6);
    CHECK(Exchange(*session, *connection) == "hello\n");
    CHECK_FALSE(connection->ended());
    session->Close();
    Exchange(*session, *connection);
    CHECK(connection->ended());
    CHECK(session->wants().done);
  }
}

TEST_CASE("garbage ends a connection with an alert") {
  const auto endpoint = DemoEndpoint::Create({});
  REQUIRE(endpoint.ok());
  const auto connection = (*endpoint)->Accept();
  connection->Feed(AsBytes("GET / HTTP/1.1\r\n\r\n"));
  CHECK(connection->ended());
  connection->Feed(AsBytes("more"));
  CHECK(connection->ended());
}

TEST_CASE("PEM and DER are the same root") {
  const auto endpoint = DemoEndpoint::Create({});
  REQUIRE(endpoint.ok());
  const auto blocks = ParsePem((*endpoint)->root_pem());
  REQUIRE(blocks.ok());
  REQUIRE(blocks->size() == 1);
  CHECK(blocks->front().body == (*endpoint)->root_der());
}

TEST_CASE("the server on a port is the same, for openssl too") {
  const auto server = DemoServer::Start({});
  REQUIRE(server.ok());
  const testing::TemporaryFolder folder;
  const std::string root = folder.Write("root.pem", (*server)->root_pem());
  const std::string text = testing::Run(
      {"sh", "-c",
       "openssl s_client -connect 127.0.0.1:" + std::to_string((*server)->port()) + " -CAfile " +
           root + " -verify_return_error -verify_hostname localhost -alpn h2 </dev/null 2>&1"});
  CHECK(text.find("Verify return code: 0 (ok)") != std::string::npos);
  CHECK(text.find("ALPN protocol: h2") != std::string::npos);
  const auto second = DemoServer::Start({});
  REQUIRE(second.ok());
  CHECK((*second)->port() != (*server)->port());
  CHECK((*second)->root_pem() != (*server)->root_pem());
}

}  // namespace
}  // namespace tlsprobe
