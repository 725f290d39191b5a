// CRLs and issuers that the session asks its driver for, while the handshake waits.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <chrono>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "tests/support/pair.h"
#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/driver/crl_maker.h"
#include "tlsprobe/driver/extension_values.h"

namespace tlsprobe::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr char kCrlUrl[] = "http://crl.test/root.crl";
constexpr char kIssuerUrl[] = "http://ca.test/intermediate.cer";

CertificateExtension Raw(std::string oid, Bytes value) {
  return {.oid = std::move(oid), .critical = false, .value = std::move(value)};
}

Bytes CrlAt(const std::string& url) {
  DistributionPoint point;
  point.name.full_name = {{GeneralName::Type::kUri, ToBytes(url)}};
  return DistributionPointsValue({point});
}

CertificateSpec CaSpec(std::string name) {
  return {.common_name = std::move(name),
          .ca = true,
          .key_usage = static_cast<uint16_t>(1 << kKeyCertSign | 1 << kCrlSign)};
}

// Root, intermediate, leaf; the leaf says where its CRL and its issuer are.
struct Pki {
  MadeCertificate root = MakeCertificate(CaSpec("Root")).value();
  MadeCertificate intermediate = MakeCertificate(CaSpec("Intermediate"), &root).value();
  MadeCertificate leaf = MakeLeaf();

  MadeCertificate MakeLeaf() const {
    CertificateSpec spec = {.common_name = "server.test", .dns_names = {"server.test"}};
    spec.extra_extensions = {Raw("2.5.29.31", CrlAt(kCrlUrl)),
                             Raw("1.3.6.1.5.5.7.1.1", AuthorityInfoAccessValue({}, {kIssuerUrl}))};
    return MakeCertificate(spec, &intermediate).value();
  }
  Bytes Crl(bool revoked) const {
    CrlSpec spec{.issuer = &intermediate};
    if (revoked) spec.entries = {{.serial = leaf.serial, .reason = 1}};
    return MakeCrl(spec).value();
  }
  TlsServerOptions Server(bool whole_chain) const {
    TlsServerOptions options{.chain = {leaf.der}, .private_key = leaf.private_key};
    if (whole_chain) options.chain.push_back(intermediate.der);
    return options;
  }
  Materials Trusted() const { return {.anchors = TrustIn({root.der})}; }
};

const FetchRequest& Only(const Pair& pair) {
  const std::span<const Request> requests = pair.session->wants().requests;
  REQUIRE(requests.size() == 1);
  return std::get<FetchRequest>(requests[0].what);
}

void Reply(Pair& pair, absl::StatusOr<Answer> answer) {
  pair.session->OnAnswer(pair.session->wants().requests[0].id, std::move(answer), pair.now);
}

ProbeConfig WithCrls() {
  ProbeConfig config;
  config.verify.crl_check = true;
  config.verify.crl_download = true;
  return config;
}

// The session stays open behind the handshake: what is done there hangs on the verdict.
ProbeConfig Gated(ProbeConfig config = WithCrls()) {
  config.stay_open = true;
  return config;
}

TEST_CASE("a CRL is asked for while the handshake waits, and decides") {
  const bool revoked = GENERATE(false, true);
  const Pki pki;
  TlsPeer peer(pki.Server(true));
  Pair pair(TestContext(Gated(), pki.Trusted()), peer);
  pair.Run();
  CHECK(Only(pair) == FetchRequest{FetchKind::kCrl, kCrlUrl});
  CHECK(pair.Count<VerifyEvent>() == 0);
  CHECK_FALSE(pair.session->wants().receive);
  const Bytes crl = pki.Crl(revoked);
  Reply(pair, Answer{crl});
  pair.Run();
  CHECK(pair.outcome().handshake_complete);
  const Verification& verification = pair.report().verification;
  CHECK(verification.chain.code == (revoked ? 23 : 0));
  CHECK(verification.crl.verdict == (revoked ? Verdict::kFailed : Verdict::kOk));
  REQUIRE(pair.report().fetches.size() == 1);
  CHECK(pair.report().fetches[0].error.empty());
  CHECK(pair.report().fetches[0].bytes == crl.size());
}

TEST_CASE("without -crl_download nothing is asked for") {
  const Pki pki;
  ProbeConfig config = WithCrls();
  config.verify.crl_download = false;
  TlsPeer peer(pki.Server(true));
  Pair pair(TestContext(config, pki.Trusted()), peer);
  pair.RunToEnd();
  CHECK(pair.report().verification.chain.code == 3);
  CHECK(pair.report().fetches.empty());
}

TEST_CASE("a fetch that fails is told, and the chain judged without") {
  const Pki pki;
  TlsPeer peer(pki.Server(true));
  Pair pair(TestContext(WithCrls(), pki.Trusted()), peer);
  pair.Run();
  const bool garbage = GENERATE(false, true);
  if (garbage) {
    Reply(pair, Answer{ToBytes("this is no CRL")});
  } else {
    Reply(pair, absl::UnavailableError("crl.test: no such host"));
  }
  pair.RunToEnd();
  CHECK(pair.outcome().handshake_complete);
  CHECK(pair.report().verification.chain.code == 3);
  REQUIRE(pair.report().fetches.size() == 1);
  CHECK_FALSE(pair.report().fetches[0].error.empty());
  bool told = false;
  for (const Finding& finding : pair.report().findings) told = told || finding.id == "fetch.crl";
  CHECK(told);
}

