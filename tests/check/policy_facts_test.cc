// What one certificate says about policies, and when nobody can go by it.
#include "tlsprobe/check/policy_facts.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace tlsprobe {
namespace {

using Mappings = std::vector<PolicyMapping>;

const std::string kAny(kAnyPolicy);

Certificate With(const std::vector<std::string>& policies) {
  Certificate certificate;
  certificate.policies.emplace();
  for (const std::string& oid : policies) certificate.policies->push_back({.oid = oid});
  return certificate;
}

std::string Oids(const PolicyFacts& facts) {
  std::string text;
  for (const PolicyEntry& entry : facts.policies) {
    text += (text.empty() ? "" : " ") + std::string(entry.oid);
  }
  return text;
}

TEST_CASE("a certificate without policy extensions says nothing") {
  const Certificate certificate;
  const PolicyFacts facts = ReadPolicyFacts(certificate);
  CHECK(facts.fault.empty());
  CHECK(!facts.has_policies);
  CHECK(!facts.any_policy);
}

TEST_CASE("policies are sorted but the last, and anyPolicy stands apart") {
  Certificate certificate = With({"1.2.9", kAny, "1.2.3.4", "1.2.8"});
  certificate.extensions = {{.oid = "2.5.29.32", .critical = true}};
  certificate.policies->at(1).qualifiers = {{.oid = "1.2", .value = {5, 0}}};
  const PolicyFacts facts = ReadPolicyFacts(certificate);
  CHECK(facts.has_policies);
  CHECK(Oids(facts) == "1.2.9 1.2.3.4 1.2.8");  // the last one is not sorted in
  CHECK(facts.policies[0].critical);
  CHECK(facts.policies[0].qualifiers == nullptr);
  REQUIRE(facts.any_policy);
  CHECK(facts.any_policy->qualifiers == &certificate.policies->at(1).qualifiers);
}

TEST_CASE("an empty list of policies is as good as none, and no fault") {
  Certificate certificate = With({});
  certificate.policy_mappings = Mappings{{kAny, "1.2"}};  // not looked at
  certificate.inhibit_any_policy = 0;
  const PolicyFacts facts = ReadPolicyFacts(certificate);
  CHECK(facts.fault.empty());
  CHECK(!facts.has_policies);
  CHECK(!facts.no_any_after);
}

TEST_CASE("constraints count also without policies") {
  Certificate certificate;
  certificate.policy_constraints = {.require_explicit_policy = 3, .inhibit_policy_mapping = 0};
  const PolicyFacts facts = ReadPolicyFacts(certificate);
  CHECK(facts.explicit_after == 3);
  CHECK(facts.no_mapping_after == 0);
  CHECK(facts.fault.empty());
}

TEST_CASE("mappings stand with the policies they are of") {
  Certificate certificate = With({"1.2.3", "1.2.4"});
  certificate.policy_mappings =
      Mappings{{"1.2.3", "1.9.1"}, {"1.2.5", "1.9.2"}, {"1.2.3", "1.9.3"}, {"1.2.3", "1.9.1"}};
  const PolicyFacts facts = ReadPolicyFacts(certificate);
  REQUIRE(Oids(facts) == "1.2.3 1.2.4");
  CHECK(facts.policies[0].mapped);
  CHECK(facts.policies[0].expected == std::vector<std::string_view>{"1.9.1", "1.9.3"});
  CHECK(facts.policies[0].mappings == 3);
  CHECK(!facts.policies[1].mapped);
}

TEST_CASE("beside anyPolicy a mapping makes a policy of its own") {
  Certificate certificate = With({"1.2.4", kAny});
  certificate.policies->at(1).qualifiers = {{.oid = "1.2", .value = {5, 0}}};
  certificate.policy_mappings = Mappings{{"1.2.3", "1.9.1"}};
  SECTION("the last one is not sorted in") {
    const PolicyFacts facts = ReadPolicyFacts(certificate);
    REQUIRE(Oids(facts) == "1.2.4 1.2.3");
    CHECK(facts.policies[1].from_any);
    CHECK(!facts.policies[1].mapped);
    CHECK(facts.policies[1].qualifiers == facts.any_policy->qualifiers);
  }
  SECTION("a second mapping of it finds it there") {
    certificate.policy_mappings->push_back({"1.2.3", "1.9.2"});
    const PolicyFacts facts = ReadPolicyFacts(certificate);
    REQUIRE(Oids(facts) == "1.2.3 1.2.4");
    CHECK(facts.policies[0].mapped);
    CHECK(facts.policies[0].expected == std::vector<std::string_view>{"1.9.1", "1.9.2"});
  }
}

TEST_CASE("what nobody can go by is a fault, and named") {
  const auto fault = [](void (*change)(Certificate & it)) {
    Certificate certificate = With({"1.2.3"});
    change(certificate);
    return ReadPolicyFacts(certificate).fault;
  };
  CHECK(fault([](Certificate&) {}).empty());
  CHECK(fault([](Certificate& it) { it.policies->push_back({.oid = "1.2.3"}); }) ==
        "its certificatePolicies names one twice");
  CHECK(fault([](Certificate& it) { it.policies.emplace(2, PolicyInformation{.oid = kAny}); }) ==
        "its certificatePolicies names one twice");
  CHECK(fault([](Certificate& it) { it.policy_constraints.emplace(); }) ==
        "its policyConstraints says nothing");
  CHECK(fault([](Certificate& it) { it.policy_mappings.emplace(); }) ==
        "its policyMappings is empty");
  CHECK(fault([](Certificate& it) {
          it.policy_mappings = Mappings{{"1.2", kAny}};
        }) == "its policyMappings maps anyPolicy");
  CHECK(fault([](Certificate& it) {
          it.policy_mappings = Mappings{{kAny, "1.2"}};
        }) == "its policyMappings maps anyPolicy");
  CHECK(fault([](Certificate& it) { it.bad_extensions = {"2.5.29.54"}; }) ==
        "its inhibitAnyPolicy does not parse");
  CHECK(fault([](Certificate& it) { it.duplicate_extensions = {"2.5.29.33"}; }) ==
        "its policyMappings is there twice");
  CHECK(fault([](Certificate& it) { it.duplicate_extensions = {"2.5.29.36"}; }) ==
        "its policyConstraints is there twice");
  CHECK(fault([](Certificate& it) {
          it.policies.reset();
          it.bad_extensions = {"2.5.29.32"};
        }) == "its certificatePolicies does not parse");
  // Without policies the others are not looked at.
  CHECK(fault([](Certificate& it) {
          it.policies.reset();
          it.bad_extensions = {"2.5.29.33", "2.5.29.54"};
        }).empty());
}

}  // namespace
}  // namespace tlsprobe
