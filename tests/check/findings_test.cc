// Names, the list as sent, and certificates near their end.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>
#include <vector>

#include "tests/check/chain_cases.h"
#include "tlsprobe/check/references.h"

namespace tlsprobe {
namespace {

const VerifyOptions kNoNames = {.check_target_name = false};

ChainCase Signed(const CertificateSpec& leaf) {
  const MadeCertificate root = MakeOrFail(CaSpec("Root"));
  return {"signed", {MakeOrFail(leaf, &root)}, {root}};
}

const ChainCase& CaseNamed(std::string_view name) {
  for (const ChainCase& each : AllChainCases()) {
    if (each.name == name) return each;
  }
  FAIL("no such case: " << name);
  return AllChainCases()[0];
}

TEST_CASE("the target is the reference where no name is given") {
  CertificateSpec spec = LeafSpec("a.example");
  spec.dns_names = {"a.example", "b.example"};
  spec.ip_addresses = {"192.0.2.7"};
  const ChainCase chain = Signed(spec);
  const NameVerification by_name = Judge(chain, {}, 2, {.host = "B.example."}).verification.name;
  CHECK(by_name.verdict == Verdict::kOk);
  CHECK(by_name.matched == "b.example");
  CHECK(by_name.references == std::vector<std::string>{"B.example"});
  CHECK(by_name.presented == std::vector<std::string>{"a.example", "b.example", "192.0.2.7"});
  CHECK(Judge(chain, {}, 2, {.host = "192.0.2.7"}).verification.name.verdict == Verdict::kOk);
  CHECK(Judge(chain, {}, 2, {.host = "192.0.2.8"}).verification.name.verdict == Verdict::kFailed);
  CHECK(Judge(chain, kNoNames, 2, {.host = "c"}).verification.name.verdict == Verdict::kNotChecked);
}

TEST_CASE("every name given must be there") {
  CertificateSpec spec = LeafSpec("a.example");
  spec.email_addresses = {"me@a.example"};
  spec.ip_addresses = {"2001:db8::1"};
  const ChainCase chain = Signed(spec);
  VerifyOptions options = {.host = "a.example", .email = "me@a.example", .ip = "2001:DB8::1"};
  CHECK(Judge(chain, options, 2, {.host = "x"}).verification.name.verdict == Verdict::kOk);
  options.email = "you@a.example";
  const Judged judged = Judge(chain, options, 2, {.host = "x"});
  CHECK(judged.verification.name.verdict == Verdict::kFailed);
  CHECK(judged.verification.name.how == "the certificate does not name you@a.example");
  CHECK(StepsText(judged.verification.chain.steps).starts_with("0:63"));
  CHECK(judged.verification.name.references.size() == 3);
}

TEST_CASE("a wrong name is explained with the names there are") {
  CertificateSpec spec = LeafSpec("a.example");
  spec.dns_names = {"a.example", "b.example"};
  const Judged judged = Judge(Signed(spec), {}, 2, {.host = "wrong.example"});
  REQUIRE(judged.Has("name.mismatch"));
  CHECK(judged.Find("name.mismatch")->text ==
        "the certificate is not for wrong.example but for a.example and b.example");
  CHECK(judged.Find("name.mismatch")->severity == Severity::kError);
}

TEST_CASE("hundreds of names, and hostile ones, are cut and escaped") {
  CertificateSpec spec = LeafSpec("a.example");
  spec.dns_names = {"evil\x1b[2Jexample"};
  for (int i = 0; i < 300; ++i) spec.dns_names.push_back("n" + std::to_string(i) + ".example");
  const Judged judged = Judge(Signed(spec), {}, 2, {.host = "wrong.example"});
  const std::string& text = judged.Find("name.mismatch")->text;
  CHECK(text.size() < 300);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("and 299 more") != std::string::npos);
}

TEST_CASE("a common name alone, and half a wildcard, are warned of") {
  CertificateSpec spec = LeafSpec("a.example");
  spec.dns_names = {};
  const Judged common = Judge(Signed(spec), {}, 2, {.host = "a.example"});
  CHECK(common.verification.name.verdict == Verdict::kOk);
  CHECK(common.Has("name.common_name_only"));
  spec.dns_names = {"f*.sub.example"};
  const Judged partial = Judge(Signed(spec), {}, 2, {.host = "foo.sub.example"});
  CHECK(partial.verification.name.verdict == Verdict::kOk);
  CHECK(partial.Has("name.partial_wildcard"));
  CHECK(!partial.Has("name.common_name_only"));
  spec.dns_names = {"*.sub.example"};
  CHECK(!Judge(Signed(spec), {}, 2, {.host = "foo.sub.example"}).Has("name.partial_wildcard"));
}

TEST_CASE("what is odd in the list sent is said") {
  struct Case {
    std::string_view name;
    std::vector<std::string_view> expected;
  };
  const auto each = GENERATE(values<Case>({{"in order", {}},
                                           {"without intermediate", {}},
                                           {"root sent", {"sent.root"}},
                                           {"wrong order", {"sent.root", "sent.order"}},
                                           {"unrelated sent", {"sent.unrelated"}},
                                           {"sent twice", {"sent.duplicate", "sent.duplicate"}},
                                           {"cross-signed, new root trusted", {}}}));
  CAPTURE(each.name);
  std::vector<std::string> found;
  for (const Finding& finding : Judge(CaseNamed(each.name), kNoNames).findings) {
    if (finding.id.starts_with("sent.")) found.push_back(finding.id);
  }
  std::vector<std::string> expected(each.expected.begin(), each.expected.end());
  std::sort(found.begin(), found.end());
  std::sort(expected.begin(), expected.end());
  CHECK(found == expected);
}

TEST_CASE("a certificate near its end is noticed, nearer it is warned of") {
  struct Case {
    int64_t lifetime, left;  // days
    std::optional<Severity> expected;
  };
  const Case each = GENERATE(Case{365, 31, std::nullopt}, Case{365, 29, Severity::kNotice},
                             Case{365, 13, Severity::kWarning}, Case{365, 0, std::nullopt},
                             Case{90, 31, std::nullopt}, Case{90, 29, Severity::kNotice},
                             Case{6, 3, std::nullopt}, Case{6, 1, Severity::kWarning});
  CAPTURE(each.lifetime, each.left);
  CertificateSpec spec = LeafSpec();
  spec.not_after = {kTestNow.seconds + each.left * kTestDay};
  spec.not_before = {spec.not_after.seconds - each.lifetime * kTestDay};
  const Judged judged = Judge(Signed(spec), kNoNames);
  const Finding* finding = judged.Find("validity.expires_soon");
  REQUIRE((finding != nullptr) == each.expected.has_value());
  if (finding != nullptr) CHECK(finding->severity == *each.expected);
  CHECK(judged.Has("chain.expired") == (each.left == 0));
}

TEST_CASE("an anchor's end is not the server's business") {
  CertificateSpec root_spec = CaSpec("Root");
  root_spec.not_after = {kTestNow.seconds + 3 * kTestDay};
  const MadeCertificate root = MakeOrFail(root_spec);
  const ChainCase chain{"old root", {MakeOrFail(LeafSpec(), &root)}, {root}};
  CHECK(!Judge(chain, kNoNames).Has("validity.expires_soon"));
}

TEST_CASE("An address with a zone is judged without it") {
  const References references = FindReferences({}, {.host = "fe80::1%eth0"});
  CHECK(references.ip == "fe80::1");
  CHECK(references.host.empty());
}

TEST_CASE("the name that was wanted comes first, and a cut name says that it is cut") {
  CertificateSpec spec = LeafSpec("a.example");
  spec.dns_names = {std::string(90, 'n') + ".example"};
  const Judged judged = Judge(Signed(spec), {}, 2, {.host = std::string(60, 'w') + ".example"});
  const std::string& text = judged.Find("name.mismatch")->text;
  CHECK(
      text.starts_with("the certificate is not for " + std::string(60, 'w') + ".example but for "));
  CHECK(text.ends_with(std::string(80, 'n') + "..."));
}

TEST_CASE("an address reached with another name's SNI is told how to check that name") {
  const ChainCase chain = Signed(LeafSpec("a.example"));
  std::vector<Bytes> sent = {chain.sent[0].der};
  const TlsFacts named = {.server_name_sent = "a.example"};
  const Target target = {.host = "192.0.2.7", .port = 8443};
  const Judged judged = JudgeFacts(named, FactsOf(sent), chain.anchors, {}, 2, target);
  const std::string& advice = judged.Find("name.mismatch")->advice;
  CHECK(advice.find("-verify_hostname a.example") != std::string::npos);
  CHECK(advice.find("--resolve a.example:8443:ADDRESS") != std::string::npos);
  const Judged plain = JudgeFacts({}, FactsOf(sent), chain.anchors, {}, 2, target);
  CHECK(plain.Find("name.mismatch")->advice.find("-verify_hostname") == std::string::npos);
}

TEST_CASE("a Unix socket has no name, and that is why none was checked") {
  const ChainCase chain = Signed(LeafSpec("a.example"));
  const Judged judged = Judge(chain, {}, 2, {.unix_path = "/run/x"});
  CHECK(judged.verification.name.verdict == Verdict::kNotChecked);
  CHECK(judged.verification.name.how == "a Unix socket has no name; -verify_hostname gives one");
}

TEST_CASE("dates are left alone where they are not to be checked") {
  CertificateSpec spec = LeafSpec();
  spec.not_after = {kTestNow.seconds + 3 * kTestDay};
  spec.not_before = {kTestNow.seconds - 300 * kTestDay};
  VerifyOptions options = kNoNames;
  CHECK(Judge(Signed(spec), options).Has("validity.expires_soon"));
  options.no_check_time = true;
  CHECK_FALSE(Judge(Signed(spec), options).Has("validity.expires_soon"));
  options.at_time = kTestNow;
  CHECK(Judge(Signed(spec), options).Has("validity.expires_soon"));
}

TEST_CASE("versions before TLS 1.2, and no secure renegotiation, are warned of") {
  struct Case {
    uint16_t version;
    bool secure;
    bool deprecated, insecure;
  };
  const Case each = GENERATE(Case{0x0301, true, true, false}, Case{0x0302, false, true, true},
                             Case{0x0303, true, false, false}, Case{0x0303, false, false, true},
                             Case{0x0304, false, false, false}, Case{0, false, false, false});
  CAPTURE(each.version, each.secure);
  const ChainCase chain = Signed(LeafSpec());
  std::vector<Bytes> sent = {chain.sent[0].der};
  const TlsFacts tls = {.version = each.version, .secure_renegotiation = each.secure};
  const Judged judged = JudgeFacts(tls, FactsOf(sent), chain.anchors, kNoNames);
  CHECK(judged.Has("protocol.deprecated") == each.deprecated);
  CHECK(judged.Has("protocol.insecure_renegotiation") == each.insecure);
  for (const Finding& finding : judged.findings) CHECK(finding.severity == Severity::kWarning);
}

}  // namespace
}  // namespace tlsprobe
