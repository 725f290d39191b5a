// What the checks make of a chain: verdicts, the chain as built, and what is said about it.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>
#include <string_view>

#include "tests/check/chain_cases.h"
#include "tests/support/forged.h"

namespace tlsprobe {
namespace {

const VerifyOptions kNoNames = {.check_target_name = false};

const ChainCase& CaseNamed(std::string_view name) {
  for (const ChainCase& each : AllChainCases()) {
    if (each.name == name) return each;
  }
  FAIL("no such case: " << name);
  return AllChainCases()[0];
}

struct Expected {
  std::string_view name;
  Verdict verdict;
  std::string_view steps;
  std::string_view finding;  // empty: no error among the findings
};

TEST_CASE("each case has its verdict, its steps and its finding") {
  const Expected expected = GENERATE(
      Expected{"in order", Verdict::kOk, "2:ok 1:ok 0:ok", ""},
      Expected{"root sent", Verdict::kOk, "2:ok 1:ok 0:ok", ""},
      Expected{"wrong order", Verdict::kOk, "2:ok 1:ok 0:ok", ""},
      Expected{"intermediate missing", Verdict::kFailed, "0:20 0:21 0:ok", "chain.missing_issuer"},
      Expected{"root sent, not trusted", Verdict::kFailed, "2:19 2:ok 1:ok 0:ok",
               "chain.untrusted_root"},
      Expected{"root not sent, not trusted", Verdict::kFailed, "1:20 0:ok", "chain.missing_issuer"},
      Expected{"intermediate trusted, root not", Verdict::kFailed, "1:2 0:ok",
               "chain.incomplete_store"},
      Expected{"root of the same name sent", Verdict::kOk, "2:ok 1:ok 0:ok", ""},
      Expected{"root of the same name trusted", Verdict::kFailed, "2:19 2:ok 1:ok 0:ok",
               "chain.untrusted_root"},
      Expected{"self-signed leaf", Verdict::kFailed, "0:18 0:ok", "chain.self_signed"},
      Expected{"self-signed leaf, trusted", Verdict::kOk, "0:ok", ""},
      Expected{"expired leaf", Verdict::kFailed, "2:ok 1:ok 0:10 0:ok", "chain.expired"},
      Expected{"leaf not yet valid", Verdict::kFailed, "2:ok 1:ok 0:9 0:ok", "chain.not_yet_valid"},
      Expected{"intermediate not a CA", Verdict::kFailed, "1:79 1:26 2:ok 1:ok 0:ok",
               "chain.not_a_ca"},
      Expected{"root allows no intermediate", Verdict::kFailed, "2:25 2:ok 1:ok 0:ok",
               "chain.path_length"},
      Expected{"leaf for clients", Verdict::kFailed, "0:26 2:ok 1:ok 0:ok", "chain.purpose"},
      Expected{"unknown critical in the leaf", Verdict::kFailed, "0:34 2:ok 1:ok 0:ok",
               "chain.critical_extension"},
      Expected{"intermediate of the same name", Verdict::kFailed, "2:ok 1:ok 0:7 0:ok",
               "chain.signature"},
      Expected{"RSA 1024 leaf", Verdict::kFailed, "0:66 2:ok 1:ok 0:ok", "chain.weak_key"},
      Expected{"RSA 1024 intermediate", Verdict::kFailed, "1:67 2:ok 1:ok 0:ok", "chain.weak_key"},
      Expected{"SHA-1 leaf", Verdict::kFailed, "0:68 2:ok 1:ok 0:ok", "chain.weak_signature"},
      Expected{"RSA-PSS with a salt of 10", Verdict::kOk, "2:ok 1:ok 0:ok", ""},
      Expected{"proxy certificate", Verdict::kFailed, "0:40 1:37 2:ok 1:ok 0:ok",
               "chain.proxy_certificate"},
      Expected{"names: domain excluded", Verdict::kFailed, "2:ok 1:ok 0:ok 0:48",
               "chain.name_constraints"});
  CAPTURE(expected.name);
  const Judged judged = Judge(CaseNamed(expected.name), kNoNames);
  const ChainVerification& chain = judged.verification.chain;
  if (expected.name != "proxy certificate") CHECK(StepsText(chain.steps) == expected.steps);
  CHECK(chain.verdict == expected.verdict);
  CHECK((chain.code == 0) == (expected.verdict == Verdict::kOk));
  size_t errors = 0;
  for (const Finding& finding : judged.findings) {
    CAPTURE(finding.id, finding.text);
    CHECK(!finding.text.empty());
    CHECK(!finding.advice.empty());
    if (finding.severity == Severity::kError) ++errors;
  }
  if (expected.finding.empty()) {
    CHECK(errors == 0);
  } else {
    CHECK(judged.Has(expected.finding));
  }
}

TEST_CASE("no case is ok with an error, or without an anchor") {
  for (const ChainCase& each : AllChainCases()) {
    for (const bool partial : {false, true}) {
      CAPTURE(each.name, partial);
      VerifyOptions options = kNoNames;
      options.partial_chain = partial;
      const ChainVerification chain = Judge(each, options).verification.chain;
      if (chain.verdict == Verdict::kOk) {
        CHECK(chain.errors.empty());
        CHECK(chain.code == 0);
        CHECK(chain.anchored());
      } else {
        CHECK(chain.verdict == Verdict::kFailed);
        CHECK(chain.code != 0);
      }
    }
  }
}

TEST_CASE("the chain built says what is in it and where it ends") {
  const ChainVerification good = Judge(CaseNamed("in order"), kNoNames).verification.chain;
  CHECK(good.built.size() == 3);
  CHECK(good.anchor == good.built.size() - 1);
  CHECK(good.how == "path to a trust anchor, 3 certificates");
  CHECK(good.judged_at == kTestNow);
  CHECK(good.auth_level == 2);
  const ChainVerification open =
      Judge(CaseNamed("root not sent, not trusted"), kNoNames).verification.chain;
  CHECK(open.built.size() == 2);
  CHECK(!open.anchor);
  CHECK(open.how == "unable to get local issuer certificate (20) at depth 1");
}

TEST_CASE("a leaf that is trusted itself is the anchor, whatever stands above it") {
  ChainCase chain = CaseNamed("in order");
  chain.anchors = {chain.sent[0]};
  VerifyOptions options = kNoNames;
  options.partial_chain = true;
  const Judged judged = Judge(chain, options);
  const ChainVerification& built = judged.verification.chain;
  CHECK(built.verdict == Verdict::kOk);
  CHECK(built.built.size() > 1);
  CHECK(built.anchor == 0);
  CHECK(built.how == "path to a trust anchor, 1 certificate");
  REQUIRE(judged.verification.expiry);
  CHECK(judged.verification.expiry->what == Expiry::What::kLeaf);
}

TEST_CASE("without certificates nothing is checked") {
  const Judged judged = Judge({.name = "none"}, {}, 2, {.host = "host.example"});
  CHECK(judged.verification.chain.verdict == Verdict::kNotChecked);
  CHECK(judged.verification.chain.code == 65535);
  CHECK(judged.verification.chain.how == "no certificate arrived");
  CHECK(judged.verification.name.verdict == Verdict::kNotChecked);
  CHECK(judged.verification.name.references == std::vector<std::string>{"host.example"});
  CHECK(judged.findings.empty());
}

TEST_CASE("a leaf that does not parse is an error, another certificate a warning") {
  ChainCase chain = CaseNamed("in order");
  chain.sent.push_back({.der = {0x30, 0x03, 0x01}});
  const Judged later = Judge(chain, kNoNames);
  CHECK(later.verification.chain.verdict == Verdict::kOk);
  REQUIRE(later.Has("chain.unparsable"));
  CHECK(later.Find("chain.unparsable")->severity == Severity::kWarning);
  chain.sent[0].der.resize(40);
  const Judged leaf = Judge(chain, {}, 2, {.host = "host.example"});
  CHECK(leaf.verification.chain.verdict == Verdict::kFailed);
  CHECK(leaf.verification.chain.code == 1);
  CHECK(leaf.verification.name.verdict == Verdict::kNotChecked);
  REQUIRE(leaf.Has("chain.unparsable"));
  CHECK(leaf.Find("chain.unparsable")->severity == Severity::kError);
}

TEST_CASE("without a trust store the finding says so") {
  const PeerFacts peer = FactsOf({CaseNamed("in order").sent[0].der});
  const TlsFacts tls;
  Judged judged;
  std::vector<Need> needs;
  CheckOutput output{judged.verification, judged.findings, needs};
  RunChecks({.options = kNoNames, .target = {}, .tls = tls, .peer = peer, .now = kTestNow}, output);
  CHECK(judged.verification.chain.verdict == Verdict::kFailed);
  REQUIRE(judged.Has("chain.missing_issuer"));
  CHECK(judged.Find("chain.missing_issuer")->text.find("no trust anchors") == 0);
}

TEST_CASE("an algorithm we cannot compute leaves the chain not checked") {
  ChainCase chain = CaseNamed("RSA-PSS");
  chain.sent[0] = MakeOrFail(LeafSpec(), &chain.sent[1]);
  chain.sent[0].der = ClaimSha3(chain.sent[0].der);
  const Judged judged = Judge(chain, kNoNames, 0);
  const ChainVerification& result = judged.verification.chain;
  CHECK(result.verdict == Verdict::kNotChecked);
  CHECK(result.code == 65535);
  CHECK(result.how.find("depth 0") != std::string::npos);
  CHECK(StepsText(result.steps) == "2:ok 1:ok");
  REQUIRE(judged.Has("chain.not_checked"));
  CHECK(judged.Find("chain.not_checked")->severity == Severity::kError);
}

TEST_CASE("the words name who, when and what") {
  const Judged expired = Judge(CaseNamed("expired leaf"), kNoNames);
  CHECK(expired.Find("chain.expired")->text ==
        "the server's certificate expired 3 days ago, on 2025-12-29T00:00:00Z");
  const Judged missing = Judge(CaseNamed("intermediate missing"), kNoNames);
  CHECK(missing.Find("chain.missing_issuer")->text ==
        "the issuer CN=Intermediate of the server's certificate is neither sent nor trusted: an "
        "intermediate the server does not send, or a CA that is not known here");
  const Judged root = Judge(CaseNamed("expired root"), kNoNames);
  CHECK(root.Find("chain.expired")->text ==
        "the root certificate CN=Root expired 3 days ago, on 2025-12-29T00:00:00Z");
  const Judged weak = Judge(CaseNamed("RSA 1024 leaf"), kNoNames);
  CHECK(weak.Find("chain.weak_key")->text ==
        "the server's certificate has an RSA key of 1024 bits, 80 bits of strength: too weak for "
        "security level 2, which wants 112");
}

TEST_CASE("at a time that was asked for the words do not speak of now") {
  VerifyOptions options = kNoNames;
  options.at_time = kTestNow;
  const Judged expired = Judge(CaseNamed("expired leaf"), options);
  CHECK(expired.Find("chain.expired")->text ==
        "the server's certificate expired 3 days before the time asked for, on "
        "2025-12-29T00:00:00Z");
  CHECK(expired.Find("chain.expired")->advice.starts_with("That is as of the time asked for"));
  const Judged early = Judge(CaseNamed("leaf not yet valid"), options);
  CHECK(early.Find("chain.not_yet_valid")->text.ends_with(" after the time asked for"));
  CHECK(early.Find("chain.not_yet_valid")->advice == expired.Find("chain.expired")->advice);
}

// A trust store that has every certificate, and trust settings against each.
class RejectingStore : public CertificateSource {
 public:
  std::vector<std::shared_ptr<const Bytes>> FindBySubject(BytesView) const override { return {}; }
  bool Rejects(BytesView) const override { return true; }
};

TEST_CASE("what the trust store has, but does not trust, is named") {
  struct Row {
    std::string_view name, finding, subject;
  };
  const Row row = GENERATE(Row{"intermediate missing", "chain.missing_issuer", "CN=Intermediate"},
                           Row{"root sent", "chain.untrusted_root", "CN=Root"},
                           Row{"self-signed leaf", "chain.self_signed", "CN=host.example"});
  CAPTURE(row.name);
  std::vector<Bytes> certificates;
  for (const MadeCertificate& each : CaseNamed(row.name).sent) certificates.push_back(each.der);
  const RejectingStore store;
  Judged judged;
  std::vector<Need> needs;
  CheckOutput output{judged.verification, judged.findings, needs};
  const Target target;
  const TlsFacts tls;
  const PeerFacts peer = FactsOf(certificates);
  RunChecks({.options = kNoNames,
             .target = target,
             .tls = tls,
             .peer = peer,
             .anchors = &store,
             .now = kTestNow},
            output);
  REQUIRE(judged.Has(row.finding));
  CHECK(judged.Find(row.finding)->text == "the trust store has " + std::string(row.subject) +
                                              ", with trust settings that do not allow this use");
  CHECK(judged.Find(row.finding)->advice ==
        "If it is to be trusted, give it without them (openssl x509 -clrtrust).");
}

TEST_CASE("an issuer is called an intermediate where the certificate shows that it is one") {
  const ChainCase& chain = CaseNamed("intermediate missing");
  PeerFacts peer = FactsOf({chain.sent[0].der});
  Certificate leaf = *peer.certificates[0];
  const auto named_above = [&](const Bytes& name) {
    leaf.authority_key_id =
        AuthorityKeyIdentifier{.issuer = {{.type = GeneralName::Type::kDirectory, .value = name}}};
    peer.certificates[0] = std::make_shared<const Certificate>(leaf);
    return JudgeFacts({}, peer, chain.anchors, kNoNames).Find("chain.missing_issuer")->text;
  };
  CHECK(named_above(leaf.subject.der) ==
        "the server does not send its intermediate certificate CN=Intermediate");
  CHECK(named_above(leaf.issuer.der).find("does not send its intermediate") == std::string::npos);
}

TEST_CASE("a certificate that was sent and does not parse is not called missing") {
  PeerFacts peer = FactsOf({CaseNamed("intermediate missing").sent[0].der, {1, 2, 3}});
  peer.parse_errors[1] = "expected a SEQUENCE";
  const Judged judged = JudgeFacts({}, peer, {}, kNoNames);
  CHECK(judged.Find("chain.unparsable")->text ==
        "certificate 1 of those sent does not parse: expected a SEQUENCE");
  CHECK(judged.Find("chain.unparsable")->severity == Severity::kWarning);
  const std::string& text = judged.Find("chain.missing_issuer")->text;
  CHECK(text ==
        "number 1 of those sent does not parse, and the issuer CN=Intermediate of the server's "
        "certificate is not among the others");
}

TEST_CASE("a leaf that does not parse is told once and with its reason") {
  PeerFacts peer = FactsOf({{1, 2, 3}});
  peer.parse_errors[0] = "expected a SEQUENCE";
  const Judged judged = JudgeFacts({}, peer, {}, kNoNames);
  REQUIRE(judged.findings.size() == 1);
  CHECK(judged.findings[0].text == "the server's certificate does not parse: expected a SEQUENCE");
  CHECK(judged.findings[0].severity == Severity::kError);
}

TEST_CASE("a chain longer than allowed is not also said to lack an issuer") {
  VerifyOptions options = kNoNames;
  options.max_depth = 0;
  const Judged judged = Judge(CaseNamed("in order"), options);
  CHECK(judged.Has("chain.too_long"));
  CHECK_FALSE(judged.Has("chain.missing_issuer"));
}

TEST_CASE("advice for a wrong purpose names what that purpose needs") {
  VerifyOptions options = kNoNames;
  options.purpose = Purpose::kSslClient;
  const Judged judged = Judge(CaseNamed("in order"), options);
  const Finding* finding = judged.Find("chain.purpose");
  REQUIRE(finding != nullptr);
  CHECK(finding->text.find("a TLS client") != std::string::npos);
  CHECK(finding->advice.find("clientAuth") != std::string::npos);
  CHECK(finding->advice.find("serverAuth") == std::string::npos);
}

TEST_CASE("a security level says what it wants, and the advice fits it") {
  struct Case {
    int level;
    std::string_view wants, key, digest;
  };
  const Case each =
      GENERATE(Case{4, "192", "EC P-384", "SHA-384"}, Case{5, "256", "EC P-521", "SHA-512"});
  CAPTURE(each.level);
  const Judged judged = Judge(CaseNamed("in order"), kNoNames, each.level);
  const auto has = [](const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
  };
  const Finding* key = judged.Find("chain.weak_key");
  REQUIRE(key != nullptr);
  CHECK(has(key->text, "which wants " + std::string(each.wants)));
  CHECK(has(key->advice, each.key));
  CHECK_FALSE(has(key->advice, "P-256"));
  const Finding* digest = judged.Find("chain.weak_signature");
  REQUIRE(digest != nullptr);
  CHECK(has(digest->text, "which wants " + std::string(each.wants)));
  CHECK(has(digest->advice, each.digest));
}

TEST_CASE("a wrong name leaves the chain in order") {
  VerifyOptions options;
  const Judged judged = Judge(CaseNamed("in order"), options, 2, {.host = "wrong.example"});
  CHECK(judged.verification.chain.verdict == Verdict::kOk);
  CHECK(judged.verification.chain.code == 62);
  CHECK(StepsText(judged.verification.chain.steps) == "0:62 2:ok 1:ok 0:ok");
  CHECK(judged.verification.name.verdict == Verdict::kFailed);
}

TEST_CASE("with fail_handshake the steps end at the first error") {
  VerifyOptions options = kNoNames;
  options.fail_handshake = true;
  const Judged judged = Judge(CaseNamed("everything expired"), options);
  CHECK(StepsText(judged.verification.chain.steps) == "2:10");
  CHECK(judged.verification.chain.code == 10);
  CHECK(judged.verification.chain.verdict == Verdict::kFailed);
}

TEST_CASE("with a tolerated depth the steps end at the first error above it") {
  VerifyOptions options = kNoNames;
  options.fail_handshake = true;
  options.tolerated_depth = 2;
  CHECK(StepsText(Judge(CaseNamed("everything expired"), options).verification.chain.steps) ==
        "2:10 2:ok 1:10 1:ok 0:10 0:ok");
  options.tolerated_depth = 1;
  CHECK(StepsText(Judge(CaseNamed("everything expired"), options).verification.chain.steps) ==
        "2:10");
}

TEST_CASE("a chain of a hundred certificates is judged without trouble") {
  std::vector<MadeCertificate> made = {MakeOrFail(CaSpec("Root"))};
  for (int i = 0; i < 98; ++i) {
    made.push_back(MakeOrFail(CaSpec("CA " + std::to_string(i)), &made.back()));
  }
  made.push_back(MakeOrFail(LeafSpec(), &made.back()));
  const std::vector<MadeCertificate> sent(made.rbegin(), made.rend());
  const Judged judged = Judge({"long", sent, {made[0]}}, kNoNames);
  CHECK(judged.verification.chain.verdict == Verdict::kOk);
  CHECK(judged.verification.chain.built.size() == 100);
}

TEST_CASE("the table names every check once") {
  std::vector<std::string_view> ids;
  for (const Check& check : AllChecks()) {
    CHECK(check.run != nullptr);
    CHECK(!check.reference.empty());
    CHECK(std::find(ids.begin(), ids.end(), check.id) == ids.end());
    ids.push_back(check.id);
  }
  CHECK(ids.size() == 16);
}

TEST_CASE("the limit of a chain counts intermediates, and so do its words") {
  const auto text_for = [](int depth) {
    VerifyOptions options = kNoNames;
    options.max_depth = depth;
    const Judged judged = Judge(CaseNamed("in order"), options);
    const Finding* finding = judged.Find("chain.too_long");
    return finding == nullptr ? std::string() : finding->text;
  };
  CHECK(text_for(1).empty());
  CHECK(text_for(0) == "the chain has an intermediate certificate, and none is allowed");
  CHECK(text_for(-1) == "no chain is short enough for a depth of -1");
  const MadeCertificate root = MakeOrFail(CaSpec("Root"));
  const MadeCertificate upper = MakeOrFail(CaSpec("Upper"), &root);
  const MadeCertificate lower = MakeOrFail(CaSpec("Lower"), &upper);
  const ChainCase deep{"deep", {MakeOrFail(LeafSpec(), &lower), lower, upper}, {root}};
  VerifyOptions options = kNoNames;
  options.max_depth = 1;
  const Judged judged = Judge(deep, options);
  REQUIRE(judged.Has("chain.too_long"));
  CHECK(judged.Find("chain.too_long")->text ==
        "the chain has more than the 1 intermediate certificate allowed");
}

}  // namespace
}  // namespace tlsprobe
