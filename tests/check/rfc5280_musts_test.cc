// Musts of RFC 5280 that OpenSSL does not look at: each is told once, and not what is told already.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "tests/check/chain_cases.h"
#include "tlsprobe/check/checks.h"
#include "tlsprobe/driver/der.h"
#include "tlsprobe/driver/extension_values.h"

namespace tlsprobe {
namespace {

const VerifyOptions kPlain = {.check_target_name = false};
const VerifyOptions kStrict = {.check_target_name = false, .x509_strict = true};
const VerifyOptions kWeb = {.check_target_name = false, .web_pki_profile = true};

struct Specs {
  CertificateSpec root = CaSpec("Root");
  CertificateSpec middle = CaSpec("Middle");
  CertificateSpec leaf = LeafSpec();
};

ChainCase Make(const Specs& specs) {
  const MadeCertificate root = MakeOrFail(specs.root);
  const MadeCertificate middle = MakeOrFail(specs.middle, &root);
  return {"made", {MakeOrFail(specs.leaf, &middle), middle}, {root}};
}

Findings Musts(const Judged& judged) {
  Findings found;
  for (const Finding& finding : judged.findings) {
    if (finding.id.starts_with("rfc5280.")) found.push_back(finding);
  }
  return found;
}

Findings Musts(const Specs& specs, const VerifyOptions& options = kPlain) {
  return Musts(Judge(Make(specs), options));
}

void Extend(CertificateSpec& spec, std::string oid, Bytes value, bool critical = false) {
  spec.extra_extensions.push_back({std::move(oid), critical, std::move(value)});
}

struct Row {
  std::string_view id;
  void (*spoil)(Specs& specs);
  std::string_view text;
  std::string_view reference;
};

constexpr Row kRows[] = {
    {"rfc5280.serial_not_positive",
     [](Specs& s) {
       s.leaf.serial = {0, 0};
     },
     "the server's certificate has a serial number that is zero or negative",
     "RFC 5280 section 4.1.2.2"},
    {"rfc5280.serial_not_positive",
     [](Specs& s) {
       s.middle.serial = {0x80, 1};
     },
     "the intermediate certificate CN=Middle has a serial number that is zero or negative",
     "RFC 5280 section 4.1.2.2"},
    {"rfc5280.serial_too_long",
     [](Specs& s) {
       s.leaf.serial = Bytes(21, 1);
       s.middle.serial = Bytes(22, 2);
     },
     "the server's certificate and the intermediate certificate CN=Middle have a serial number of "
     "more than 20 bytes",
     "RFC 5280 section 4.1.2.2"},
    {"rfc5280.alt_name_empty",
     [](Specs& s) {
       s.leaf.dns_names = {};
       Extend(s.leaf, "2.5.29.17", GeneralNamesValue({}));
     },
     "the server's certificate has a subjectAltName without a name in it",
     "RFC 5280 section 4.2.1.6"},
    {"rfc5280.key_usage_empty", [](Specs& s) { s.leaf.key_usage = uint16_t{0}; },
     "the server's certificate has a key usage that allows nothing", "RFC 5280 section 4.2.1.3"},
    {"rfc5280.name_constraints_not_critical",
     [](Specs& s) {
       Extend(s.middle, "2.5.29.30",
              NameConstraintsValue({.excluded = {{GeneralName::Type::kDns, ToBytes("a.b")}}}));
     },
     "the intermediate certificate CN=Middle has name constraints that are not critical, so that "
     "clients may overlook them",
     "RFC 5280 section 4.2.1.10"},
    {"rfc5280.policy_constraints_not_critical",
     [](Specs& s) {
       Extend(s.middle, "2.5.29.36", PolicyConstraintsValue({.inhibit_policy_mapping = 0}));
     },
     "the intermediate certificate CN=Middle has policy constraints that are not critical, so that "
     "clients may overlook them",
     "RFC 5280 section 4.2.1.11"},
    {"rfc5280.inhibit_any_policy_not_critical",
     [](Specs& s) { Extend(s.middle, "2.5.29.54", InhibitAnyPolicyValue(0)); },
     "the intermediate certificate CN=Middle has an inhibitAnyPolicy that is not critical, so that "
     "clients may overlook it",
     "RFC 5280 section 4.2.1.14"},
    {"rfc5280.authority_key_id_missing", [](Specs& s) { s.leaf.authority_key_id = false; },
     "the server's certificate has no authorityKeyIdentifier that names the issuer's key",
     "RFC 5280 section 4.2.1.1"},
    {"rfc5280.path_length_of_non_ca", [](Specs& s) { s.leaf.path_length = 3; },
     "the server's certificate has a path length, though no CA has it", "RFC 5280 section 4.2.1.9"},
    {"rfc5280.cert_sign_of_non_ca",
     [](Specs& s) {
       s.leaf.key_usage = static_cast<uint16_t>(1 << kDigitalSignature | 1 << kKeyCertSign);
     },
     "the server's certificate has the key usage keyCertSign without being one of a CA",
     "RFC 5280 section 4.2.1.9"},
    {"rfc5280.issuer_empty", [](Specs& s) { s.middle.common_name = ""; },
     "the server's certificate has an empty issuer name", "RFC 5280 section 4.1.2.4"},
    {"rfc5280.extensions_need_version_3", [](Specs& s) { s.leaf.version = 2; },
     "the server's certificate has extensions, which only version 3 may have",
     "RFC 5280 section 4.1.2.9"},
    {"rfc5280.duplicate_extension",
     [](Specs& s) {
       for (int i = 0; i < 2; ++i) Extend(s.leaf, "1.2.3.4", {5, 0});
       for (int i = 0; i < 2; ++i) Extend(s.middle, "1.2.3.4", {5, 0});
       for (int i = 0; i < 2; ++i) Extend(s.middle, "1.2.3.5", {5, 0});
     },
     "the server's certificate and the intermediate certificate CN=Middle have an extension twice: "
     "1.2.3.4 and 1.2.3.5",
     "RFC 5280 section 4.2"},
    {"rfc5280.malformed_extension",
     [](Specs& s) {
       Extend(s.leaf, "2.5.29.31", {5, 0});
       Extend(s.leaf, "2.5.29.32", {5, 0});
     },
     "the server's certificate has extensions that do not parse: X509v3 CRL Distribution Points "
     "and X509v3 Certificate Policies",
     "RFC 5280 section 4.2"},
    {"rfc5280.algorithms_differ",
     [](Specs& s) {
       s.leaf.outer_algorithm = Der(kDerSequence, {*DerObjectId("1.2.840.10045.4.3.3")});
     },
     "the server's certificate has one signature algorithm inside of what is signed, another "
     "outside",
     "RFC 5280 section 4.1.1.2"},
};

TEST_CASE("certificates that keep to RFC 5280 have no finding of it") {
  CHECK(Musts(Specs()).empty());
  const MadeCertificate own = MakeOrFail(LeafSpec());
  CHECK(Musts(Judge({"self-signed", {own}, {}}, kPlain)).empty());
  CHECK(Musts(Judge({"self-signed, trusted", {own}, {own}}, kPlain)).empty());
}

TEST_CASE("each must that is broken is a notice of its own") {
  for (const Row& row : kRows) {
    CAPTURE(row.id);
    Specs specs;
    row.spoil(specs);
    const Findings found = Musts(specs);
    REQUIRE(found.size() == 1);
    CHECK(found[0].id == row.id);
    CHECK(found[0].text == row.text);
    CHECK(found[0].reference == row.reference);
    CHECK(found[0].severity == Severity::kNotice);
    CHECK(found[0].advice.ends_with('.'));
  }
}

TEST_CASE("what the strict checks have said is not said again") {
  for (const Row& row : kRows) {
    const std::string ending(row.id.substr(row.id.find('.') + 1));
    Specs specs;
    row.spoil(specs);
    const Judged judged = Judge(Make(specs), kStrict);
    CAPTURE(row.id);
    CHECK(Musts(judged).size() == (judged.Has("chain." + ending) ? 0 : 1));
  }
  Specs specs;
  specs.leaf.path_length = 3;
  CHECK(Judge(Make(specs), kStrict).Has("chain.path_length_of_non_ca"));
}

TEST_CASE("of thousands of names three are told, and how many more there are") {
  Specs specs;
  for (int i = 0; i < 2000; ++i) {
    for (int twice = 0; twice < 2; ++twice) {
      Extend(specs.leaf, "1.2.3." + std::to_string(i), {5, 0});
    }
  }
  const Findings found = Musts(specs);
  REQUIRE(found.size() == 1);
  CHECK(found[0].text ==
        "the server's certificate has an extension twice: 1.2.3.0, 1.2.3.1, 1.2.3.2 and 1997 more");
}

TEST_CASE("an error at one certificate does not hide another's") {
  Specs specs;
  specs.leaf.authority_key_id = false;
  specs.middle.authority_key_id = false;
  // The intermediate ends the chain: strict checks do not ask it for the key of its issuer.
  ChainCase chain = Make(specs);
  chain.anchors = {};
  const Findings found = Musts(Judge(chain, kStrict));
  REQUIRE(found.size() == 1);
  CHECK(found[0].text ==
        "the intermediate certificate CN=Middle has no authorityKeyIdentifier that names the "
        "issuer's key");
}

TEST_CASE("what the rules of the web have said is not said again, of that certificate") {
  Specs specs;
  specs.leaf.serial = Bytes(21, 1);
  CHECK(Musts(specs, kWeb).empty());
  Specs other;
  other.leaf.extra_extensions.push_back({"1.2.3.4", false, {5, 0}});
  other.leaf.extra_extensions.push_back({"1.2.3.4", false, {5, 0}});
  other.leaf.key_usage = uint16_t{0};
  const Findings found = Musts(other, kWeb);
  REQUIRE(found.size() == 1);
  CHECK(found[0].id == "rfc5280.key_usage_empty");
}

TEST_CASE("what the rules of the web have said of CA 10 is not said of CA 1") {
  Specs specs;
  specs.middle = CaSpec("CA 1");
  specs.middle.serial = {0};
  Judged judged = Judge(Make(specs), kPlain);
  const auto count = [&](std::string said) {
    Findings findings(1);
    findings[0].id = "webpki.serial.range";
    findings[0].text = std::move(said);
    std::vector<Need> needs;
    CheckOutput output{judged.verification, findings, needs};
    CheckMusts({.options = kPlain, .target = {}, .tls = {}, .peer = {}}, output);
    return findings.size() - 1;
  };
  CHECK(count("the intermediate certificate CN=CA 1 has a serial number") == 0);
  CHECK(count("the intermediate certificate CN=CA 10 has a serial number") == 1);
}

TEST_CASE("a critical extension nobody here follows is an error, also one of RFC 3779") {
  for (const char* oid : {"1.3.6.1.5.5.7.1.7", "1.3.6.1.5.5.7.1.8"}) {
    for (const bool critical : {false, true}) {
      CAPTURE(oid, critical);
      Specs specs;
      Extend(specs.leaf, oid, {0x30, 0x00}, critical);
      const std::vector<VerifyError> errors = Judge(Make(specs), kPlain).verification.chain.errors;
      std::vector<VerifyError> expected;
      if (critical) expected = {{.depth = 0, .code = 34}};
      CHECK(errors == expected);
    }
  }
}

TEST_CASE("what the trust anchor is like is nobody's to change") {
  Specs specs;
  specs.root.serial = {0};
  specs.root.path_length = 5;
  Extend(specs.root, "2.5.29.54", InhibitAnyPolicyValue(5));
  CHECK(Musts(specs).empty());
}

}  // namespace
}  // namespace tlsprobe
