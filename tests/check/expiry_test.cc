// The first end of what a verdict rests on.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/check/path_cases.h"
#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/words.h"

namespace tlsprobe {
namespace {

constexpr int64_t kHour = 3600;

UnixTime In(int64_t seconds) { return {kTestNow.seconds + seconds}; }

// Root, intermediate and leaf that end in so many days.
PathCase Ending(int64_t root_days, int64_t intermediate_days, int64_t leaf_days) {
  const auto ending = [](CertificateSpec spec, int64_t days) {
    spec.not_after = In(days * kTestDay);
    return spec;
  };
  const MadeCertificate root = MakeOrFail(ending(CaSpec("Root"), root_days));
  const MadeCertificate intermediate =
      MakeOrFail(ending(CaSpec("Intermediate"), intermediate_days), &root);
  const MadeCertificate leaf = MakeOrFail(ending(LeafSpec(), leaf_days), &intermediate);
  return {.sent = {leaf, intermediate}, .anchors = {root}};
}

TEST_CASE("what ends first is told, with what it is and when") {
  struct Case {
    int64_t root, intermediate, leaf;
    Expiry::What what;
    int depth;
    int64_t days;
    std::string_view sentence;
  };
  const Case each =
      GENERATE(Case{900, 800, 12, Expiry::What::kLeaf, 0, 12,
                    "The server's certificate expires in 12 days, on 2026-01-13T00:00:00Z"},
               Case{900, 5, 12, Expiry::What::kIntermediate, 1, 5,
                    "The intermediate certificate CN=Intermediate expires in 5 days, on "
                    "2026-01-06T00:00:00Z"},
               Case{1, 5, 12, Expiry::What::kAnchor, 2, 1,
                    "The root certificate CN=Root expires in 1 day, on 2026-01-02T00:00:00Z"},
               Case{900, 800, -3, Expiry::What::kLeaf, 0, -3,
                    "The server's certificate expired 3 days ago, on 2025-12-29T00:00:00Z"},
               Case{5, 5, 5, Expiry::What::kLeaf, 0, 5,
                    "The server's certificate expires in 5 days, on 2026-01-06T00:00:00Z"});
  CAPTURE(each.sentence);
  PathCase chain = Ending(each.root, each.intermediate, each.leaf);
  chain.options.no_check_time = GENERATE(false, true);
  const std::optional<Expiry> expiry = SeePaths(chain).verification.expiry;
  REQUIRE(expiry.has_value());
  CHECK(expiry->what == each.what);
  CHECK(expiry->depth == each.depth);
  CHECK(expiry->at == In(each.days * kTestDay));
  CHECK(expiry->seconds_left == each.days * kTestDay);
  CHECK(expiry->sentence == each.sentence);
}

TEST_CASE("it is told of a chain that fails, as far as that goes") {
  PathCase chain = Ending(900, 5, 12);
  chain.sent.pop_back();
  const PathsSeen seen = SeePaths(chain);
  CHECK(seen.chain().verdict == Verdict::kFailed);
  REQUIRE(seen.verification.expiry.has_value());
  CHECK(seen.verification.expiry->what == Expiry::What::kLeaf);
  chain = Ending(1, 5, 12);
  chain.sent.push_back(chain.anchors[0]);
  chain.anchors.clear();
  const std::optional<Expiry> untrusted = SeePaths(chain).verification.expiry;
  REQUIRE(untrusted.has_value());
  CHECK(untrusted->what == Expiry::What::kIntermediate);  // nobody's anchor
  CHECK(untrusted->depth == 2);
}

TEST_CASE("it is held against the time that was given") {
  PathCase chain = Ending(900, 800, 12);
  chain.options.at_time = In(10 * kTestDay);
  const std::optional<Expiry> expiry = SeePaths(chain).verification.expiry;
  REQUIRE(expiry.has_value());
  CHECK(expiry->seconds_left == 2 * kTestDay);
  CHECK(expiry->sentence.find(" expires 2 days after the time asked for, on 2026-") !=
        std::string::npos);
}

TEST_CASE("without a certificate nothing expires") {
  CHECK_FALSE(SeePaths({}).verification.expiry.has_value());
}

TEST_CASE("the finding about a certificate near its end says the same") {
  const PathsSeen seen = SeePaths(Ending(900, 800, 12));
  REQUIRE(seen.Has("validity.expires_soon"));
  CHECK(Sentence(seen.Find("validity.expires_soon")->text) == seen.verification.expiry->sentence);
  const PathsSeen over = SeePaths(Ending(900, 800, -3));
  REQUIRE(over.Has("chain.expired"));
  CHECK(Sentence(over.Find("chain.expired")->text) == over.verification.expiry->sentence);
}

// What CheckExpiry makes of CRLs that were used for the leaf and the intermediate.
struct Outcome {
  std::optional<Expiry> expiry = {};
  Findings findings = {};
};
Outcome ExpiryWith(const std::vector<Crl>& crls, VerifyOptions options = {}) {
  Verification verification;
  verification.chain = SeePaths(Ending(900, 800, 12)).chain();
  const CertificatePtr issuer = verification.chain.built[1];
  for (int depth : {0, 1}) {
    RevocationStatus status{.depth = depth, .verdict = Verdict::kOk};
    for (Crl crl : crls) {
      crl.issuer = issuer->subject;
      status.used.push_back({std::make_shared<const Crl>(std::move(crl)), "the file crl.pem"});
    }
    verification.crl.certificates.push_back(std::move(status));
  }
  Outcome outcome;
  std::vector<Need> needs;
  CheckOutput output{verification, outcome.findings, needs};
  const TlsFacts tls;
  const PeerFacts peer;
  CheckExpiry({.options = options, .target = {}, .tls = tls, .peer = peer}, output);
  outcome.expiry = verification.expiry;
  return outcome;
}

Crl CrlOf(int64_t period, int64_t left) {
  Crl crl;
  crl.this_update = In(left - period);
  crl.next_update = In(left);
  crl.sha256 = {static_cast<uint8_t>(period), static_cast<uint8_t>(left)};
  return crl;
}

TEST_CASE("a CRL can be the first to end") {
  const Outcome outcome =
      ExpiryWith({CrlOf(30 * kTestDay, 13 * kTestDay), CrlOf(30 * kTestDay, 11 * kTestDay)});
  REQUIRE(outcome.expiry.has_value());
  CHECK(outcome.expiry->what == Expiry::What::kCrl);
  CHECK(outcome.expiry->depth == 0);
  CHECK(outcome.expiry->at == In(11 * kTestDay));
  CHECK(outcome.expiry->seconds_left == 11 * kTestDay);
  CHECK(outcome.expiry->sentence ==
        "The CRL of CN=Intermediate for the server's certificate expires in 11 days, on "
        "2026-01-12T00:00:00Z");
  CHECK(outcome.findings.empty());
}

TEST_CASE("a CRL that names no end, or no date, has none") {
  Crl endless = CrlOf(30 * kTestDay, kTestDay), bad = endless;
  endless.next_update = std::nullopt;
  bad.bad_next_update = true;
  const Outcome outcome = ExpiryWith({endless, bad});
  REQUIRE(outcome.expiry.has_value());
  CHECK(outcome.expiry->what == Expiry::What::kLeaf);
  CHECK(outcome.findings.empty());
}

TEST_CASE("a CRL near its end is noticed once") {
  struct Case {
    int64_t period, left;
    bool noticed;
  };
  const Case each = GENERATE(
      Case{30 * kTestDay, 3 * kTestDay - 1, true}, Case{30 * kTestDay, 3 * kTestDay, false},
      Case{7 * kTestDay, kTestDay - 1, true}, Case{7 * kTestDay, kTestDay, false},
      Case{kTestDay, 8 * kHour - 1, true}, Case{kTestDay, 8 * kHour, false},
      Case{7 * kTestDay, 0, false}, Case{7 * kTestDay, -kHour, false});
  CAPTURE(each.period, each.left);
  const Outcome outcome = ExpiryWith({CrlOf(each.period, each.left)});
  CHECK(outcome.findings.size() == (each.noticed ? 1 : 0));
  for (const Finding& finding : outcome.findings) {
    CHECK(finding.id == "crl.expires_soon");
    CHECK(finding.severity == Severity::kNotice);
    CHECK(finding.advice.find("the file crl.pem") != std::string::npos);
    CHECK(Sentence(finding.text) == outcome.expiry->sentence);
  }
}

TEST_CASE("dates of CRLs are left alone where they are not to be checked") {
  const std::vector<Crl> late = {CrlOf(7 * kTestDay, kHour)};
  CHECK(ExpiryWith(late).findings.size() == 1);
  const Outcome outcome = ExpiryWith(late, {.no_check_time = true});
  CHECK(outcome.findings.empty());
  CHECK(outcome.expiry->what == Expiry::What::kCrl);
  CHECK(ExpiryWith(late, {.at_time = kTestNow, .no_check_time = true}).findings.size() == 1);
}

}  // namespace
}  // namespace tlsprobe
