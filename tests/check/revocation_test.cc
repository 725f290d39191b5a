// What CRLs come to beside OpenSSL's errors: steps, verdicts, and what would have to be fetched.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "tests/check/crl_support.h"
#include "tests/support/forged.h"
#include "tlsprobe/check/crl_memory.h"
#include "tlsprobe/driver/der.h"
#include "tlsprobe/driver/extension_values.h"

namespace tlsprobe {
namespace {

void Extend(VerifyOptions& options) { options.extended_crl = true; }
void UseAll(VerifyOptions& options) { options.extended_crl = options.use_deltas = true; }

CrlJudged Plain(std::string_view name, const VerifySetting& setting = CrlCheckAll()) {
  return JudgeCrls(CrlCaseNamed(PlainCrlCases(), name).what, setting);
}
CrlJudged Indirect(std::string_view name, const VerifySetting& setting) {
  return JudgeCrls(CrlCaseNamed(IndirectCrlCases(), name).what, setting);
}
CrlJudged Deltas(std::string_view name) {
  return JudgeCrls(CrlCaseNamed(DeltaCrlCases(), name).what, CrlCheck("deltas", UseAll));
}

std::string StepsOf(const CrlJudged& judged) {
  return CrlStepsText(judged.verification.chain.steps);
}

TEST_CASE("CRLs are asked before signatures, and the walk goes on after every error") {
  CHECK(StepsOf(Plain("no CRL at all")) == "0:3 1:3 2:3 2:ok 1:ok 0:ok");
  CHECK(StepsOf(Plain("no CRL at all", CrlCheck())) == "0:3 2:ok 1:ok 0:ok");
  const CrlJudged judged = Plain("out of date and revoked");
  CHECK(StepsOf(judged) == "0:12 0:23 2:ok 1:ok 0:ok");
  CHECK(judged.verification.chain.code == 23);
  CHECK(judged.verification.crl.verdict == Verdict::kFailed);
  CHECK(judged.verification.chain.verdict == Verdict::kOk);  // the path is in order
}

TEST_CASE("nothing is asked where nobody asked for it") {
  const CrlJudged judged = Plain("revoked: keyCompromise", PlainVerify("plain"));
  CHECK(judged.verification.crl.certificates.empty());
  CHECK(judged.verification.crl.verdict == Verdict::kNotChecked);
  CHECK(judged.verification.chain.verdict == Verdict::kOk);
}

TEST_CASE("each certificate has its status") {
  const CrlJudged good = Plain("nobody is revoked");
  REQUIRE(good.verification.crl.certificates.size() == 3);
  CHECK(good.at(0).verdict == Verdict::kOk);
  CHECK(good.at(0).how == "not revoked by the CRL of CN=Intermediate (the file test.crl)");
  REQUIRE(good.at(0).used.size() == 1);
  CHECK(good.at(2).how == "not revoked by the CRL of CN=Root (the file test.crl)");
  const CrlJudged revoked = Plain("revoked: keyCompromise");
  CHECK(revoked.at(0).verdict == Verdict::kFailed);
  CHECK(revoked.at(0).how == "revoked on 2021-01-01T00:00:00Z: keyCompromise");
  REQUIRE(revoked.at(0).entry);
  CHECK(revoked.at(0).entry->reason == 1);
  CHECK(revoked.at(1).verdict == Verdict::kOk);
  CHECK(!revoked.at(1).entry);
  CHECK(Plain("no CRL at all").at(0).how == "there is no CRL of its issuer CN=Intermediate");
}

TEST_CASE("that it is revoked is more than any other error") {
  CHECK(Plain("out of date and revoked").at(0).how ==
        "revoked on 2021-01-01T00:00:00Z: keyCompromise");
}

TEST_CASE("a delta is named beside its base") {
  const CrlJudged revoked = Deltas("delta: revoked since");
  REQUIRE(revoked.at(0).used.size() == 2);
  CHECK(!revoked.at(0).used[0].crl->is_delta());
  CHECK(revoked.at(0).used[1].crl->is_delta());
  CHECK(revoked.at(0).verdict == Verdict::kFailed);
  CHECK(Deltas("delta: on hold, and taken off since").at(0).verdict == Verdict::kOk);
}

TEST_CASE("the path of a CRL's issuer is told of, and is not the chain's") {
  const CrlJudged judged = Indirect("CRL issuer: not valid yet", CrlCheck("extended", Extend));
  CHECK(StepsOf(judged) == "crl:1:ok crl:0:9 crl:0:ok 2:ok 1:ok 0:ok");
  const ChainVerification& chain = judged.verification.chain;
  CHECK(chain.code == 0);
  CHECK(chain.errors.empty());
  REQUIRE(chain.steps[1].certificate);
  CHECK(chain.steps[1].certificate->serial == Bytes{0x44});
  CHECK(!chain.steps[3].certificate);
  // OpenSSL goes on as if nothing had been; we do not believe that CRL.
  CHECK(judged.verification.crl.verdict == Verdict::kFailed);
  CHECK(judged.at(0).how ==
        "the CRL of CN=CRL issuer (the file test.crl) is of an issuer whose certificate does not "
        "verify");
  CHECK(judged.Has("crl.unreliable"));
}

TEST_CASE("a CRL that was given hides none of the trust store, unless it is asked first") {
  const CrlLab& lab = PlainLab();
  const Bytes old = CrlOf(lab.middle, [](CrlSpec& spec) {
    spec.this_update = {kTestNow.seconds - 20 * kTestDay};
    spec.next_update = {kTestNow.seconds - 10 * kTestDay};
  });
  const Bytes current =
      CrlOf(lab.middle, [&](CrlSpec& spec) { spec.entries = {EntryOf(lab.leaf, 1)}; });
  const VerifyCase what = CaseOf("two", lab, {old, current});
  VerifySetting setting = CrlCheck();
  CHECK(StepsOf(JudgeCrls(what, setting, 1)) == "0:12 2:ok 1:ok 0:ok");
  setting.options.crl_files_first = false;
  CHECK(StepsOf(JudgeCrls(what, setting, 1)) == "0:23 2:ok 1:ok 0:ok");
}

CrlLab RsaLab() {
  const ChangeSpec rsa = [](CertificateSpec& spec) {
    spec.private_key = MakeKey(MadeKeyKind::kRsa).value();
  };
  return MakeLab({}, rsa, rsa);
}

TEST_CASE(
    "a CRL whose signature cannot be verified is no evidence, and none of the chain's matter") {
  const CrlLab lab = RsaLab();
  const VerifyCase what = CaseOf("forged", lab, {ClaimSha3(CrlOf(lab.middle))});
  const CrlJudged judged = JudgeCrls(what, CrlCheck());
  CHECK(judged.verification.chain.verdict == Verdict::kOk);
  CHECK(judged.verification.chain.code == 65535);
  CHECK(judged.verification.crl.verdict == Verdict::kNotChecked);
  CHECK(judged.at(0).how ==
        "the CRL of CN=Intermediate (the file test.crl): its signature is RSA-SHA3-256, which this "
        "build cannot check");
  REQUIRE(judged.Has("crl.not_checked"));
  CHECK(judged.Find("crl.not_checked")->severity == Severity::kError);
}

// A leaf with a CRL by another issuer, which is as changed; whether that revokes it.
VerifyCase ByOther(bool revoked, const ChangeSpec& change = {}) {
  CrlLab lab = RsaLab();
  CertificateSpec other = {.common_name = "CRL issuer", .key_usage = uint16_t{1 << kCrlSign}};
  if (change) change(other);
  const MadeCertificate issuer = MakeOrFail(other, &lab.root);
  CertificateSpec leaf = LeafSpec();
  leaf.extra_extensions = {PointsExtension({{.crl_issuer = {DirectoryName(issuer.subject)}}})};
  lab.leaf = MakeOrFail(leaf, &lab.middle);
  const Bytes crl = CrlOf(issuer, [&](CrlSpec& spec) {
    spec.issuing_distribution_point = IssuingDistributionPoint{.indirect = true};
    if (!revoked) return;
    spec.entries = {EntryOf(lab.leaf, 1)};
    spec.entries[0].certificate_issuer = lab.middle.subject;
  });
  VerifyCase what = CaseOf("by another", lab, {crl});
  what.untrusted.push_back(issuer.der);
  return what;
}

TEST_CASE("a CRL is no evidence where its issuer's certificate cannot be verified") {
  VerifyCase what = ByOther(false);
  what.untrusted.back() = ClaimSha3(what.untrusted.back());
  const CrlJudged judged = JudgeCrls(what, CrlCheck("extended", Extend));
  CHECK(judged.verification.chain.verdict == Verdict::kOk);
  CHECK(judged.verification.crl.verdict == Verdict::kNotChecked);
  CHECK(judged.at(0).how.find("a signature on the path of its issuer is RSA-SHA3-256") !=
        std::string::npos);
}

// OpenSSL's steps, and that nothing is said to be revoked.
void CheckNotBelieved(const VerifyCase& what, std::string_view steps, std::string_view finding) {
  const CrlJudged judged = JudgeCrls(what, CrlCheck("all", UseAll));
  CAPTURE(finding, judged.at(0).how);
  CHECK(StepsOf(judged) == steps);
  CHECK(judged.verification.crl.verdict != Verdict::kOk);
  CHECK_FALSE(judged.at(0).entry);
  CHECK_FALSE(judged.at(0).how.starts_with("revoked"));
  CHECK(judged.Has(finding));
  CHECK_FALSE(judged.Has("crl.revoked"));
}

TEST_CASE("nothing is revoked by a CRL that is not believed") {
  const auto revoking = [](const CrlLab& lab) {
    return CrlOf(lab.middle, [&](CrlSpec& spec) { spec.entries = {EntryOf(lab.leaf, 1)}; });
  };
  const CrlLab& lab = PlainLab();
  Bytes changed = revoking(lab);
  changed.back() ^= 1;
  CheckNotBelieved(CaseOf("changed", lab, {changed}), "0:8 0:23 2:ok 1:ok 0:ok", "crl.signature");
  const CrlLab no_sign =
      MakeLab({}, [](CertificateSpec& spec) { spec.key_usage = uint16_t{1 << kKeyCertSign}; });
  CheckNotBelieved(CaseOf("key usage", no_sign, {revoking(no_sign)}), "0:35 0:23 2:ok 1:ok 0:ok",
                   "crl.issuer");
  const CrlLab rsa = RsaLab();
  CheckNotBelieved(CaseOf("not supported", rsa, {ClaimSha3(revoking(rsa))}), "0:23 2:ok 1:ok 0:ok",
                   "crl.not_checked");
  CheckNotBelieved(
      ByOther(true, [](CertificateSpec& s) { s.not_before = {kTestNow.seconds + kTestDay}; }),
      "crl:1:ok crl:0:9 crl:0:ok 0:23 2:ok 1:ok 0:ok", "crl.unreliable");
  const CrlJudged believed = JudgeCrls(ByOther(true), CrlCheck("all", UseAll));
  CHECK(believed.at(0).entry);
  CHECK(believed.Has("crl.revoked"));
}

TEST_CASE("nothing is revoked by a delta that is not believed, and what its base says stands") {
  const CrlLab lab =
      MakeLab([](CertificateSpec& spec) { spec.extra_extensions = {FreshestExtension()}; });
  const auto list = [&](bool delta, bool revokes) {
    return CrlOf(lab.middle, [&](CrlSpec& spec) {
      spec.number = {static_cast<uint8_t>(delta ? 7 : 5)};
      if (delta) spec.base_number = {5};
      if (revokes) spec.entries = {EntryOf(lab.leaf, delta ? 1 : 4)};
      spec.corrupt_signature = delta;
    });
  };
  CheckNotBelieved(CaseOf("delta", lab, {list(false, false), list(true, true)}),
                   "0:8 0:23 2:ok 1:ok 0:ok", "crl.signature");
  const CrlJudged base = JudgeCrls(CaseOf("base", lab, {list(false, true), list(true, true)}),
                                   CrlCheck("all", UseAll));
  REQUIRE(base.at(0).entry);
  CHECK(base.at(0).entry->reason == 4);
}

TEST_CASE("the issuer of a CRL need not have the server's name") {
  const VerifyCase what = ByOther(false);
  VerifySetting setting = CrlCheck("named", Extend);
  setting.options.host = "host.example";
  // OpenSSL asks, and goes on.
  const CrlJudged named = JudgeCrls(what, setting);
  CHECK(StepsOf(named) == "crl:0:62 crl:1:ok crl:0:ok 2:ok 1:ok 0:ok");
  CHECK(named.verification.crl.verdict == Verdict::kOk);
  // Unless its callback refuses, which is ours to repeat where the name was asked for alone.
  setting.options.fail_handshake = true;
  CHECK(StepsOf(JudgeCrls(what, setting)) == "crl:0:62 0:54");
  setting.options.host = {};
  setting.options.check_target_name = true;
  const CrlJudged target = JudgeCrls(what, setting, SIZE_MAX, {.host = "host.example"});
  CHECK(StepsOf(target) == "crl:0:62 crl:1:ok crl:0:ok 2:ok 1:ok 0:ok");
  CHECK(target.verification.crl.verdict == Verdict::kOk);
}

TEST_CASE("where the callback refuses on that path, the CRL is refused") {
  VerifySetting setting = CrlCheck("extended", Extend);
  setting.options.fail_handshake = true;
  const CrlJudged judged = Indirect("CRL issuer: not valid yet", setting);
  CHECK(StepsOf(judged) == "crl:1:ok crl:0:9 0:54");
  CHECK(judged.verification.chain.code == 54);
  CHECK(judged.Has("crl.issuer"));
  setting.options.tolerated_depth = 0;
  CHECK(StepsOf(Indirect("CRL issuer: not valid yet", setting)) ==
        "crl:1:ok crl:0:9 crl:0:ok 2:ok 1:ok 0:ok");
}

TEST_CASE("the path must end where the chain ends") {
  const CrlJudged judged =
      Indirect("CRL issuer: under another trusted root", CrlCheck("extended", Extend));
  CHECK(StepsOf(judged) == "crl:1:ok crl:0:ok 0:54 2:ok 1:ok 0:ok");
  CHECK(judged.verification.crl.verdict == Verdict::kFailed);
}

TEST_CASE("an issuer of CRLs is verified once for all certificates") {
  // The root's own CRL is about both CAs; the path for the leaf stands in the steps once.
  const CrlJudged judged =
      Indirect("indirect: nobody is revoked", CrlCheckAll("all, extended", Extend));
  CHECK(StepsOf(judged) == "crl:1:ok crl:0:ok 2:ok 1:ok 0:ok");
  CHECK(judged.verification.crl.verdict == Verdict::kOk);
}

TEST_CASE("what OpenSSL relies on and RFC 5280 does not is not relied on") {
  struct Row {
    const std::vector<CrlCase>& table;
    std::string_view name;
    std::string_view how;
  };
  const Row rows[] = {
      {DeltaCrlCases(), "delta: no base",
       "the delta CRL of CN=Intermediate (the file test.crl) has only what changed, and the "
       "complete CRL is not there"},
      {ScopeCrlCases(), "two scopes",
       "the CRL of CN=Intermediate (the file test.crl) has an extension that does not parse"},
      {ScopeCrlCases(), "a scope that does not parse",
       "the CRL of CN=Intermediate (the file test.crl) has an extension that does not parse"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const CrlJudged judged = JudgeCrls(CrlCaseNamed(row.table, row.name).what, CrlCheck());
    CHECK(judged.verification.chain.code == 0);
    CHECK(judged.verification.crl.verdict == Verdict::kFailed);
    CHECK(judged.at(0).how == row.how);
  }
}

TEST_CASE("proxy certificates are not looked up") {
  const CrlLab& lab = PlainLab();
  // proxyCertInfo with id-ppl-inheritAll.
  const Bytes info = Der(kDerSequence, Der(kDerSequence, *DerObjectId("1.3.6.1.5.5.7.21.1")));
  const MadeCertificate proxy =
      MakeOrFail({.subject = {{"CN", "host.example"}, {"CN", "proxy"}},
                  .extra_extensions = {RawExtension("1.3.6.1.5.5.7.1.14", true, info)}},
                 &lab.leaf);
  VerifyCase what = CaseOf("a proxy", lab, {});
  what.untrusted.insert(what.untrusted.begin(), what.leaf);
  what.leaf = proxy.der;
  const CrlJudged judged = JudgeCrls(
      what, CrlCheck("proxies", [](VerifyOptions& options) { options.allow_proxy_certs = true; }));
  CHECK(judged.at(0).verdict == Verdict::kOk);
  CHECK(judged.at(0).how == "a proxy certificate is not looked up");
  CHECK(StepsOf(judged).find(":3 ") == std::string::npos);
}

TEST_CASE("what is missing is asked for where it may be fetched") {
  const auto uri = [](std::string_view text) {
    return DistributionPoint{.name = {.full_name = {UriName(text)}}};
  };
  const CrlLab lab = MakeLab([&](CertificateSpec& s) {
    s.extra_extensions = {
        PointsExtension({uri("ldap://lab.example/crl"), uri("http://lab.example/a.crl"),
                         uri("HTTP://lab.example/b.crl"), uri("http://lab.example/a.crl")}),
        FreshestExtension()};
  });
  const VerifyCase without = CaseOf("without", lab, {});
  CHECK(JudgeCrls(without, CrlCheck()).needs.empty());
  const auto download = [](VerifyOptions& options) { options.crl_download = true; };
  const CrlJudged judged = JudgeCrls(without, CrlCheck("download", download));
  REQUIRE(judged.needs.size() == 2);
  CHECK(judged.needs[0] == Need{FetchKind::kCrl, "http://lab.example/a.crl"});
  CHECK(judged.needs[1] == Need{FetchKind::kCrl, "HTTP://lab.example/b.crl"});
  const VerifyCase with = CaseOf("with", lab, {CrlOf(lab.middle)});
  CHECK(JudgeCrls(with, CrlCheck("download", download)).needs.empty());
  const VerifySetting deltas = CrlCheck("download, deltas", [&](VerifyOptions& options) {
    download(options);
    options.use_deltas = true;
  });
  const CrlJudged delta = JudgeCrls(with, deltas);
  REQUIRE(delta.needs.size() == 1);
  CHECK(delta.needs[0].url == "http://lab.example/delta.crl");
  const VerifyCase old = CaseOf("old", lab, {CrlOf(lab.middle, [](CrlSpec& s) {
                                  s.next_update = UnixTime{kTestNow.seconds - kTestDay};
                                })});
  CHECK(JudgeCrls(old, CrlCheck("download", download)).needs.size() == 2);
}

// About as many as fit.
Bytes LongList(const CrlLab& lab, size_t bytes, const ChangeCrl& change = {}) {
  return CrlOf(lab.middle, [&](CrlSpec& s) {
    CrlEntrySpec entry = {.serial = Bytes(8, 0x55)};
    for (size_t i = 0; i < bytes / 27; ++i) {
      for (size_t byte = 1; byte < 8; ++byte)
        entry.serial[byte] = static_cast<uint8_t>(i >> 8 * (byte % 4));
      s.entries.push_back(entry);
    }
    if (change) change(s);
  });
}

TEST_CASE("a hundred certificates and a long list take no time") {
  // One name for all: the list is about each of them.
  CertificateSpec spec = CaSpec("CA");
  spec.private_key = *MakeKey(MadeKeyKind::kP256);
  const MadeCertificate root = MakeOrFail(spec);
  CrlLab lab = {.root = root, .middle = root};
  VerifyCase what = {.trusted = {root.der}};
  CrlSpec list;
  for (uint8_t i = 0; i < 99; ++i) {
    spec.serial = {0x01, i};
    spec.private_key = {};
    lab.middle = MakeOrFail(spec, &lab.middle);
    what.untrusted.push_back(lab.middle.der);
    list.entries.push_back(EntryOf(lab.middle, 1));
  }
  what.leaf = MakeOrFail(LeafSpec(), &lab.middle).der;
  what.crls = {LongList(lab, 16 << 20, [&](CrlSpec& s) {
    s.authority_key_id = false;
    s.entries.insert(s.entries.end(), list.entries.begin(), list.entries.end());
  })};
  const auto begin = std::chrono::steady_clock::now();
  const CrlJudged judged = JudgeCrls(what, CrlCheckAll("all, extended", Extend));
  const auto took = std::chrono::steady_clock::now() - begin;
  REQUIRE(judged.verification.crl.certificates.size() >= 100);
  CHECK(judged.at(1).verdict == Verdict::kFailed);
  // Found, in a list that is not of its issuer.
  CHECK(StepsOf(judged).find(" 1:23 ") != std::string::npos);
  CHECK_FALSE(judged.at(1).entry);
  CHECK(judged.at(100).verdict == Verdict::kFailed);
  CHECK(std::chrono::duration_cast<std::chrono::milliseconds>(took).count() < 5000);
}

}  // namespace
}  // namespace tlsprobe
