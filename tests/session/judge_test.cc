// How the peer's certificates are judged, and what a bad verdict does to the handshake.
#include "tlsprobe/session/judge.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>
#include <vector>

#include "tests/support/forged.h"
#include "tests/support/pair.h"
#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/wire/certificate.h"

namespace tlsprobe::testing {
namespace {

constexpr uint16_t kTls12 = 0x0303;
constexpr uint16_t kTls13 = 0x0304;

struct Chain {
  MadeCertificate root;
  MadeCertificate leaf;

  TlsServerOptions Server(uint16_t version = kTls13) const {
    return {.max_version = version, .chain = {leaf.der}, .private_key = leaf.private_key};
  }
  Materials Trusted() const { return {.anchors = TrustIn({root.der})}; }
};

Chain MakeChain(CertificateSpec leaf = {}) {
  Chain chain;
  chain.root = tlsprobe::MakeCertificate({.common_name = "Own Root", .ca = true}).value();
  leaf.common_name = "server.test";
  if (leaf.dns_names.empty()) leaf.dns_names = {"server.test"};
  chain.leaf = tlsprobe::MakeCertificate(leaf, &chain.root).value();
  return chain;
}

TEST_CASE("A chain that does not verify does not stop the handshake by itself") {
  const uint16_t version = GENERATE(kTls12, kTls13);
  TlsPeer peer({.max_version = version});
  Pair pair(TestContext({}, {}), peer);
  pair.RunToEnd();
  CHECK(pair.outcome().how == How::kCloseNotify);
  CHECK(pair.outcome().handshake_complete);
  const Verification& verification = pair.report().verification;
  CHECK(verification.chain.verdict == Verdict::kFailed);
  CHECK(verification.name.verdict == Verdict::kOk);
  CHECK_FALSE(pair.report().findings.empty());
  const std::vector<VerifyEvent> events = pair.Events<VerifyEvent>();
  REQUIRE(events.size() == verification.chain.steps.size());
  for (size_t i = 0; i < events.size(); ++i) {
    CHECK(events[i].step.code == verification.chain.steps[i].code);
    CHECK(events[i].certificate ==
          verification.chain.built[static_cast<size_t>(events[i].step.depth)]);
  }
}

TEST_CASE("With fail_handshake a chain that cannot be verified ends it") {
  Chain chain = MakeChain();
  const auto key = tlsprobe::MakeKey(MadeKeyKind::kRsa).value();
  chain.root =
      tlsprobe::MakeCertificate({.common_name = "Own Root", .ca = true, .private_key = key})
          .value();
  chain.leaf = tlsprobe::MakeCertificate(
                   {.common_name = "server.test", .dns_names = {"server.test"}}, &chain.root)
                   .value();
  chain.leaf.der = ClaimSha3(chain.leaf.der);
  TlsPeer peer(chain.Server());
  ProbeConfig config;
  config.verify.fail_handshake = true;
  Pair pair(TestContext(config, chain.Trusted()), peer);
  pair.RunToEnd();
  CHECK_FALSE(pair.outcome().handshake_complete);
  CHECK(pair.outcome().message.find("RSA-SHA3-256, which this build cannot check") !=
        std::string::npos);
}

TEST_CASE("What cannot be verified is not let through above the depth that is tolerated") {
  const auto rsa = tlsprobe::MakeKey(MadeKeyKind::kRsa).value();
  const MadeCertificate root =
      tlsprobe::MakeCertificate({.common_name = "Own Root", .ca = true, .private_key = rsa})
          .value();
  const MadeCertificate middle =
      tlsprobe::MakeCertificate({.common_name = "Middle", .ca = true}, &root).value();
  const bool expired = GENERATE(false, true);
  CertificateSpec spec = {.common_name = "server.test", .dns_names = {"server.test"}};
  if (expired) spec.not_after = {1600000000};
  const MadeCertificate leaf = tlsprobe::MakeCertificate(spec, &middle).value();
  const std::vector<CertificatePtr> chain = {ParseCertificate(leaf.der).value(),
                                             ParseCertificate(ClaimSha3(middle.der)).value()};
  const auto anchors = TrustIn({root.der});
  const auto refusal = [&](int tolerated) {
    const VerifyOptions options = {
        .check_target_name = false, .fail_handshake = true, .tolerated_depth = tolerated};
    const Judgement judgement =
        VerifyChain({.options = options, .anchors = anchors.get()}, chain, {1700000000});
    CHECK(judgement.verification.chain.unchecked_depth == 1);
    return judgement.refusal;
  };
  CAPTURE(expired);
  REQUIRE(refusal(0));
  CHECK(refusal(0)->alert == 43);
  CHECK(refusal(0)->why.find("the signature at depth 1 is ") != std::string::npos);
  CHECK_FALSE(refusal(1));
}

TEST_CASE("With fail_handshake the fitting alert goes out, at the first error") {
  const uint16_t version = GENERATE(kTls12, kTls13);
  struct Case {
    std::string name;
    CertificateSpec leaf;
    bool trusted;
    uint8_t alert;
    int code;
    std::string message;
  };
  const Case each = GENERATE(
      Case{"nobody known",
           {},
           false,
           48,
           20,
           "certificate verify failed: unable to get local issuer certificate (20) at depth 0"},
      Case{"expired",
           {.not_before = {1500000000}, .not_after = {1600000000}},
           true,
           45,
           10,
           "certificate verify failed: certificate has expired (10) at depth 0"},
      Case{"not yet valid",
           {.not_before = {1800000000}},
           true,
           42,
           9,
           "certificate verify failed: certificate is not yet valid (9) at depth 0"});
  CAPTURE(each.name, version);
  const Chain chain = MakeChain(each.leaf);
  TlsPeer peer(chain.Server(version));
  Pair pair(TestContext({.verify = {.fail_handshake = true}},
                        each.trusted ? chain.Trusted() : Materials{}),
            peer);
  pair.RunToEnd();
  const Outcome& outcome = pair.outcome();
  CHECK(outcome.how == How::kAlertSent);
  CHECK(outcome.ended_by == EndedBy::kUs);
  CHECK(outcome.phase == Phase::kHandshake);
  REQUIRE(outcome.alert.has_value());
  CHECK(outcome.alert->sent);
  CHECK(outcome.alert->description == each.alert);
  CHECK(outcome.message == "TLS handshake: " + each.message);
  CHECK(outcome.openssl_reason == "certificate verify failed");
  CHECK(pair.report().verification.chain.code == each.code);
  REQUIRE(peer.server.alerts().size() == 1);
  CHECK(peer.server.alerts()[0].description == each.alert);
  const std::vector<VerifyEvent> events = pair.Events<VerifyEvent>();
  REQUIRE_FALSE(events.empty());
  CHECK_FALSE(events.back().step.ok);
  CHECK(events.back().step.code == each.code);
  CHECK(pair.report().verification.chain.verdict == Verdict::kFailed);
}

TEST_CASE("Errors up to the tolerated depth do not end the handshake") {
  struct Case {
    std::string name;
    bool root_trusted;
    std::vector<std::string> dns_names;
    int tolerated;
    std::optional<uint8_t> alert;
  };
  // Nobody known: error 20 of the leaf. Another name: error 62 of the leaf.
  const Case each = GENERATE(Case{"nobody known, tolerated", false, {"server.test"}, 0, {}},
                             Case{"nobody known, none tolerated", false, {"server.test"}, -1, 48},
                             Case{"other name, tolerated", true, {"other.test"}, 0, {}},
                             Case{"other name, none tolerated", true, {"other.test"}, -1, 42});
  CAPTURE(each.name);
  const Chain chain = MakeChain({.dns_names = each.dns_names});
  TlsPeer peer(chain.Server());
  Pair pair(TestContext({.verify = {.fail_handshake = true, .tolerated_depth = each.tolerated}},
                        each.root_trusted ? chain.Trusted() : Materials{}),
            peer);
  pair.RunToEnd();
  CHECK(pair.outcome().handshake_complete == !each.alert);
  CHECK(pair.outcome().how == (each.alert ? How::kAlertSent : How::kCloseNotify));
  REQUIRE(pair.outcome().alert.has_value() == each.alert.has_value());
  if (each.alert) CHECK(pair.outcome().alert->description == *each.alert);
}

TEST_CASE("A wrong name is a finding, and with fail_handshake bad_certificate") {
  const Chain chain = MakeChain({.dns_names = {"other.test"}});
  TlsPeer polite(chain.Server());
  Pair pair(TestContext({}, chain.Trusted()), polite);
  pair.RunToEnd();
  CHECK(pair.outcome().how == How::kCloseNotify);
  CHECK(pair.report().verification.name.verdict == Verdict::kFailed);
  CHECK(pair.report().verification.name.presented == std::vector<std::string>{"other.test"});

  TlsPeer strict(chain.Server());
  Pair refused(TestContext({.verify = {.fail_handshake = true}}, chain.Trusted()), strict);
  refused.RunToEnd();
  CHECK(refused.outcome().how == How::kAlertSent);
  REQUIRE(refused.outcome().alert.has_value());
  CHECK(refused.outcome().alert->description == 42);
}

TEST_CASE("A good chain passes with fail_handshake") {
  const Chain chain = MakeChain();
  TlsPeer peer(chain.Server());
  Pair pair(TestContext({.verify = {.fail_handshake = true}}, chain.Trusted()), peer);
  pair.RunToEnd();
  CHECK(pair.outcome().how == How::kCloseNotify);
  CHECK(pair.report().verification.chain.verdict == Verdict::kOk);
}

TEST_CASE("The wall clock of the session's start is what certificates are judged by") {
  const Chain chain = MakeChain({.not_before = {1500000000}, .not_after = {1600000000}});
  TlsPeer peer(chain.Server());
  PairOptions options;
  options.start.wall_clock = {1590000000};
  Pair pair(TestContext({}, chain.Trusted()), peer, options);
  pair.RunToEnd();
  CHECK(pair.report().verification.chain.verdict == Verdict::kOk);
  CHECK(pair.report().verification.chain.judged_at == UnixTime{1590000000});
}

TEST_CASE("The auth level is the option's, else the cipher string's, else the default") {
  CHECK(TestContext()->security_level() == 2);
  CHECK(TestContext({.verify = {.default_security_level = 1}})->security_level() == 1);
  CHECK(TestContext({.tls = {.cipher_string = "DEFAULT:@SECLEVEL=3"}})->security_level() == 3);
  CHECK(TestContext({.tls = {.cipher_string = "DEFAULT:@SECLEVEL=3"}, .verify = {.auth_level = 0}})
            ->security_level() == 0);
}

TEST_CASE("Without a server a leaf is no list, and a chain is one") {
  const MadeCertificate root =
      tlsprobe::MakeCertificate({.common_name = "Own Root", .ca = true}).value();
  const MadeCertificate middle =
      tlsprobe::MakeCertificate({.common_name = "Middle", .ca = true}, &root).value();
  const MadeCertificate leaf =
      tlsprobe::MakeCertificate({.common_name = "server.test", .dns_names = {"server.test"}},
                                &middle)
          .value();
  const CertificatePtr leaf_read = ParseCertificate(leaf.der).value();
  const CertificatePtr middle_read = ParseCertificate(middle.der).value();
  const auto anchors = TrustIn({root.der});
  const VerifyOptions options = {.check_target_name = false};
  const auto sent_findings = [&](std::vector<CertificatePtr> chain,
                                 std::vector<CertificatePtr> untrusted,
                                 std::vector<CertificatePtr> fetched) {
    const Judgement judgement = VerifyChain(
        {.options = options, .anchors = anchors.get(), .untrusted = untrusted, .fetched = fetched},
        chain, {1700000000});
    CHECK(judgement.verification.chain.verdict == Verdict::kOk);
    std::string text;
    for (const Finding& finding : judgement.findings) {
      if (!finding.id.starts_with("sent.")) continue;
      CHECK((finding.text + finding.advice).find("the server") == std::string::npos);
      text += finding.id + " ";
    }
    return text;
  };
  CHECK(sent_findings({leaf_read}, {middle_read}, {}) == "");
  CHECK(sent_findings({leaf_read}, {middle_read}, {middle_read}) == "");
  CHECK(sent_findings({leaf_read, middle_read}, {}, {}) == "");
  CHECK(sent_findings({leaf_read, leaf_read}, {middle_read}, {}) == "sent.duplicate sent.missing ");
  CHECK(sent_findings({leaf_read, leaf_read}, {middle_read}, {middle_read}) ==
        "sent.duplicate sent.fetched_issuer ");
}

TEST_CASE("Where nothing arrived nothing is judged") {
  const Verification verification = NothingToJudge("no certificate arrived");
  CHECK(verification.chain.verdict == Verdict::kNotChecked);
  CHECK(verification.chain.code == 65535);
  CHECK(verification.chain.how == "no certificate arrived");
  CHECK(verification.name.how == "no certificate arrived");
}

}  // namespace
}  // namespace tlsprobe::testing
