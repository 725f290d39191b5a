// Policy processing over facts made by hand: the walk-throughs of RFC 5280 section 6.1, and where
// OpenSSL has a mind of its own.
#include "tlsprobe/check/policy_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <ctime>
#include <string>
#include <vector>

#include "tlsprobe/check/policy_sets.h"

namespace tlsprobe {
namespace {

const std::string kAny(kAnyPolicy);
const std::string kGold = "1.2.3.1", kSilver = "1.2.3.2", kBronze = "1.2.3.3";
const std::string kOther = "1.2.4.1", kThird = "1.2.5.1";

// What a certificate says; the first of a path is the one below the anchor.
struct Says {
  std::vector<std::string> policies = {};  // empty: the extension is absent
  std::vector<PolicyMapping> mappings = {};
  std::optional<uint64_t> explicit_after = {};
  std::optional<uint64_t> no_mapping_after = {};
  std::optional<uint64_t> no_any_after = {};
  bool self_issued = false;
  bool critical = false;
};

Certificate CertificateOf(const Says& says) {
  Certificate certificate = {.self_issued = says.self_issued};
  certificate.extensions = {{.oid = "2.5.29.32", .critical = says.critical}};
  if (!says.policies.empty()) certificate.policies.emplace();
  for (const std::string& oid : says.policies) certificate.policies->push_back({.oid = oid});
  if (!says.mappings.empty()) certificate.policy_mappings = says.mappings;
  if (says.explicit_after || says.no_mapping_after) {
    certificate.policy_constraints = {.require_explicit_policy = says.explicit_after,
                                      .inhibit_policy_mapping = says.no_mapping_after};
  }
  certificate.inhibit_any_policy = says.no_any_after;
  return certificate;
}

std::string OidsOf(const std::vector<ValidPolicy>& policies) {
  std::string text;
  for (const ValidPolicy& policy : policies) {
    text += ' ' + (policy.oid == kAny ? "any" : policy.oid) + (policy.critical ? "!" : "");
  }
  return text.empty() ? " -" : text;
}

// "not met: explicit, authority 1.2.3.1, user -".
std::string Process(const std::vector<Says>& path, const PolicyDemands& demands = {}) {
  std::vector<Certificate> certificates;
  for (const Says& says : path) certificates.push_back(CertificateOf(says));
  std::vector<PolicyFacts> facts;
  for (const Certificate& each : certificates) facts.push_back(ReadPolicyFacts(each));
  const PolicyResult result = ProcessPolicies(facts, demands);
  if (result.verdict == PolicyVerdict::kInvalid) return "invalid";
  if (result.verdict == PolicyVerdict::kTooMany) return "too many";
  REQUIRE(result.outcome.processed);
  return fmt::format("{}: {}authority{}, user{}",
                     result.verdict == PolicyVerdict::kMet ? "met" : "not met",
                     result.outcome.explicit_required ? "explicit, " : "",
                     OidsOf(result.outcome.authority), OidsOf(result.outcome.user));
}

std::string ProcessAccepting(const std::vector<Says>& path, std::vector<std::string> accepted,
                             PolicyDemands demands = {}) {
  demands.accepted = accepted;
  return Process(path, demands);
}

constexpr PolicyDemands kExplicit = {.explicit_policy = true};

TEST_CASE("a policy is valid where every certificate names it") {
  CHECK(Process({{{kGold, kSilver}}, {{kSilver, kBronze}}, {{kSilver}}}) ==
        "met: authority 1.2.3.2, user -");
  CHECK(Process({{{kGold, kSilver}}, {{kGold, kSilver}}}) ==
        "met: authority 1.2.3.1 1.2.3.2, user -");
}

TEST_CASE("where one certificate has no policies none is valid") {
  const std::vector<Says> path = {{{kGold}}, {}, {{kGold}}};
  CHECK(Process(path) == "met: authority -, user -");
  CHECK(ProcessAccepting(path, {kGold}, kExplicit) == "not met: explicit, authority -, user -");
}

TEST_CASE("policies that do not meet leave nothing") {
  const std::vector<Says> path = {{{kGold}}, {{kSilver}}};
  CHECK(Process(path) == "met: authority -, user -");
  CHECK(ProcessAccepting(path, {kAny}, kExplicit) == "not met: explicit, authority -, user -");
}

TEST_CASE("an anchor alone asks for nothing") {
  CHECK(ProcessAccepting({}, {kGold}, kExplicit) == "met: authority -, user -");
}

TEST_CASE("anyPolicy stands for every policy above and below it") {
  CHECK(Process({{{kAny}}, {{kGold}}}) == "met: authority 1.2.3.1, user -");
  CHECK(Process({{{kGold, kSilver}}, {{kAny}}, {{kGold}}}) == "met: authority 1.2.3.1, user -");
  CHECK(Process({{{kGold}}, {{kAny}}}) == "met: authority 1.2.3.1, user -");
  CHECK(Process({{{kAny}}, {{kAny}}}) == "met: authority any, user -");
  CHECK(Process({{{kAny, kGold}}, {{kAny}}}) == "met: authority any, user -");
}

TEST_CASE("only what is accepted is in the user's set") {
  const std::vector<Says> path = {{{kGold, kSilver}}, {{kGold, kSilver}}};
  CHECK(ProcessAccepting(path, {kSilver}, kExplicit) ==
        "met: explicit, authority 1.2.3.1 1.2.3.2, user 1.2.3.2");
  CHECK(ProcessAccepting(path, {kSilver, kOther, kGold}) ==
        "met: authority 1.2.3.1 1.2.3.2, user 1.2.3.2 1.2.3.1");
  CHECK(ProcessAccepting(path, {kOther}) == "met: authority 1.2.3.1 1.2.3.2, user -");
  CHECK(ProcessAccepting(path, {kOther}, kExplicit) ==
        "not met: explicit, authority 1.2.3.1 1.2.3.2, user -");
  CHECK(ProcessAccepting(path, {kOther, kAny}, kExplicit) ==
        "met: explicit, authority 1.2.3.1 1.2.3.2, user 1.2.3.1 1.2.3.2");
}

TEST_CASE("an explicit policy is not met where none is accepted by name") {
  CHECK(Process({{{kGold}}, {{kGold}}}, kExplicit) ==
        "not met: explicit, authority 1.2.3.1, user -");
}

TEST_CASE("what is accepted is valid under an anyPolicy that reaches the leaf") {
  const std::vector<Says> path = {{{kAny}}, {{kAny, kGold}, {}, {}, {}, {}, false, true}};
  CHECK(ProcessAccepting(path, {kOther}, kExplicit) ==
        "met: explicit, authority any!, user 1.2.4.1");
  CHECK(ProcessAccepting(path, {kGold, kOther}) == "met: authority any!, user 1.2.3.1! 1.2.4.1");
}

TEST_CASE("a mapped policy is valid by the name it had above the mapping") {
  const Says upper = {{kGold, kSilver}, {{kGold, kOther}}};
  CHECK(ProcessAccepting({upper, {{kOther}}}, {kGold}, kExplicit) ==
        "met: explicit, authority 1.2.3.1, user 1.2.3.1");
  CHECK(ProcessAccepting({upper, {{kOther}}}, {kOther}, kExplicit) ==
        "not met: explicit, authority 1.2.3.1, user -");
  // Its old name means nothing below.
  CHECK(Process({upper, {{kGold}}}) == "met: authority -, user -");
  CHECK(Process({upper, {{kGold, kSilver}}}) == "met: authority 1.2.3.2, user -");
}

TEST_CASE("one policy can be mapped to several, and several to one") {
  CHECK(Process({{{kGold}, {{kGold, kOther}, {kGold, kThird}}}, {{kThird}}}) ==
        "met: authority 1.2.3.1, user -");
  CHECK(Process({{{kGold, kSilver}, {{kGold, kOther}, {kSilver, kOther}}}, {{kOther}}}) ==
        "met: authority 1.2.3.1 1.2.3.2, user -");
}

TEST_CASE("mappings follow one another") {
  CHECK(Process({{{kGold}, {{kGold, kOther}}}, {{kOther}, {{kOther, kThird}}}, {{kThird}}}) ==
        "met: authority 1.2.3.1, user -");
}

TEST_CASE("a mapping of what the certificate does not name counts only beside anyPolicy") {
  CHECK(Process({{{kSilver}, {{kGold, kOther}}}, {{kOther}}}) == "met: authority -, user -");
  CHECK(Process({{{kAny}, {{kGold, kOther}}}, {{kOther}}}) == "met: authority 1.2.3.1, user -");
  CHECK(Process({{{kGold}}, {{kAny}, {{kGold, kOther}}}, {{kOther}}}) ==
        "met: authority 1.2.3.1, user -");
}

TEST_CASE("anyPolicy below a mapping stands for the new names") {
  CHECK(Process({{{kGold}, {{kGold, kOther}, {kGold, kThird}}}, {{kAny}}, {{kThird}}}) ==
        "met: authority 1.2.3.1, user -");
  CHECK(Process({{{kGold}, {{kGold, kOther}, {kGold, kThird}}}, {{kAny, kOther}}, {{kThird}}}) ==
        "met: authority 1.2.3.1, user -");
  CHECK(Process({{{kGold}, {{kGold, kOther}}}, {{kAny}}, {{kGold}}}) == "met: authority -, user -");
}

TEST_CASE("inhibited mapping takes the mapped policies away") {
  const std::vector<Says> path = {{{kGold, kSilver}, {{kGold, kOther}}}, {{kOther, kSilver}}};
  CHECK(Process(path) == "met: authority 1.2.3.1 1.2.3.2, user -");
  CHECK(Process(path, {.inhibit_mapping = true}) == "met: authority 1.2.3.2, user -");
}

TEST_CASE("inhibitPolicyMapping counts the certificates that are not self-issued") {
  const Says upper = {.policies = {kGold}, .no_mapping_after = 1};
  const Says maps = {{kGold}, {{kGold, kOther}}};
  const Says plain = {{kGold}}, last = {{kOther}};
  Says issued_itself = plain;
  issued_itself.self_issued = true;
  CHECK(Process({upper, maps, last}) == "met: authority 1.2.3.1, user -");
  CHECK(Process({upper, plain, maps, last}) == "met: authority -, user -");
  CHECK(Process({upper, issued_itself, maps, last}) == "met: authority 1.2.3.1, user -");
  Says at_once = maps;
  at_once.no_mapping_after = 0;  // it counts from the next one
  CHECK(Process({at_once, last}) == "met: authority 1.2.3.1, user -");
  CHECK(Process({at_once, {{kOther}, {{kOther, kThird}}}, {{kThird}}}) ==
        "met: authority -, user -");
}

TEST_CASE("inhibited anyPolicy stands for nothing") {
  const std::vector<Says> path = {{{kGold}}, {{kAny}}, {{kGold}}};
  CHECK(Process(path) == "met: authority 1.2.3.1, user -");
  CHECK(Process(path, {.inhibit_any = true}) == "met: authority -, user -");
}

TEST_CASE("inhibitAnyPolicy counts the certificates that are not self-issued") {
  const Says upper = {.policies = {kGold}, .no_any_after = 1};
  const Says any = {{kAny}}, plain = {{kGold}};
  Says issued_itself = plain;
  issued_itself.self_issued = true;
  CHECK(Process({upper, any, plain}) == "met: authority 1.2.3.1, user -");
  CHECK(Process({upper, plain, any, plain}) == "met: authority -, user -");
  CHECK(Process({upper, issued_itself, any, plain}) == "met: authority 1.2.3.1, user -");
}

TEST_CASE("a self-issued certificate may use anyPolicy all the same, but not as the leaf") {
  const Says upper = {.policies = {kGold}, .no_any_after = 0};
  const Says any = {.policies = {kAny}, .self_issued = true};
  CHECK(Process({upper, any, {{kGold}}}) == "met: authority 1.2.3.1, user -");
  CHECK(Process({upper, any}) == "met: authority -, user -");
}

TEST_CASE("a smaller number further down counts, a greater one does not") {
  const Says upper = {.policies = {kGold}, .no_any_after = 1};
  Says lower = upper;
  lower.no_any_after = 7;
  CHECK(Process({upper, lower, {{kAny}}}) == "met: authority -, user -");
  CHECK(Process({lower, upper, {{kAny}}}) == "met: authority 1.2.3.1, user -");
}

TEST_CASE("requireExplicitPolicy counts the certificates that are not self-issued") {
  const Says none;
  Says requires_one = {.explicit_after = 1};
  Says issued_itself = {.self_issued = true};
  CHECK(Process({requires_one, none}) == "not met: explicit, authority -, user -");
  CHECK(Process({requires_one, issued_itself}) == "met: authority -, user -");
  requires_one.explicit_after = 2;
  CHECK(Process({requires_one, none}) == "met: authority -, user -");
  CHECK(Process({requires_one, none, none}) == "not met: explicit, authority -, user -");
  CHECK(Process({requires_one, issued_itself, none}) == "met: authority -, user -");
  requires_one.explicit_after = UINT64_MAX;
  CHECK(Process({requires_one, none, none}) == "met: authority -, user -");
}

TEST_CASE("the leaf can require an explicit policy of its own chain") {
  const Says leaf = {.policies = {kGold}, .explicit_after = 0};
  CHECK(ProcessAccepting({{{kGold}}, leaf}, {kGold}) ==
        "met: explicit, authority 1.2.3.1, user 1.2.3.1");
  CHECK(ProcessAccepting({{{kGold}}, leaf}, {kSilver}) ==
        "not met: explicit, authority 1.2.3.1, user -");
}

TEST_CASE("a fault anywhere makes the chain's policies invalid") {
  const Says twice = {{kGold, kGold}};
  CHECK(Process({twice, {{kGold}}}) == "invalid");
  CHECK(Process({{{kGold}}, twice}) == "invalid");
  CHECK(Process({{}, twice}) == "invalid");
  CHECK(Process({{{kAny, kAny}}}) == "invalid");
  CHECK(Process({{{kGold}, {{kAny, kGold}}}, {{kGold}}}) == "invalid");
}

TEST_CASE("below a certificate without policies no fault is looked for once one is required") {
  const Says twice = {{kGold, kGold}};
  CHECK(Process({{}, twice}, kExplicit) == "not met: explicit, authority -, user -");
  CHECK(Process({{.explicit_after = 0}, twice}) == "not met: explicit, authority -, user -");
}

TEST_CASE("policies stand in the order of their encoding, the shorter first") {
  const std::vector<std::string> oids = {"1.2.3.128", "1.2.3.9", "1.2.3.10", "1.2.3", "1.2.3.127"};
  CHECK(ProcessAccepting({{oids}, {oids}}, {kOther}) ==
        "met: authority 1.2.3 1.2.3.9 1.2.3.10 1.2.3.127 1.2.3.128, user -");
}

TEST_CASE("the policy that came last stands last until some are looked up") {
  const std::vector<Says> named = {{{kBronze, kSilver, kGold}}, {{kGold, kSilver, kBronze}}};
  CHECK(Process(named) == "met: authority 1.2.3.2 1.2.3.3 1.2.3.1, user -");
  CHECK(ProcessAccepting(named, {kAny}) ==
        "met: authority 1.2.3.2 1.2.3.3 1.2.3.1, user 1.2.3.2 1.2.3.3 1.2.3.1");
  CHECK(ProcessAccepting(named, {kOther}) == "met: authority 1.2.3.1 1.2.3.2 1.2.3.3, user -");
  const std::vector<Says> mapped = {{{kAny, kSilver}, {{kGold, kOther}}}, {{kOther, kSilver}}};
  CHECK(Process(mapped) == "met: authority 1.2.3.2 1.2.3.1, user -");
  CHECK(ProcessAccepting(mapped, {kBronze}) == "met: authority 1.2.3.1 1.2.3.2, user -");
}

TEST_CASE("qualifiers are those of the certificate where the policy enters the chain") {
  Certificate upper = CertificateOf({{kGold, kAny}}), lower = CertificateOf({{kGold, kSilver}});
  upper.policies->at(0).qualifiers = {{.oid = "1.2", .value = {5, 0}}};
  upper.policies->at(1).qualifiers = {{.oid = "1.3", .value = {5, 0}}};
  lower.policies->at(1).qualifiers = {{.oid = "1.4", .value = {5, 0}}};
  const std::vector<PolicyFacts> path = {ReadPolicyFacts(upper), ReadPolicyFacts(lower)};
  const auto outcome = ProcessPolicies(path, {}).outcome;
  REQUIRE(OidsOf(outcome.authority) == " 1.2.3.1 1.2.3.2");
  CHECK(outcome.authority[0].qualifiers.at(0).oid == "1.2");
  CHECK(outcome.authority[1].qualifiers.at(0).oid == "1.4");
}

std::vector<std::string> Many(size_t count) {
  std::vector<std::string> oids;
  for (size_t i = 0; i < count; ++i) oids.push_back(fmt::format("1.2.3.{}", i));
  return oids;
}

// The root and what the levels hold are a thousand nodes at most.
TEST_CASE("a thousand nodes are followed, one more is too many") {
  CHECK(Process({{Many(999)}}).starts_with("met"));
  CHECK(Process({{Many(1000)}}) == "too many");
  CHECK(Process({{Many(499)}, {Many(500)}}).starts_with("met"));
  CHECK(Process({{Many(500)}, {Many(500)}}) == "too many");
}

TEST_CASE("nodes that are gone count, too") {
  const Says wide = {Many(400)}, narrow = {{"1.2.3.1"}};
  CHECK(Process({wide, narrow, narrow}).starts_with("met"));
  std::vector<std::string> with_any = Many(400);
  with_any.push_back(kAny);
  // Each level has anyPolicy and 400 policies again, which lead nowhere.
  CHECK(Process({{with_any}, {with_any}, {with_any}}) == "too many");
}

TEST_CASE("policies the user accepts count where anyPolicy makes nodes of them") {
  CHECK(ProcessAccepting({{{kAny}}}, Many(998)).starts_with("met"));
  CHECK(ProcessAccepting({{{kAny}}}, Many(999)) == "too many");
}

TEST_CASE("hostile chains end fast") {
  std::vector<std::string> oids = Many(5'000);
  // Every policy is mapped to one; then that one to all; then all again; and so on.
  std::vector<PolicyMapping> together, apart, doubles;
  for (const std::string& oid : oids) {
    together.push_back({oid, kOther});
    apart.push_back({kOther, oid});
    doubles.push_back({kOther, kThird});
  }
  const std::vector<std::string> few = Many(400);
  std::vector<Says> path;
  path.push_back({few, together});
  path.push_back({{kOther}, apart});  // 400 nodes share 5,000 names
  path.push_back({{oids[4'999]}});    // one of them is met
  for (int i = 0; i < 10; ++i) path.push_back({oids, together});
  std::vector<Says> repeating = {{few, together}, {{kOther}, doubles}, {{kAny}}, {{kThird}}};
  std::vector<Says> nothing_met = {{few, together}, {{kOther}, apart}, {{kThird}}};
  const std::clock_t begin = std::clock();
  CHECK(Process(path) == "too many");
  CHECK(Process(repeating) == "too many");
  CHECK(Process(nothing_met) == "met: authority -, user -");
  CHECK(Process({{oids, together}, {{kOther}, apart}}) == "too many");
  CHECK((std::clock() - begin) / CLOCKS_PER_SEC < 10);  // with every sanitizer
}

TEST_CASE("a thousand policies do not multiply the qualifiers they share") {
  std::vector<std::string> oids = Many(900);
  Certificate upper = CertificateOf({{kAny}}), leaf = CertificateOf({oids});
  upper.policies->at(0).qualifiers = {{.oid = "1.2", .value = Bytes(1'000'000)}};
  upper.policy_mappings.emplace();
  for (const std::string& oid : oids) upper.policy_mappings->push_back({oid, oid});
  leaf.policies->resize(90);
  const std::vector<PolicyFacts> path = {ReadPolicyFacts(upper), ReadPolicyFacts(leaf)};
  const PolicyOutcome outcome = ProcessPolicies(path, {}).outcome;
  REQUIRE(outcome.authority.size() == 90);
  CHECK(std::ranges::count_if(outcome.authority, [](const ValidPolicy& each) {
          return !each.qualifiers.empty();
        }) == 4);
}

TEST_CASE("both sets together have no more than 4 MiB of qualifiers") {
  const std::vector<PolicyQualifier> large = {{.value = Bytes(1 << 20)}};
  const std::vector<std::string> oids = {kGold, kSilver, kBronze};
  std::vector<PolicyEntry> entries;
  for (const std::string& oid : oids) entries.push_back({.oid = oid, .qualifiers = &large});
  const auto count = [](const std::vector<ValidPolicy>& policies) {
    return std::ranges::count(policies, size_t{1},
                              [](const ValidPolicy& each) { return each.qualifiers.size(); });
  };
  for (const std::vector<std::string>& accepted : {std::vector<std::string>{kAny}, oids}) {
    PolicyNodes tree(1);
    for (const PolicyEntry& entry : entries) tree.Add(1, entry, tree.levels()[0].any);
    PolicyOutcome outcome;
    REQUIRE(FillPolicySets(tree, accepted, outcome));
    REQUIRE(outcome.authority.size() == 3);
    REQUIRE(outcome.user.size() == 3);
    CHECK(count(outcome.authority) == 3);
    CHECK(count(outcome.user) == 0);
  }
}

}  // namespace
}  // namespace tlsprobe
