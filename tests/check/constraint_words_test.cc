// Name constraints in words: the name, the CA, and what it may certify.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "tests/check/path_cases.h"
#include "tlsprobe/driver/extension_values.h"
#include "tlsprobe/wire/certificate.h"

namespace tlsprobe {
namespace {

using Type = GeneralName::Type;

GeneralName Named(Type type, std::string_view text) { return {type, ToBytes(text)}; }

CertificateSpec Limited(const NameConstraints& constraints) {
  CertificateSpec spec = CaSpec("Limited");
  spec.extra_extensions = {
      {.oid = "2.5.29.30", .critical = true, .value = NameConstraintsValue(constraints)}};
  return spec;
}

Finding FindingFor(const NameConstraints& constraints, const CertificateSpec& leaf) {
  const MadeCertificate root = MakeOrFail(CaSpec("Root"));
  const MadeCertificate middle = MakeOrFail(Limited(constraints), &root);
  const PathsSeen seen =
      SeePaths({.sent = {MakeOrFail(leaf, &middle), middle}, .anchors = {root}, .level = 0});
  const Finding* finding = seen.Find("chain.name_constraints");
  return finding == nullptr ? Finding{} : *finding;
}

CertificateSpec Full() {
  CertificateSpec spec = LeafSpec("good.example");
  spec.dns_names = {"good.example", "evil.test"};
  spec.email_addresses = {"me@evil.test"};
  spec.ip_addresses = {"192.0.2.7"};
  spec.uris = {"https://evil.test/x"};
  return spec;
}

TEST_CASE("the name that may not be certified is told, and what may be") {
  using namespace std::string_view_literals;
  struct Case {
    NameConstraints constraints;
    std::string_view words;
  };
  const Case each = GENERATE(
      Case{{.permitted = {Named(Type::kDns, "good.example"), Named(Type::kDns, "b.example")}},
           "has the DNS name evil.test, and the intermediate certificate CN=Limited may certify "
           "DNS names within good.example and b.example alone (permitted subtree violation)"},
      Case{{.excluded = {Named(Type::kDns, "other.test"), Named(Type::kDns, "test")}},
           "has the DNS name evil.test, and the intermediate certificate CN=Limited may certify no "
           "DNS names within test (excluded subtree violation)"},
      Case{{.excluded = {Named(Type::kEmail, "evil.test")}},
           "has the e-mail address me@evil.test, and the intermediate certificate CN=Limited may "
           "certify no e-mail addresses within evil.test (excluded subtree violation)"},
      Case{{.excluded = {Named(Type::kUri, ".x"), Named(Type::kUri, "evil.test")}},
           "has the URI https://evil.test/x, and the intermediate certificate CN=Limited may "
           "certify no URIs within evil.test (excluded subtree violation)"},
      Case{{.permitted = {Named(Type::kIp, "\x0a\0\0\0\xff\0\0\0"sv)}},
           "has the IP address 192.0.2.7, and the intermediate certificate CN=Limited may certify "
           "IP addresses within 10.0.0.0/255.0.0.0 alone (permitted subtree violation)"},
      Case{{.excluded = {Named(Type::kDns, "")}},
           "has the DNS name good.example, and the intermediate certificate CN=Limited may certify "
           "no DNS names (excluded subtree violation)"});
  CHECK(FindingFor(each.constraints, Full()).text ==
        "the server's certificate " + std::string(each.words));
}

TEST_CASE("the subject is a directory name, and a common name may count as a host's") {
  const MadeCertificate elsewhere = MakeOrFail(CaSpec("Elsewhere"));
  CHECK(FindingFor({.permitted = {{Type::kDirectory, elsewhere.subject}}}, Full()).text ==
        "the server's certificate has the directory name CN=good.example, and the intermediate "
        "certificate CN=Limited may certify directory names within CN=Elsewhere alone (permitted "
        "subtree violation)");
  CertificateSpec bare = LeafSpec("good.example");
  bare.dns_names = {};
  CHECK(FindingFor({.permitted = {Named(Type::kDns, "b.example")}}, bare)
            .text.starts_with("the server's certificate has the DNS name good.example, and "));
}

TEST_CASE("hostile names and constraints are cut and escaped") {
  CertificateSpec spec = LeafSpec("good.example");
  spec.dns_names = {"evil\x1b[2J" + std::string(500, 'x')};
  NameConstraints constraints;
  for (int i = 0; i < 900; ++i) {
    constraints.permitted.push_back(
        Named(Type::kDns, "\x1b" + std::string(200, 'y') + std::to_string(i)));
  }
  const std::string text = FindingFor(constraints, spec).text;
  CHECK(text.find(" and 897 more alone") != std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.size() < 700);
}

TEST_CASE("what is wrong with the constraint itself is no name's fault") {
  CHECK(FindingFor({.permitted = {Named(Type::kIp, "123")}}, Full())
            .text.starts_with("the server's certificate has a name that a CA above it may not "
                              "certify ("));
}

}  // namespace
}  // namespace tlsprobe