TEST_CASE("a missing issuer is fetched, and then its CRL") {
  const Pki pki;
  ProbeConfig config = WithCrls();
  config.verify.fetch_issuers = true;
  TlsPeer peer(pki.Server(false));
  Pair pair(TestContext(config, pki.Trusted()), peer);
  pair.Run();
  std::vector<std::string> urls;
  while (!pair.session->wants().requests.empty()) {
    const Request request = pair.session->wants().requests[0];
    const auto& fetch = std::get<FetchRequest>(request.what);
    urls.push_back(fetch.url);
    const Bytes body = fetch.kind == FetchKind::kCrl ? pki.Crl(false) : pki.intermediate.der;
    pair.session->OnAnswer(request.id, Answer{body}, pair.now);
    pair.Run();
  }
  pair.RunToEnd();
  CHECK(urls.size() == 2);
  CHECK(pair.report().verification.chain.code == 0);
  CHECK(pair.report().verification.chain.built.size() == 3);
}

TEST_CASE("the limit of the handshake stands still while something is fetched") {
  const Pki pki;
  ProbeConfig config = Gated();
  config.limits.handshake = seconds(2);
  config.limits.total = seconds(30);
  TlsPeer peer(pki.Server(true));
  Pair pair(TestContext(config, pki.Trusted()), peer);
  pair.Run();
  pair.Wait(seconds(4));
  CHECK(pair.session->wants().requests.size() == 1);
  Reply(pair, Answer{pki.Crl(false)});
  pair.Run();
  CHECK(pair.outcome().handshake_complete);
  CHECK(pair.report().fetches[0].took == seconds(4));
  CHECK(pair.report().timings.handshake < seconds(1));
}

TEST_CASE("a driver that never answers is not waited for beyond the total limit") {
  const Pki pki;
  const bool gated = GENERATE(true, false);
  ProbeConfig config = gated ? Gated() : WithCrls();
  config.limits.total = seconds(5);
  TlsPeer peer(pki.Server(true));
  Pair pair(TestContext(config, pki.Trusted()), peer);
  pair.RunToEnd();
  CHECK(pair.done());
  CHECK(pair.outcome().handshake_complete == !gated);
  CHECK(pair.outcome().how == (gated ? How::kTimeout : How::kCloseNotify));
  const Outcome& outcome = pair.outcome();
  const std::string words = outcome.message + outcome.cause + outcome.advice;
  CHECK(words.find("signature") == std::string::npos);
  CHECK((words.find("expected an answer to a fetch") != std::string::npos) == gated);
  // What arrived is judged all the same.
  CHECK(pair.report().verification.chain.code == 3);
  REQUIRE(pair.report().fetches.size() == 1);
  CHECK(pair.report().fetches[0].error == "no answer came in time");
}

TEST_CASE("where nothing hangs on the verdict the server is not kept waiting") {
  const bool revoked = GENERATE(false, true);
  const Pki pki;
  TlsPeer peer(pki.Server(true));
  Pair pair(TestContext(WithCrls(), pki.Trusted()), peer);
  pair.Run();
  CHECK(pair.outcome().handshake_complete);
  CHECK(pair.outcome().how == How::kCloseNotify);
  CHECK_FALSE(pair.done());
  CHECK(pair.Count<VerifyEvent>() == 0);
  pair.Wait(seconds(4));
  Reply(pair, Answer{pki.Crl(revoked)});
  pair.RunToEnd();
  CHECK(pair.done());
  CHECK(pair.Count<VerifyEvent>() > 0);
  CHECK(pair.report().verification.chain.code == (revoked ? 23 : 0));
  CHECK(pair.report().timings.handshake < seconds(1));
}

TEST_CASE("a server that hangs up while something is fetched is judged by it all the same") {
  const Pki pki;
  TlsPeer peer(pki.Server(true));
  Pair pair(TestContext(WithCrls(), pki.Trusted()), peer);
  pair.Run();
  pair.session->OnTransportError(absl::UnavailableError("reset"), 104, pair.now);
  pair.Run();
  CHECK_FALSE(pair.done());
  Reply(pair, Answer{pki.Crl(true)});
  pair.RunToEnd();
  CHECK(pair.report().verification.chain.code == 23);
}

TEST_CASE("a revoked certificate ends a handshake that verification gates") {
  const Pki pki;
  ProbeConfig config = WithCrls();
  config.verify.fail_handshake = true;
  TlsPeer peer(pki.Server(true));
  Pair pair(TestContext(config, pki.Trusted()), peer);
  pair.Run();
  Reply(pair, Answer{pki.Crl(true)});
  pair.RunToEnd();
  CHECK(pair.outcome().how == How::kAlertSent);
  REQUIRE(pair.outcome().alert);
  CHECK(pair.outcome().alert->description == 44);  // certificate_revoked
}

}  // namespace
}  // namespace tlsprobe::testing
