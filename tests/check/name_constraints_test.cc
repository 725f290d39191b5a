#include "tlsprobe/check/name_constraints.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>
#include <string_view>

#include "tests/check/chain_cases.h"
#include "tlsprobe/driver/extension_values.h"

namespace tlsprobe {
namespace {

using Type = GeneralName::Type;

struct Case {
  Type type;
  std::string_view base, name;
  int permitted;  // the answer where `base` is the one permitted subtree
};

TEST_CASE("names of each kind are held against a subtree") {
  using namespace std::string_view_literals;
  const Case each = GENERATE(
      Case{Type::kDns, "example.com", "example.com", 0},
      Case{Type::kDns, "example.com", "a.example.com", 0},
      Case{Type::kDns, "example.com", "aexample.com", 47},
      Case{Type::kDns, "EXAMPLE.com", "b.example.COM", 0},
      Case{Type::kDns, ".example.com", "a.example.com", 0},
      Case{Type::kDns, ".example.com", "example.com", 47}, Case{Type::kDns, "", "anything", 0},
      Case{Type::kDns, "example.com", "com", 47},
      Case{Type::kDns, "example.com", "*.example.com", 0},
      Case{Type::kEmail, "example.com", "a@example.com", 0},
      Case{Type::kEmail, "example.com", "a@b.example.com", 47},
      Case{Type::kEmail, ".example.com", "a@b.example.com", 0},
      Case{Type::kEmail, ".example.com", "a@example.com", 47},
      Case{Type::kEmail, "a@example.com", "a@EXAMPLE.com", 0},
      Case{Type::kEmail, "a@example.com", "A@example.com", 47},
      Case{Type::kEmail, "@example.com", "x@example.com", 0},
      Case{Type::kEmail, "example.com", "nobody", 53},
      Case{Type::kEmail, "a\0b@example.com"sv, "a\0b@example.com"sv, 53},
      Case{Type::kUri, "example.com", "https://example.com/x", 0},
      Case{Type::kUri, "example.com", "https://example.com:8/x", 0},
      Case{Type::kUri, ".example.com", "ldap://a.example.com", 0},
      Case{Type::kUri, ".example.com", "ldap://example.com", 47},
      Case{Type::kUri, "example.com", "mailto:a@example.com", 53},
      Case{Type::kUri, "example.com", "https:///x", 53}, Case{Type::kUri, "example.com", "", 53},
      Case{Type::kIp, "\xc0\0\2\0\xff\xff\xff\0"sv, "\xc0\0\2\7"sv, 0},
      Case{Type::kIp, "\xc0\0\2\0\xff\xff\xff\0"sv, "\xc0\0\3\7"sv, 47},
      Case{Type::kIp, "\xc0\0\2\0\xff\xff\xff\0"sv, "0123456789abcdef", 47},
      Case{Type::kIp, "123", "\xc0\0\3\7"sv, 53},
      Case{Type::kIp, "\xc0\0\2\0\xff\xff\xff\0"sv, "123", 53},
      Case{Type::kRegisteredId, "x", "x", 51}, Case{Type::kX400, "x", "x", 51});
  CAPTURE(each.base, each.name);
  const PreparedNames names{.names = {{each.type, ToBytes(each.name)}}};
  const PreparedName base{each.type, ToBytes(each.base)};
  CHECK(MatchConstraints(names, {.permitted = {base}}) == each.permitted);
  const int excluded = each.permitted == 0 ? 48 : each.permitted == 47 ? 0 : each.permitted;
  CHECK(MatchConstraints(names, {.excluded = {base}}) == excluded);
  CHECK(MatchConstraints(names, {.permitted = {base}, .has_minimum_or_maximum = true}) == 49);
  const PreparedName other{each.type == Type::kDns ? Type::kEmail : Type::kDns, ToBytes("x")};
  CHECK(MatchConstraints(names, {.permitted = {other}, .excluded = {other}}) == 0);
}

TEST_CASE("an internationalised mailbox is bound by e-mail constraints") {
  const PreparedName mailbox =
      PrepareName({Type::kOther, {0xa0, 0x13, 0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x08,
                                  0x09, 0xa0, 0x07, 0x0c, 0x05, 'a',  '@',  'b',  '.',  'c'}});
  const PreparedNames names{.names = {mailbox}};
  const auto email = [](std::string_view text) {
    return PreparedName{Type::kEmail, ToBytes(text)};
  };
  CHECK(MatchConstraints(names, {.permitted = {email("B.c")}}) == 0);
  CHECK(MatchConstraints(names, {.permitted = {email(".c")}}) == 0);
  CHECK(MatchConstraints(names, {.permitted = {email("x.c")}}) == 47);
  CHECK(MatchConstraints(names, {.excluded = {email("xn--b.c")}}) == 53);
  CHECK(MatchConstraints(names, {.permitted = {mailbox}}) == 0);  // bound by e-mail ones alone
}

TEST_CASE("too much to compare is an error, in one certificate and over a whole chain") {
  const auto names = [](CertificateSpec& spec, int count, const std::string& stem) {
    for (int i = 0; i < count; ++i) spec.dns_names.push_back(stem + std::to_string(i) + ".test");
  };
  const auto constraints = [](int count) {
    NameConstraints all;
    for (int i = 0; i < count; ++i) {
      all.excluded.push_back({Type::kDns, ToBytes("x" + std::to_string(i))});
    }
    return CertificateExtension{
        .oid = "2.5.29.30", .critical = true, .value = NameConstraintsValue(all)};
  };
  CertificateSpec root_spec = CaSpec("Root"), leaf_spec = LeafSpec();
  root_spec.extra_extensions = {constraints(1100)};
  names(leaf_spec, 1100, "n");
  const MadeCertificate root = MakeOrFail(root_spec);
  const ChainCase wide{"wide", {MakeOrFail(leaf_spec, &root)}, {root}};
  const VerifyOptions options = {.check_target_name = false};
  CHECK(StepsText(Judge(wide, options).verification.chain.steps) == "1:ok 0:ok 0:1");

  std::vector<MadeCertificate> made = {root};
  for (int i = 0; i < 8; ++i) {
    CertificateSpec spec = CaSpec("CA " + std::to_string(i));
    spec.extra_extensions = {constraints(500)};
    names(spec, 500, "n");
    made.push_back(MakeOrFail(spec, &made.back()));
  }
  made.push_back(MakeOrFail(LeafSpec(), &made.back()));
  const std::vector<MadeCertificate> sent(made.rbegin(), made.rend());
  const ChainVerification chain = Judge({"deep", sent, {root}}, options).verification.chain;
  CHECK(chain.verdict == Verdict::kFailed);
  CHECK(chain.code == 1);
}

}  // namespace
}  // namespace tlsprobe
