// Every path from a leaf to the anchors: which there are, what is wrong with each, what is said.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>
#include <vector>

#include "tests/check/path_cases.h"
#include "tlsprobe/driver/crl_maker.h"
#include "tlsprobe/driver/extension_values.h"
#include "tlsprobe/wire/crl.h"

namespace tlsprobe {
namespace {

using Texts = std::vector<std::string>;

const ChainCase& CaseNamed(std::string_view name) {
  for (const ChainCase& each : AllChainCases()) {
    if (each.name == name) return each;
  }
  FAIL("no such case: " << name);
  return AllChainCases()[0];
}

PathsSeen SeeCase(std::string_view name) {
  const ChainCase& chain = CaseNamed(name);
  return SeePaths({.sent = chain.sent, .anchors = chain.anchors});
}

// What Let's Encrypt's servers sent when its first root's cross-sign had come to its end: old root
// and new root, the new one also certified by the old one.
struct CrossSign {
  MadeCertificate old_root, new_root, cross, intermediate, leaf;
};

CrossSign MakeCrossSign(bool expired_root, bool expired_cross) {
  CrossSign made;
  CertificateSpec old_root = CaSpec("Old Root"), new_root = CaWithKey("New Root");
  made.new_root = MakeOrFail(new_root);
  made.old_root = MakeOrFail(expired_root ? Expired(old_root) : old_root);
  made.cross = MakeOrFail(expired_cross ? Expired(new_root) : new_root, &made.old_root);
  made.intermediate = MakeOrFail(CaSpec("Intermediate"), &made.new_root);
  made.leaf = MakeOrFail(LeafSpec(), &made.intermediate);
  return made;
}

TEST_CASE("the usual chain has one path, which costs nothing to find") {
  const PathsSeen seen = SeeCase("in order");
  CHECK(PathTexts(seen.chain()) == Texts{"host.example < Intermediate < Root *"});
  CHECK_FALSE(seen.chain().paths_cut);
  CHECK(seen.verified_before == 2);
  CHECK(seen.verified == seen.verified_before);
  CHECK(seen.asked == seen.asked_before);
  CHECK(seen.findings.empty());
}

TEST_CASE("the chain that was built is among the paths, whatever is wrong with it") {
  for (const ChainCase& each : AllChainCases()) {
    for (const bool partial : {false, true}) {
      CAPTURE(each.name, partial);
      PathCase paths{.sent = each.sent, .anchors = each.anchors};
      paths.options.partial_chain = partial;
      const PathsSeen seen = SeePaths(paths);
      const ChainVerification& chain = seen.chain();
      const auto chosen = std::ranges::find(chain.paths, true, &CertificationPath::chosen);
      REQUIRE(chosen != chain.paths.end());
      CHECK(std::ranges::count(chain.paths, true, &CertificationPath::chosen) == 1);
      CHECK(chosen->certificates == chain.built);
      CHECK(chosen->errors == chain.errors);
      CHECK((chosen->anchored && chosen->errors.empty()) == (chain.verdict == Verdict::kOk));
    }
  }
}

TEST_CASE("a cross-sign gives two paths, the shorter one first") {
  const CrossSign made = MakeCrossSign(false, false);
  const PathsSeen seen = SeePaths({.sent = {made.leaf, made.intermediate, made.cross},
                                   .anchors = {made.old_root, made.new_root}});
  CHECK(PathTexts(seen.chain()) == Texts{"host.example < Intermediate < New Root *",
                                         "host.example < Intermediate < New Root < Old Root"});
  CHECK(seen.findings.empty());
}

TEST_CASE("a cross-sign below an expired root is a trap for clients that follow it") {
  const CrossSign made = MakeCrossSign(true, false);
  const PathsSeen seen = SeePaths({.sent = {made.leaf, made.intermediate, made.cross},
                                   .anchors = {made.old_root, made.new_root}});
  CHECK(PathTexts(seen.chain()) == Texts{"host.example < Intermediate < New Root *",
                                         "host.example < Intermediate < New Root < Old Root 10@3"});
  const Finding* finding = seen.Find("paths.alternative");
  REQUIRE(finding != nullptr);
  CHECK(finding->severity == Severity::kNotice);
  CHECK(finding->text ==
        "clients that follow certificate 2 (CN=New Root, issued by CN=Old Root) fail (CN=Old Root "
        "expired 3 days ago, on 2025-12-29T00:00:00Z); others find the path that is fine: the "
        "server's certificate, then CN=Intermediate, then CN=New Root");
  CHECK(finding->advice ==
        "Leave it out of the server's chain file. Send, in this order: the server's certificate, "
        "then CN=Intermediate.");
  CHECK(seen.findings.size() == 1);
}

TEST_CASE("an expired cross-sign is a trap also where its root is not known") {
  const CrossSign made = MakeCrossSign(true, true);
  PathCase each{.sent = {made.leaf, made.intermediate, made.cross}, .anchors = {made.new_root}};
  const PathsSeen seen = SeePaths(each);
  CHECK(PathTexts(seen.chain()) == Texts{"host.example < Intermediate < New Root *"});
  REQUIRE(seen.Has("paths.alternative"));
  CHECK(seen.Find("paths.alternative")->text.find("(it expired 3 days ago") != std::string::npos);
  each.options.no_check_time = true;
  CHECK_FALSE(SeePaths(each).Has("paths.alternative"));
  const CrossSign valid = MakeCrossSign(false, false);
  CHECK_FALSE(
      SeePaths({.sent = {valid.leaf, valid.intermediate, valid.cross}, .anchors = {valid.new_root}})
          .Has("paths.alternative"));
}

TEST_CASE("where the chain built fails and another path is fine, the remedy is named") {
  SECTION("an intermediate of the same name and another key is sent first") {
    const PathsSeen seen = SeeCase("both of the same name");
    CHECK(PathTexts(seen.chain()) == Texts{"host.example < Intermediate < Root",
                                           "host.example < Intermediate < Root * open 7@0"});
    const Finding* finding = seen.Find("paths.alternative");
    REQUIRE(finding != nullptr);
    CHECK(finding->severity == Severity::kWarning);
    CHECK(finding->text ==
          "clients that take the first path they find fail (the server's certificate: certificate "
          "signature failure); another path is fine: the server's certificate, then "
          "CN=Intermediate, then CN=Root");
    CHECK(finding->advice ==
          "Leave certificate 1 (CN=Intermediate, issued by CN=Root) out of the server's chain "
          "file. Send, in this order: the server's certificate, then CN=Intermediate.");
    CHECK(NamesText(seen.chain().should_send) == "host.example, Intermediate");
    CHECK(seen.chain().should_send[1]->der == CaseNamed("both of the same name").sent[2].der);
  }
  SECTION("the trust store has an intermediate that leads nowhere") {
    const MadeCertificate known = MakeOrFail(CaSpec("Known")), gone = MakeOrFail(CaSpec("Gone"));
    const CertificateSpec spec = CaWithKey("Intermediate");
    const MadeCertificate by_known = MakeOrFail(spec, &known), by_gone = MakeOrFail(spec, &gone);
    const MadeCertificate leaf = MakeOrFail(LeafSpec(), &by_known);
    const PathsSeen seen = SeePaths({.sent = {leaf, by_known}, .anchors = {by_gone, known}});
    CHECK(PathTexts(seen.chain()) ==
          Texts{"host.example < Intermediate < Known", "host.example < Intermediate * open 2@1"});
    REQUIRE(seen.Has("paths.alternative"));
    CHECK(seen.Find("paths.alternative")->advice ==
          "Take CN=Intermediate out of the trust store, or replace it by a current one.");
  }
}

TEST_CASE(
    "a chain with a signature of another key leads nowhere, and what is missing is asked for") {
  const ChainCase& chain = CaseNamed("intermediate of the same name");
  const PathsSeen seen = SeePaths({.sent = chain.sent, .anchors = chain.anchors});
  CHECK(PathTexts(seen.chain()) ==
        Texts{"host.example open 20@0 21@0", "host.example < Intermediate < Root * open 7@0"});
  CHECK(seen.chain().should_send.empty());
  CHECK_FALSE(seen.Has("paths.alternative"));
}

TEST_CASE("each path is judged by itself") {
  // Two certificates for one CA; each path meets its own.
  const MadeCertificate root = MakeOrFail(CaSpec("Root"));
  const CertificateSpec spec = CaWithKey("Intermediate");
  CertificateSpec narrow = spec, strangers = spec, short_lived = spec;
  strangers.extended_key_usage = {"1.3.6.1.5.5.7.3.2"};
  narrow.extra_extensions = {
      {.oid = "2.5.29.30",
       .critical = true,
       .value = NameConstraintsValue(
           {.permitted = {{GeneralName::Type::kDns, ToBytes("other.example")}}})}};
  short_lived.not_after = {kTestNow.seconds + 100 * kTestDay};
  const MadeCertificate fine = MakeOrFail(spec, &root);
  const MadeCertificate leaf = MakeOrFail(LeafSpec(), &fine);
  const PathsSeen seen =
      SeePaths({.sent = {leaf, fine, MakeOrFail(Expired(narrow), &root),
                         MakeOrFail(strangers, &root), MakeOrFail(short_lived, &root)},
                .anchors = {root}});
  CHECK(PathTexts(seen.chain()) == Texts{"host.example < Intermediate < Root *",
                                         "host.example < Intermediate < Root",
                                         "host.example < Intermediate < Root 26@1",
                                         "host.example < Intermediate < Root 10@1 47@0"});
  // Of two that are fine the one that lives longer comes first.
  CHECK(seen.chain().paths[1].certificates[1]->not_after == short_lived.not_after);
}

TEST_CASE("what a CA's key is, not its name alone, decides who certified whom") {
  const MadeCertificate root = MakeOrFail(CaSpec("Root")), twin = MakeOrFail(CaSpec("Root"));
  const MadeCertificate intermediate = MakeOrFail(CaSpec("Intermediate"), &root);
  const MadeCertificate leaf = MakeOrFail(LeafSpec(), &intermediate);
  const PathsSeen seen = SeePaths({.sent = {leaf, intermediate}, .anchors = {twin, root, twin}});
  REQUIRE(seen.chain().paths.size() == 1);
  CHECK(seen.chain().paths[0].certificates[2]->der == root.der);
}

TEST_CASE("loops are gone through once") {
  const CertificateSpec a = CaWithKey("A"), b = CaWithKey("B"), c = CaWithKey("C");
  const MadeCertificate a_self = MakeOrFail(a), b_self = MakeOrFail(b), c_self = MakeOrFail(c);
  const MadeCertificate a_by_b = MakeOrFail(a, &b_self), b_by_a = MakeOrFail(b, &a_self);
  const MadeCertificate b_by_c = MakeOrFail(b, &c_self);
  const MadeCertificate leaf = MakeOrFail(LeafSpec(), &a_self);
  const PathsSeen open = SeePaths({.sent = {leaf, a_by_b, b_by_a}});
  CHECK(PathTexts(open.chain()) == Texts{"host.example < A < B * open 20@2"});
  const PathsSeen anchored =
      SeePaths({.sent = {leaf, a_by_b, b_by_a, b_by_c}, .anchors = {b_self, c_self}});
  CHECK(PathTexts(anchored.chain()) == Texts{"host.example < A < B *", "host.example < A < B < C"});
}

TEST_CASE("without an anchor every end is told, the furthest first") {
  const CertificateSpec top = CaWithKey("Top"), middle = CaWithKey("Middle");
  const MadeCertificate root = MakeOrFail(CaSpec("Root")), other = MakeOrFail(CaSpec("Other"));
  const MadeCertificate top_by_root = MakeOrFail(top, &root);
  const MadeCertificate middle_by_top = MakeOrFail(middle, &top_by_root);
  const MadeCertificate middle_by_other = MakeOrFail(middle, &other);
  const MadeCertificate leaf = MakeOrFail(LeafSpec(), &middle_by_top);
  const std::vector<MadeCertificate> sent = {leaf, middle_by_other, middle_by_top, top_by_root,
                                             root};
  const PathsSeen open = SeePaths({.sent = sent, .anchors = {MakeOrFail(CaSpec("Stranger"))}});
  CHECK(PathTexts(open.chain()) ==
        Texts{"host.example < Middle < Top < Root open 19@3", "host.example < Middle * open 20@1"});
  const PathsSeen anchored = SeePaths({.sent = sent, .anchors = {root}});
  CHECK(PathTexts(anchored.chain()) ==
        Texts{"host.example < Middle < Top < Root", "host.example < Middle * open 20@1"});
}

TEST_CASE("what may be trusted in part ends a path where the trust store begins") {
  const ChainCase& chain = CaseNamed("all trusted");
  PathCase each{.sent = chain.sent, .anchors = chain.anchors};
  CHECK(PathTexts(SeePaths(each).chain()) == Texts{"host.example < Intermediate < Root *"});
  each.options.partial_chain = true;
  CHECK(PathTexts(SeePaths(each).chain()) ==
        Texts{"host.example", "host.example < Intermediate *"});
}

TEST_CASE("a self-signed leaf is its own path") {
  CHECK(PathTexts(SeeCase("self-signed leaf").chain()) == Texts{"host.example * open 18@0"});
  CHECK(PathTexts(SeeCase("self-signed leaf, trusted").chain()) == Texts{"host.example *"});
}

TEST_CASE("a wrong name is no fault of a path") {
  const CrossSign made = MakeCrossSign(false, false);
  PathCase each{.sent = {made.leaf, made.intermediate, made.cross},
                .anchors = {made.old_root, made.new_root},
                .target = {.host = "wrong.example"}};
  each.options.check_target_name = true;
  const PathsSeen seen = SeePaths(each);
  CHECK(seen.verification.name.verdict == Verdict::kFailed);
  REQUIRE(seen.chain().paths.size() == 2);
  for (const CertificationPath& path : seen.chain().paths) CHECK(path.errors.empty());
}

TEST_CASE("faults of the leaf stand on every path") {
  CrossSign made = MakeCrossSign(false, false);
  CertificateSpec weak = LeafSpec();
  weak.key_kind = MadeKeyKind::kRsa;
  weak.rsa_bits = 1024;
  made.leaf = MakeOrFail(weak, &made.intermediate);
  const PathsSeen seen = SeePaths({.sent = {made.leaf, made.intermediate, made.cross},
                                   .anchors = {made.old_root, made.new_root}});
  CHECK(PathTexts(seen.chain()) == Texts{"host.example < Intermediate < New Root * 66@0",
                                         "host.example < Intermediate < New Root < Old Root 66@0"});
  CHECK_FALSE(seen.Has("paths.alternative"));
}

TEST_CASE("CRLs are asked about each path") {
  const CrossSign made = MakeCrossSign(false, false);
  const auto crl = [](const MadeCertificate& issuer, std::vector<CrlEntrySpec> entries) {
    const auto der = MakeCrl({.issuer = &issuer, .entries = std::move(entries)});
    REQUIRE(der.ok());
    const auto parsed = ParseCrl(*der);
    REQUIRE(parsed.ok());
    return CrlFact{*parsed, "a test"};
  };
  PathCase each{.sent = {made.leaf, made.intermediate, made.cross},
                .anchors = {made.old_root, made.new_root},
                .crls = {crl(made.intermediate, {}), crl(made.new_root, {})}};
  each.options.crl_check = true;
  CHECK(PathTexts(SeePaths(each).chain()) ==
        Texts{"host.example < Intermediate < New Root *",
              "host.example < Intermediate < New Root < Old Root"});
  // Nobody has the list of the old root, which would say something of the cross-sign and itself.
  each.options.crl_check_all = true;
  CHECK(PathTexts(SeePaths(each).chain()) ==
        Texts{"host.example < Intermediate < New Root *",
              "host.example < Intermediate < New Root < Old Root 3@2 3@3"});
  each.crls[0] = crl(made.intermediate, {{.serial = made.leaf.serial}});
  each.options.crl_check_all = false;
  CHECK(PathTexts(SeePaths(each).chain()) ==
        Texts{"host.example < Intermediate < New Root * 23@0",
              "host.example < Intermediate < New Root < Old Root 23@0"});
}

TEST_CASE("what is given besides counts as sent, but the server is not blamed for it") {
  const CrossSign made = MakeCrossSign(true, false);
  const PathsSeen seen = SeePaths({.sent = {made.leaf, made.intermediate},
                                   .anchors = {made.old_root, made.new_root},
                                   .untrusted = {made.cross}});
  CHECK(seen.chain().paths.size() == 2);
  CHECK_FALSE(seen.Has("paths.alternative"));
}

TEST_CASE("a path that this build cannot check comes behind one that is fine") {
  const Bytes rsa_sha512_256 = {0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
                                0xf7, 0x0d, 0x01, 0x01, 0x10, 0x05, 0x00};
  CertificateSpec rsa_root = CaSpec("Other Root");
  rsa_root.key_kind = MadeKeyKind::kRsa;
  const MadeCertificate root = MakeOrFail(CaSpec("Root")), other = MakeOrFail(rsa_root);
  CertificateSpec spec = CaWithKey("Intermediate");
  const MadeCertificate known = MakeOrFail(spec, &root);
  spec.inner_algorithm = spec.outer_algorithm = rsa_sha512_256;
  const MadeCertificate odd = MakeOrFail(spec, &other);
  const MadeCertificate leaf = MakeOrFail(LeafSpec(), &known);
  PathCase each{.sent = {leaf, known, odd}, .anchors = {root, other}, .level = 0};
  CHECK(PathTexts(SeePaths(each).chain()) ==
        Texts{"host.example < Intermediate < Root *",
              "host.example < Intermediate < Other Root not checked"});
  each.sent = {leaf, odd, known};
  const PathsSeen seen = SeePaths(each);
  CHECK(seen.chain().verdict == Verdict::kNotChecked);
  CHECK(PathTexts(seen.chain()) == Texts{"host.example < Intermediate < Root",
                                         "host.example < Intermediate < Other Root * not checked"});
  CHECK(seen.Has("paths.alternative"));
  CHECK(seen.chain().unchecked_depth == 1);
  // Also where more is wrong with it.
  each.sent[0] = MakeOrFail(Expired(LeafSpec()), &known);
  const PathsSeen expired = SeePaths(each);
  CHECK(expired.chain().verdict == Verdict::kFailed);
  CHECK(PathTexts(expired.chain()) ==
        Texts{"host.example < Intermediate < Root 10@0",
              "host.example < Intermediate < Other Root * not checked 10@0"});
}

TEST_CASE("a CRL's issuer is not held to the name on a path that is not held to it") {
  const MadeCertificate root = MakeOrFail(CaSpec("Root"));
  CertificateSpec spec = CaWithKey("Intermediate");
  const MadeCertificate one = MakeOrFail(spec, &root);
  spec.serial = {0x24};
  const MadeCertificate two = MakeOrFail(spec, &root);
  const MadeCertificate crl_issuer = MakeOrFail(
      {.common_name = "CRL issuer", .key_usage = static_cast<uint16_t>(1 << kCrlSign)}, &root);
  CertificateSpec leaf = LeafSpec();
  leaf.extra_extensions = {
      {.oid = "2.5.29.31",
       .value = DistributionPointsValue(
           {{.crl_issuer = {{GeneralName::Type::kDirectory, crl_issuer.subject}}}})}};
  const auto crl =
      MakeCrl({.issuer = &crl_issuer, .issuing_distribution_point = {{.indirect = true}}});
  REQUIRE(crl.ok());
  PathCase each{.sent = {MakeOrFail(leaf, &one), one, two},
                .anchors = {root},
                .untrusted = {crl_issuer},
                .crls = {{.crl = ParseCrl(*crl).value(), .source = "a test"}}};
  each.options.crl_check = each.options.extended_crl = true;
  each.options.fail_handshake = true;
  each.options.host = "host.example";
  const Texts texts = PathTexts(SeePaths(each).chain());
  REQUIRE(texts.size() == 2);
  // The chain itself is, as OpenSSL has it.
  CHECK(std::ranges::count(texts, "host.example < Intermediate < Root * 54@0") == 1);
  CHECK(std::ranges::count(texts, "host.example < Intermediate < Root") == 1);
}

TEST_CASE("no path is longer than the chain may be") {
  const CrossSign made = MakeCrossSign(false, false);
  PathCase each{.sent = {made.leaf, made.intermediate, made.cross},
                .anchors = {made.old_root, made.new_root}};
  each.options.max_depth = 1;
  CHECK(PathTexts(SeePaths(each).chain()) == Texts{"host.example < Intermediate < New Root *"});
  each.options.max_depth = 0;
  CHECK(PathTexts(SeePaths(each).chain()) == Texts{"host.example < Intermediate * open 22@1 20@1"});
}

TEST_CASE("the order of what is sent changes nothing but which path is built") {
  const CrossSign made = MakeCrossSign(true, false);
  std::vector<MadeCertificate> sent = {made.leaf, made.cross, made.intermediate, made.old_root};
  std::vector<Texts> all;
  for (int turn = 0; turn < 3; ++turn) {
    std::rotate(sent.begin() + 1, sent.begin() + 2, sent.end());
    all.push_back(
        PathTexts(SeePaths({.sent = sent, .anchors = {made.old_root, made.new_root}}).chain()));
  }
  CHECK(all[0].size() == 2);
  CHECK(all[1] == all[0]);
  CHECK(all[2] == all[0]);
}

TEST_CASE("without certificates there are no paths") {
  CHECK(SeePaths({}).chain().paths.empty());
  MadeCertificate broken = MakeOrFail(LeafSpec());
  broken.der.resize(40);
  CHECK(SeePaths({.sent = {broken}}).chain().paths.empty());
}

TEST_CASE("a certificate that was changed is told from an issuer that is another") {
  CertificateSpec spec = LeafSpec();
  spec.corrupt_signature = true;
  const MadeCertificate root = MakeOrFail(CaSpec("Root"));
  const MadeCertificate intermediate = MakeOrFail(CaSpec("Intermediate"), &root);
  const MadeCertificate leaf = MakeOrFail(spec, &intermediate);
  PathCase each{.sent = {leaf, intermediate}, .anchors = {root}};
  each.options.fetch_issuers = true;
  const PathsSeen seen = SeePaths(each);
  CHECK(PathTexts(seen.chain()) == Texts{"host.example < Intermediate < Root * 7@0"});
  CHECK(NamesText(seen.chain().should_send) == "host.example, Intermediate");
  CHECK(seen.needs.empty());
  REQUIRE(seen.Has("chain.signature"));
  CHECK(seen.Find("chain.signature")->text ==
        "the signature of the server's certificate is wrong: the key of CN=Intermediate, which it "
        "names, did not make it");
  CHECK(seen.Find("chain.signature")->advice ==
        "The certificate was changed after it was signed: get it anew from the CA.");
  CHECK_FALSE(seen.Has("sent.wrong_key"));
  CHECK_FALSE(seen.Has("sent.bad_signature"));
  each.sent.push_back(root);
  each.anchors = {MakeOrFail(CaSpec("Stranger"))};
  CHECK(PathTexts(SeePaths(each).chain()) ==
        Texts{"host.example < Intermediate < Root * open 19@2 7@0"});
}

TEST_CASE("an intermediate that was changed is no end of a path either") {
  const MadeCertificate root = MakeOrFail(CaSpec("Root"));
  CertificateSpec spec = CaSpec("Intermediate");
  spec.corrupt_signature = true;
  const MadeCertificate intermediate = MakeOrFail(spec, &root);
  const MadeCertificate leaf = MakeOrFail(LeafSpec(), &intermediate);
  CHECK(PathTexts(SeePaths({.sent = {leaf, intermediate}, .anchors = {root}}).chain()) ==
        Texts{"host.example < Intermediate < Root * 7@1"});
}

TEST_CASE("an expired cross-certificate is not among what should be sent where another path is") {
  const CertificateSpec spec = CaWithKey("Intermediate");
  const MadeCertificate root = MakeOrFail(CaSpec("Root"));
  const MadeCertificate upper = MakeOrFail(CaSpec("Upper"), &root);
  const auto sent_second = [](const PathCase& each) {
    const ChainVerification chain = SeePaths(each).verification.chain;
    REQUIRE(chain.should_send.size() >= 2);
    return chain.should_send[1]->der;
  };
  SECTION("it is on the shorter path, and no more is wrong with that") {
    const MadeCertificate expired = MakeOrFail(Expired(spec), &root);
    const MadeCertificate valid = MakeOrFail(spec, &upper);
    const MadeCertificate leaf = MakeOrFail(LeafSpec(), &valid);
    PathCase each{.sent = {leaf, expired, valid, upper}, .anchors = {root}};
    CHECK(sent_second(each) == valid.der);
    each.options.crl_check_all = true;  // nobody's list is known
    CHECK(sent_second(each) == valid.der);
    each.options.crl_check_all = false;
    each.options.no_check_time = true;
    CHECK(sent_second(each) == valid.der);
  }
  SECTION("it is on the longer path, and no root is trusted") {
    const MadeCertificate expired = MakeOrFail(Expired(spec), &upper);
    const MadeCertificate valid = MakeOrFail(spec, &root);
    const MadeCertificate leaf = MakeOrFail(LeafSpec(), &valid);
    const PathCase each{.sent = {leaf, expired, upper, valid, root},
                        .anchors = {MakeOrFail(CaSpec("Stranger"))}};
    CHECK(sent_second(each) == valid.der);
  }
}

}  // namespace
}  // namespace tlsprobe
