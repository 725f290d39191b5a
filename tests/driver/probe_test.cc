#include "tlsprobe/driver/probe.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "tests/driver/fixtures.h"
#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/driver/demo_server.h"
#include "tlsprobe/driver/load.h"
#include "tlsprobe/driver/trust_store.h"

namespace tlsprobe {
namespace {

using Catch::Matchers::ContainsSubstring;
using std::chrono::milliseconds;

std::unique_ptr<DemoServer> Demo(const DemoServer::Options& options = {}) {
  auto server = DemoServer::Start(options);
  REQUIRE(server.ok());
  return *std::move(server);
}

std::shared_ptr<const ProbeContext> Context(const std::string& root_pem,
                                            const ProbeConfig& config = {}) {
  auto context = ProbeContext::Create(config, {.anchors = *NewBundle(root_pem, "root")});
  REQUIRE(context.ok());
  return *std::move(context);
}

Target At(uint16_t port) { return {.host = "localhost", .port = port, .addresses = {"127.0.0.1"}}; }

// Probes a peer with a config that has no long limits.
ProbeReport ProbePeer(uint16_t port, milliseconds handshake = milliseconds(60000)) {
  ProbeConfig config;
  config.limits.handshake = handshake;
  config.verify.default_ca_file = config.verify.default_ca_path = false;
  auto report = Probe(config, At(port));
  REQUIRE(report.ok());
  return *std::move(report);
}

TEST_CASE("a healthy server is probed to the end") {
  const auto server = Demo();
  const testing::TemporaryFolder folder;
  ProbeConfig config;
  config.verify.ca_file = folder.Write("root.pem", server->root_pem());
  config.tls.alpn = {"http/1.1"};
  const auto report = Probe(config, {.host = "localhost", .port = server->port()});
  REQUIRE(report.ok());
  CHECK(report->outcome.handshake_complete);
  CHECK(report->outcome.how == How::kCloseNotify);
  CHECK(report->outcome.ended_by == EndedBy::kUs);
  CHECK(report->verification.chain.verdict == Verdict::kOk);
  CHECK(report->verification.name.verdict == Verdict::kOk);
  CHECK(report->tls.version == 0x0304);
  CHECK(report->tls.alpn == "http/1.1");
  CHECK(report->connection.address.size() > 2);
  CHECK(report->connection.port == server->port());
  CHECK(report->timings.total >= report->timings.handshake);
  CHECK(report->timings.handshake.count() > 0);
  CHECK(report->outcome.bytes_read > 500);
  CHECK(report->started.seconds > 1700000000);
}

TEST_CASE("what is wrong with a server's certificates is noticed") {
  const auto expired = Demo({.leaf_days = -3});
  const auto report = Probe(Context(expired->root_pem()), At(expired->port()));
  REQUIRE(report.ok());
  CHECK(report->outcome.handshake_complete);
  CHECK(report->verification.chain.code == 10);  // X509_V_ERR_CERT_HAS_EXPIRED
  const auto alone = Demo({.send_intermediate = false});
  const auto other = Probe(Context(alone->root_pem()), At(alone->port()));
  REQUIRE(other.ok());
  CHECK(other->verification.chain.verdict == Verdict::kFailed);
}

TEST_CASE("openssl s_server is probed in TLS 1.2 and 1.3") {
  for (const auto& [option, version] :
       {std::pair<std::string, uint16_t>{"-tls1_2", 0x0303}, {"-tls1_3", 0x0304}}) {
    CAPTURE(option);
    const testing::OpensslServer server({option});
    ProbeConfig config;
    config.verify.ca_file = server.root_file();
    const auto report = Probe(config, At(server.port()));
    REQUIRE(report.ok());
    CHECK(report->tls.version == version);
    CHECK(report->outcome.how == How::kCloseNotify);
    CHECK(report->verification.chain.verdict == Verdict::kOk);
  }
}

TEST_CASE("what cannot be asked for is an error, and nothing is sent") {
  bool connected = false;
  const testing::Listener server([&](int) { connected = true; });
  Target target = At(server.port());
  target.port = 0;
  CHECK(absl::IsInvalidArgument(Probe(ProbeConfig(), target).status()));
  ProbeConfig config;
  config.tls.groups = "no-such-group";
  CHECK(absl::IsInvalidArgument(Probe(config, At(server.port())).status()));
  config = {};
  config.verify.ca_file = "/nonexistent";
  CHECK(absl::IsNotFound(Probe(config, At(server.port())).status()));
  CHECK_FALSE(connected);
}

TEST_CASE("nobody listens: the report says so") {
  const ProbeReport report = ProbePeer(testing::ClosedPort());
  CHECK(report.outcome.phase == Phase::kConnect);
  CHECK(report.outcome.how == How::kRefused);
  CHECK(report.verification.chain.verdict == Verdict::kNotChecked);
  CHECK(report.connection.attempts.size() == 1);
}

TEST_CASE("a silent peer is left at the handshake's limit") {
  const testing::Listener silent;
  const ProbeReport report = ProbePeer(silent.port(), milliseconds(50));
  CHECK(report.outcome.phase == Phase::kHandshake);
  CHECK(report.outcome.how == How::kTimeout);
  CHECK(report.outcome.ended_by == EndedBy::kUs);
  CHECK(report.outcome.bytes_written > 100);
  CHECK(report.outcome.bytes_read == 0);
  CHECK_FALSE(report.outcome.handshake_complete);
}

TEST_CASE("the total limit counts from before the look-up") {
  const testing::Listener silent;
  ProbeConfig config;
  config.limits.total = milliseconds(50);
  const auto report = Probe(config, At(silent.port()));
  REQUIRE(report.ok());
  CHECK(report->outcome.how == How::kTimeout);
}

TEST_CASE("a peer that closes, resets or speaks something else is told apart") {
  const auto read_hello = [](int fd) {
    std::array<char, 64> some;
    [[maybe_unused]] const ssize_t got = read(fd, some.data(), some.size());
  };
  const testing::Listener closes([&](int fd) {
    read_hello(fd);
    shutdown(fd, SHUT_WR);
    testing::ReadAll(fd);
  });
  const ProbeReport closed = ProbePeer(closes.port());
  CHECK(closed.outcome.how == How::kEof);
  CHECK(closed.outcome.ended_by == EndedBy::kPeer);

  const testing::Listener resets([&](int fd) {
    read_hello(fd);
    testing::Reset(fd);
  });
  const ProbeReport reset = ProbePeer(resets.port());
  CHECK(reset.outcome.how == How::kReset);
  CHECK(reset.outcome.system_error == ECONNRESET);

  const testing::Listener http([&](int fd) {
    read_hello(fd);
    testing::WriteAll(fd, "HTTP/1.1 400 Bad Request\r\n\r\n");
    testing::ReadAll(fd);
  });
  const ProbeReport plain = ProbePeer(http.port());
  CHECK(plain.outcome.how == How::kNotTls);
  CHECK_THAT(plain.outcome.message, ContainsSubstring("HTTP/1.1 400 Bad Request\\r\\n"));
}

TEST_CASE("an alert is read also where the peer resets right behind it") {
  const testing::Listener server([](int fd) {
    std::array<char, 4> some;  // the rest stays unread: closing sends RST
    [[maybe_unused]] const ssize_t got = read(fd, some.data(), some.size());
    testing::WriteAll(fd, std::string_view("\x15\x03\x03\x00\x02\x02\x28", 7));
  });
  const ProbeReport report = ProbePeer(server.port());
  CHECK(report.outcome.how == How::kAlertReceived);
  REQUIRE(report.outcome.alert);
  CHECK(report.outcome.alert->description == 40);
}

TEST_CASE("a signature nobody can make ends the handshake with an explanation") {
  const auto server = Demo({.request_client_certificate = true});
  Materials materials = {.anchors = *NewBundle(server->root_pem(), "root")};
  CertificateSpec spec;
  spec.common_name = "client";
  materials.client.certificates = {MakeCertificate(spec)->der};
  materials.client.external_key = true;
  const auto context = ProbeContext::Create({}, std::move(materials));
  REQUIRE(context.ok());
  const auto report = Probe(*context, At(server->port()));
  REQUIRE(report.ok());
  CHECK_FALSE(report->outcome.handshake_complete);
  CHECK(report->outcome.ended_by == EndedBy::kUs);
  CHECK_THAT(report->outcome.message, ContainsSubstring("external key"));
}

TEST_CASE("the clocks run") {
  const Instant before = MonotonicNow();
  CHECK(MonotonicNow() >= before);
  CHECK(WallClockNow().seconds > 1700000000);
}

TEST_CASE("several targets are probed at the same time, and their events are seen") {
  const testing::OpensslServer server({});
  ProbeConfig config;
  config.tls.key_log = true;
  config.verify.ca_file = server.root_file();
  auto materials = Load(config);
  REQUIRE(materials.ok());
  auto context = ProbeContext::Create(config, *std::move(materials));
  REQUIRE(context.ok());
  const Target good = {.host = "localhost", .port = server.port(), .addresses = {"127.0.0.1"}};
  const std::vector<Target> targets = {good, {.host = ""}, good};
  int secrets = 0;
  std::vector<std::string> waits;
  ProbeWatch watch;
  watch.on_event = [&secrets](const Event& event) {
    if (std::holds_alternative<KeyLogEvent>(event)) ++secrets;
  };
  watch.on_wait = [&waits](std::string_view words) { waits.emplace_back(words); };
  const auto reports = ProbeTogether(*context, targets, watch);
  REQUIRE(reports.size() == 3);
  REQUIRE(reports[0].ok());
  CHECK(reports[0]->outcome.handshake_complete);
  CHECK_FALSE(reports[1].ok());
  REQUIRE(reports[2].ok());
  CHECK(reports[2]->outcome.handshake_complete);
  CHECK(secrets >= 2 * 4);
  const std::string place = "localhost:" + std::to_string(server.port());
  CHECK(std::count(waits.begin(), waits.end(), "connecting to " + place) == 2);
  CHECK(std::count(waits.begin(), waits.end(), "waiting for " + place) == 2);
  waits.clear();
  const Target named = {.host = "localhost", .port = server.port()};
  CHECK(ProbeTogether(*context, {&named, 1}, watch).size() == 1);
  CHECK(waits == std::vector<std::string>{"looking up localhost", "connecting to " + place,
                                          "waiting for " + place});
  CHECK(ProbeTogether(*context, {}, watch).empty());
}

}  // namespace
}  // namespace tlsprobe
