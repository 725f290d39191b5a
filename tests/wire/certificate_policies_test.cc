#include "tlsprobe/wire/certificate_policies.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tests/wire/der_parts.h"

namespace tlsprobe {
namespace {

const Bytes kPolicy = Hex("06032a0304");  // 1.2.3.4
const Bytes kCps = Hex("06082b06010505070201");
const Bytes kUserNotice = Hex("06082b06010505070202");

// One policy with one qualifier.
Bytes Qualified(const std::vector<Bytes>& qualifier) {
  return Sequence({Sequence({kPolicy, Sequence({Sequence(qualifier)})})});
}

std::vector<PolicyInformation> Policies(const Bytes& value) {
  Certificate certificate;
  REQUIRE(ReadPolicies(value, certificate));
  return certificate.policies.value();
}

PolicyConstraints Constraints(std::string_view hex) {
  Certificate certificate;
  REQUIRE(ReadPolicyConstraints(Hex(hex), certificate));
  return certificate.policy_constraints.value();
}

TEST_CASE("policies are listed in order, those that stand twice too") {
  const Bytes any = Hex("0604551d2000");
  const auto policies = Policies(Sequence({Sequence({any}), Sequence({kPolicy}), Sequence({any})}));
  REQUIRE(policies.size() == 3);
  CHECK(policies[0].oid == "2.5.29.32.0");
  CHECK(policies[1].oid == "1.2.3.4");
  CHECK(policies[2].oid == "2.5.29.32.0");
  CHECK(Policies(Hex("3000")).empty());
  CHECK(Policies(Sequence({Sequence({kPolicy, Hex("3000")})})).at(0).qualifiers.empty());
}

TEST_CASE("qualifiers of each kind are kept as they stand") {
  const Bytes text = Element(0x0c, AsBytes("text"));
  const Bytes numbers = Sequence({Hex("020101"), Hex("02020100")});
  const auto [oid, dotted, value] = GENERATE_COPY(table<Bytes, std::string, Bytes>(
      {{kCps, "1.3.6.1.5.5.7.2.1", Element(0x16, AsBytes("http://cps"))},
       {kUserNotice, "1.3.6.1.5.5.7.2.2", Sequence({})},
       {kUserNotice, "1.3.6.1.5.5.7.2.2", Sequence({text})},
       {kUserNotice, "1.3.6.1.5.5.7.2.2", Sequence({Sequence({text, numbers})})},
       {kUserNotice, "1.3.6.1.5.5.7.2.2",
        Sequence({Sequence({Element(0x1a, AsBytes("org")), Sequence({})}),
                  Element(0x1e, AsBytes("te"))})},
       {kPolicy, "1.2.3.4", Hex("0500")}}));
  CAPTURE(ToHex(value));
  const auto policies = Policies(Qualified({oid, value}));
  REQUIRE(policies.size() == 1);
  REQUIRE(policies[0].qualifiers.size() == 1);
  CHECK(policies[0].qualifiers[0].oid == dotted);
  CHECK(policies[0].qualifiers[0].value == value);
}

TEST_CASE("policies and qualifiers that do not parse are refused") {
  const Bytes text = Element(0x0c, AsBytes("text"));
  const Bytes numbers = Sequence({Hex("020101")});
  const Bytes value = GENERATE_COPY(values<Bytes>(
      {Hex("0500"),
       Hex("300000"),
       Hex("30020500"),
       Hex("30023000"),
       Sequence({Sequence({Hex("0600")})}),
       Sequence({Sequence({Hex("06020180")})}),
       Sequence({Sequence({kPolicy, kPolicy})}),
       Sequence({Sequence({kPolicy, Hex("3000"), Hex("3000")})}),
       Sequence({Sequence({kPolicy, Hex("30020500")})}),
       Qualified({}),
       Qualified({kCps}),
       Qualified({kCps, text}),
       Qualified({kCps, Hex("1600"), Hex("1600")}),
       Qualified({Hex("0600"), Hex("0500")}),
       Qualified({kUserNotice, text}),
       Qualified({kUserNotice, Sequence({Hex("0500")})}),
       Qualified({kUserNotice, Sequence({text, text})}),
       Qualified({kUserNotice, Sequence({text, Sequence({text, numbers})})}),
       Qualified({kUserNotice, Sequence({Sequence({text})})}),
       Qualified({kUserNotice, Sequence({Sequence({numbers})})}),
       Qualified({kUserNotice, Sequence({Sequence({text, numbers, numbers})})}),
       Qualified({kUserNotice, Sequence({Sequence({text, Sequence({Hex("02020001")})})})}),
       Qualified({kUserNotice, Sequence({Sequence({text, Sequence({text})})})})}));
  CAPTURE(ToHex(value));
  Certificate certificate;
  CHECK_FALSE(ReadPolicies(value, certificate));
  CHECK_FALSE(certificate.policies.has_value());
}

TEST_CASE("mappings are pairs of policies, whatever they are") {
  Certificate certificate;
  REQUIRE(ReadPolicyMappings(
      Sequence({Sequence({kPolicy, kCps}), Sequence({Hex("0604551d2000"), kPolicy})}),
      certificate));
  REQUIRE(certificate.policy_mappings.value().size() == 2);
  CHECK(certificate.policy_mappings->at(0).issuer_policy == "1.2.3.4");
  CHECK(certificate.policy_mappings->at(0).subject_policy == "1.3.6.1.5.5.7.2.1");
  CHECK(certificate.policy_mappings->at(1).issuer_policy == "2.5.29.32.0");
  REQUIRE(ReadPolicyMappings(Hex("3000"), certificate));
  CHECK(certificate.policy_mappings->empty());
}

TEST_CASE("mappings that are no pairs are refused") {
  const Bytes value = GENERATE(values<Bytes>(
      {Hex("0500"), Hex("300000"), Hex("30020500"), Sequence({Sequence({kPolicy})}),
       Sequence({Sequence({kPolicy, Hex("0500")})}), Sequence({Sequence({kPolicy, Hex("0600")})}),
       Sequence({Sequence({Hex("0600"), kPolicy})}),
       Sequence({Sequence({kPolicy, kPolicy, kPolicy})})}));
  CAPTURE(ToHex(value));
  Certificate certificate;
  CHECK_FALSE(ReadPolicyMappings(value, certificate));
  CHECK_FALSE(certificate.policy_mappings.has_value());
}

TEST_CASE("policy constraints have either number, both or none") {
  CHECK(Constraints("3006800101810102").require_explicit_policy == 1u);
  CHECK(Constraints("3006800101810102").inhibit_policy_mapping == 2u);
  CHECK_FALSE(Constraints("3003800100").inhibit_policy_mapping.has_value());
  CHECK(Constraints("3003800100").require_explicit_policy == 0u);
  CHECK_FALSE(Constraints("3003810100").require_explicit_policy.has_value());
  CHECK_FALSE(Constraints("3000").require_explicit_policy.has_value());
  CHECK(Constraints("300a800800ffffffffffffff").require_explicit_policy == 0xffffffffffffff);
  CHECK(Constraints("300b8109010000000000000000").inhibit_policy_mapping == UINT64_MAX);
}

TEST_CASE("policy constraints that do not parse or are negative are refused") {
  const std::string_view hex =
      GENERATE("0500", "300000", "30020500", "30028000", "30038001ff", "3004800200ff0500",
               "300480020001", "3006810101800101", "3003a00101", "3003820101");
  CAPTURE(hex);
  Certificate certificate;
  CHECK_FALSE(ReadPolicyConstraints(Hex(hex), certificate));
  CHECK_FALSE(certificate.policy_constraints.has_value());
}

TEST_CASE("how far anyPolicy goes is a number that is not negative") {
  Certificate certificate;
  REQUIRE(ReadInhibitAnyPolicy(Hex("02020100"), certificate));
  CHECK(certificate.inhibit_any_policy == 256u);
  REQUIRE(ReadInhibitAnyPolicy(Hex("020900ffffffffffffffff"), certificate));
  CHECK(certificate.inhibit_any_policy == UINT64_MAX);
  const std::string_view hex =
      GENERATE("", "0500", "0200", "0201ff", "02020001", "02010100", "3003020101");
  CAPTURE(hex);
  Certificate other;
  CHECK_FALSE(ReadInhibitAnyPolicy(Hex(hex), other));
  CHECK_FALSE(other.inhibit_any_policy.has_value());
}

}  // namespace
}  // namespace tlsprobe
