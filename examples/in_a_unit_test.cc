// A unit test of TLS behaviour without sockets, threads or a real clock: a ProbeSession and a
// server in memory, joined by a loop that hands bytes from one to the other.
#include <catch2/catch_test_macros.hpp>
#include <memory>

#include "tlsprobe/driver/demo_endpoint.h"
#include "tlsprobe/driver/probe.h"
#include "tlsprobe/session/probe_session.h"

namespace {

// A trust store is anything that can be asked by name: here, one certificate.
class OneRoot : public tlsprobe::CertificateSource {
 public:
  explicit OneRoot(tlsprobe::Bytes der)
      : der_(std::make_shared<const tlsprobe::Bytes>(std::move(der))) {}
  std::vector<std::shared_ptr<const tlsprobe::Bytes>> FindBySubject(
      tlsprobe::BytesView /*name*/) const override {
    return {der_};  // more than asked for is allowed
  }

 private:
  std::shared_ptr<const tlsprobe::Bytes> der_;
};

// Joins the two until the session is done. `now` stands still: nothing here takes time.
void Run(tlsprobe::ProbeSession& session, tlsprobe::DemoConnection& server, tlsprobe::Instant now) {
  while (!session.wants().done) {
    while (session.TakeEvent()) {
    }
    const tlsprobe::Bytes sent = tlsprobe::ToBytes(session.wants().send);
    session.OnSent(sent.size(), now);
    server.Feed(sent);
    const tlsprobe::Bytes answer = server.Take();
    if (!answer.empty()) session.OnBytes(answer, now);
    if (sent.empty() && answer.empty()) {  // both are waiting: let the next deadline pass
      now = session.wants().wake_by.value_or(now);
      session.OnTime(now);
    }
  }
}

tlsprobe::ProbeReport ProbeInMemory(const tlsprobe::DemoEndpoint& server, std::string host) {
  const auto context =
      tlsprobe::ProbeContext::Create({}, {.anchors = std::make_shared<OneRoot>(server.root_der())});
  REQUIRE(context.ok());
  const auto session = tlsprobe::ProbeSession::Create(
      *context, {.host = std::move(host), .port = 443}, {.wall_clock = tlsprobe::WallClockNow()});
  REQUIRE(session.ok());
  const auto connection = server.Accept();
  Run(**session, *connection, {});
  return (*session)->report();
}

}  // namespace

TEST_CASE("the service's chain holds and names it") {
  const auto server = tlsprobe::DemoEndpoint::Create({});
  REQUIRE(server.ok());
  const tlsprobe::ProbeReport report = ProbeInMemory(**server, "localhost");
  CHECK(report.outcome.handshake_complete);
  CHECK(report.verification.chain.verdict == tlsprobe::Verdict::kOk);
  CHECK(report.verification.name.verdict == tlsprobe::Verdict::kOk);
}

TEST_CASE("another name is noticed") {
  const auto server = tlsprobe::DemoEndpoint::Create({});
  REQUIRE(server.ok());
  const tlsprobe::ProbeReport report = ProbeInMemory(**server, "example.org");
  CHECK(report.verification.chain.verdict == tlsprobe::Verdict::kOk);
  CHECK(report.verification.name.verdict == tlsprobe::Verdict::kFailed);
}

TEST_CASE("a certificate that has expired is noticed") {
  const auto server = tlsprobe::DemoEndpoint::Create({.leaf_days = -2});
  REQUIRE(server.ok());
  const tlsprobe::ProbeReport report = ProbeInMemory(**server, "localhost");
  REQUIRE(report.verification.chain.errors.size() == 1);
  CHECK(report.verification.chain.errors[0].depth == 0);
  CHECK(report.verification.chain.errors[0].code == 10);  // X509_V_ERR_CERT_HAS_EXPIRED
}
