#include "tlsprobe/wire/certificate_extensions.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tests/wire/testdata.h"
#include "tlsprobe/base/hex.h"
#include "tlsprobe/wire/name.h"

using namespace tlsprobe;
using Type = GeneralName::Type;

namespace {

Certificate WithExtension(std::string_view oid, std::string_view hex) {
  Certificate certificate;
  certificate.extensions = {{.oid = std::string(oid), .value = FromHex(hex).value()}};
  ParseKnownExtensions(certificate);
  return certificate;
}

std::vector<std::string> Strings(std::initializer_list<const char*> texts) {
  return {texts.begin(), texts.end()};
}

void CheckName(const GeneralName& name, Type type, std::string_view value) {
  CHECK(name.type == type);
  CHECK(AsText(name.value) == value);
}

}  // namespace

TEST_CASE("basic constraints and usages are read") {
  const CertificatePtr all = TestdataCertificate("all_extensions.pem");
  REQUIRE(all->basic_constraints.has_value());
  CHECK(all->basic_constraints->ca);
  CHECK(all->basic_constraints->path_length == 3u);
  CHECK(all->key_usage == (1 << kDigitalSignature | 1 << kKeyCertSign | 1 << kCrlSign |
                           1 << kDecipherOnly | 1 << kKeyAgreement));
  CHECK(all->extended_key_usage ==
        Strings({"1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "1.3.6.1.4.1.99999.1"}));
  CHECK(all->netscape_cert_type == 0x44);
  CHECK(all->must_staple);
  CHECK(all->has_embedded_scts);
  CHECK_FALSE(all->proxy_certificate);
}

TEST_CASE("policies come with their qualifiers") {
  const CertificatePtr all = TestdataCertificate("all_extensions.pem");
  REQUIRE(all->policies.has_value());
  REQUIRE(all->policies->size() == 3);
  CHECK(all->policies->at(0).oid == "2.23.140.1.2.1");
  CHECK(all->policies->at(0).qualifiers.empty());
  CHECK(all->policies->at(1).oid == "1.3.6.1.4.1.99999.3");
  CHECK(all->policies->at(2).oid == "1.3.6.1.4.1.99999.5");
  REQUIRE(all->policies->at(2).qualifiers.size() == 1);
  CHECK(all->policies->at(2).qualifiers[0].oid == "1.3.6.1.5.5.7.2.1");
  CHECK(AsText(all->policies->at(2).qualifiers[0].value) == "\x16\x14https://all.test/cps");
}

TEST_CASE("every kind of alternative name is read") {
  const CertificatePtr all = TestdataCertificate("all_extensions.pem");
  REQUIRE(all->subject_alt_names.has_value());
  const std::vector<GeneralName>& names = *all->subject_alt_names;
  REQUIRE(names.size() == 9);
  CheckName(names[0], Type::kDns, "all.test");
  CheckName(names[1], Type::kDns, "*.all.test");
  CHECK(names[2].type == Type::kIp);
  CHECK(ToHex(names[2].value) == "c0000201");
  CHECK(ToHex(names[3].value) == "20010db8000000000000000000000001");
  CheckName(names[4], Type::kEmail, "a@all.test");
  CheckName(names[5], Type::kUri, "https://all.test/");
  CheckName(names[6], Type::kRegisteredId, "\x2a\x03\x04");
  CHECK(names[7].type == Type::kDirectory);
  CHECK(RenderName(ParseName(names[7].value).value()) == "CN = in a directory");
  CHECK(names[8].type == Type::kOther);
  CHECK(names[8].value.at(0) == 0xa0);
}

TEST_CASE("name constraints are read") {
  const CertificatePtr all = TestdataCertificate("all_extensions.pem");
  REQUIRE(all->name_constraints.has_value());
  REQUIRE(all->name_constraints->permitted.size() == 1);
  CheckName(all->name_constraints->permitted[0], Type::kDns, "all.test");
  REQUIRE(all->name_constraints->excluded.size() == 2);
  CHECK(ToHex(all->name_constraints->excluded[0].value) == "0a000000ff000000");
  CheckName(all->name_constraints->excluded[1], Type::kEmail, ".bad.test");
  CHECK_FALSE(all->name_constraints->has_minimum_or_maximum);
}

TEST_CASE("key identifiers and places to fetch from are read") {
  const CertificatePtr all = TestdataCertificate("all_extensions.pem");
  REQUIRE(all->subject_key_id.has_value());
  CHECK(all->subject_key_id->size() == 20);
  REQUIRE(all->authority_key_id.has_value());
  CHECK(all->authority_key_id->key_id == all->subject_key_id);
  CHECK(all->authority_key_id->serial == all->serial);
  REQUIRE(all->authority_key_id->issuer.size() == 1);
  CHECK(all->authority_key_id->issuer[0].value == all->issuer.der);
  CHECK(all->ocsp_urls == Strings({"http://ocsp.all.test/", "http://ocsp2.all.test/"}));
  CHECK(all->issuer_urls == Strings({"http://ca.all.test/ca.der"}));
  CHECK(all->crl_urls == Strings({"http://crl.all.test/1.crl", "http://crl.all.test/2.crl",
                                  "ldap://crl.all.test/"}));
  REQUIRE(all->crl_distribution_points.size() == 2);
  CHECK(all->crl_distribution_points[0].name.full_name.size() == 1);
  CHECK_FALSE(all->crl_distribution_points[0].reasons.has_value());
  CHECK(all->crl_distribution_points[0].crl_issuer.empty());
  CHECK(all->crl_distribution_points[1].name.full_name.size() == 2);
  CHECK(all->crl_distribution_points[1].reasons == 1 << 1);
  REQUIRE(all->crl_distribution_points[1].crl_issuer.size() == 1);
  CHECK(all->crl_distribution_points[1].crl_issuer[0].type == Type::kDirectory);
  CHECK(all->freshest_crl.empty());
}

TEST_CASE("each extension about policies and deltas fills its member") {
  CHECK(WithExtension("2.5.29.32", "30053003060155").policies->at(0).oid == "2.5");
  CHECK(WithExtension("2.5.29.33", "30083006060155060156").policy_mappings->size() == 1);
  CHECK(WithExtension("2.5.29.36", "3003800102").policy_constraints->require_explicit_policy == 2u);
  CHECK(WithExtension("2.5.29.46", "30023000").freshest_crl.size() == 1);
  CHECK(WithExtension("2.5.29.54", "020103").inhibit_any_policy == 3u);
}

TEST_CASE("all extensions are listed in order, also those nobody knows") {
  const CertificatePtr all = TestdataCertificate("all_extensions.pem");
  REQUIRE(all->extensions.size() == 14);
  CHECK(all->extensions.front().oid == "2.5.29.19");
  CHECK(all->extensions.front().critical);
  CHECK(all->extensions.back().oid == "1.3.6.1.4.1.99999.4");
  CHECK_FALSE(all->extensions.back().critical);
  CHECK(AsText(all->extensions.back().value) == "\x0c\x07unknown");
  CHECK_FALSE(OddCertificate("critical_false")->extensions.at(0).critical);
}

TEST_CASE("absent extensions have no value") {
  const CertificatePtr none = OddCertificate("v1");
  CHECK(none->extensions.empty());
  CHECK_FALSE(none->basic_constraints.has_value());
  CHECK_FALSE(none->key_usage.has_value());
  CHECK_FALSE(none->extended_key_usage.has_value());
  CHECK_FALSE(none->subject_alt_names.has_value());
  CHECK_FALSE(none->must_staple);
  CHECK_FALSE(none->policies.has_value());
  CHECK_FALSE(none->policy_mappings.has_value());
  CHECK_FALSE(none->policy_constraints.has_value());
  CHECK_FALSE(none->inhibit_any_policy.has_value());
}

TEST_CASE("an extension that stands twice is named once, and the first counts") {
  const CertificatePtr certificate = OddCertificate("duplicate_extension");
  CHECK(certificate->duplicate_extensions == Strings({"2.5.29.19"}));
  CHECK(certificate->extensions.size() == 4);
  REQUIRE(certificate->basic_constraints.has_value());
  CHECK(certificate->basic_constraints->ca);
  CHECK(certificate->key_usage == 1 << kDigitalSignature);
}

TEST_CASE("a malformed extension is named and the others are read") {
  const CertificatePtr certificate = OddCertificate("bad_extension");
  CHECK(certificate->bad_extensions == Strings({"2.5.29.19"}));
  CHECK_FALSE(certificate->basic_constraints.has_value());
  CHECK(certificate->key_usage == 1 << kDigitalSignature);
}

TEST_CASE("malformed contents are told for each known extension") {
  struct Case {
    std::string_view oid;
    std::string_view hex;
  };
  const auto [oid, hex] = GENERATE(
      Case{"2.5.29.14", "0500"}, Case{"2.5.29.14", "040100ff"},          // subjectKeyIdentifier
      Case{"2.5.29.15", "0300"}, Case{"2.5.29.15", "03020880"},          // keyUsage
      Case{"2.5.29.15", "030107"}, Case{"2.5.29.15", "02020780"},        //
      Case{"2.5.29.17", "3003820261"}, Case{"2.5.29.17", "30028900"},    // subjectAltName
      Case{"2.5.29.17", "3002a200"}, Case{"2.5.29.17", "0c0161"},        //
      Case{"2.5.29.19", "30030201ff"}, Case{"2.5.29.19", "30020200"},    // basicConstraints
      Case{"2.5.29.19", "30040102ffff"}, Case{"2.5.29.19", "3000ff"},    //
      Case{"2.5.29.30", "3004a0023000"}, Case{"2.5.29.30", "30020500"},  // nameConstraints
      Case{"2.5.29.31", "30020500"}, Case{"2.5.29.31", "30043002a000"},  // cRLDistributionPoints
      Case{"2.5.29.32", "30023000"}, Case{"2.5.29.32", "0500"},          // certificatePolicies
      Case{"2.5.29.33", "30023000"},                                     // policyMappings
      Case{"2.5.29.35", "30020500"}, Case{"2.5.29.35", "3004a1020500"},  // authorityKeyIdentifier
      Case{"2.5.29.36", "3003800180"}, Case{"2.5.29.36", "0500"},        // policyConstraints
      Case{"2.5.29.37", "30020500"},                                     // extKeyUsage
      Case{"2.5.29.46", "30020500"}, Case{"2.5.29.46", "0500"},          // freshestCRL
      Case{"2.5.29.54", "0201ff"}, Case{"2.5.29.54", "3000"},            // inhibitAnyPolicy
      Case{"1.3.6.1.5.5.7.1.1", "30023000"},                             // authorityInfoAccess
      Case{"1.3.6.1.5.5.7.1.24", "30020500"},                            // tlsfeature
      Case{"2.16.840.1.113730.1.1", "0500"});                            // nsCertType
  CAPTURE(oid, hex);
  const Certificate certificate = WithExtension(oid, hex);
  CHECK(certificate.bad_extensions == Strings({std::string(oid).c_str()}));
}

TEST_CASE("encodings that BER allows and DER does not are read") {
  CHECK(WithExtension("2.5.29.19",
                      "30030101"
                      "01")
            .basic_constraints->ca);
  CHECK_FALSE(WithExtension("2.5.29.19", "3003010100").basic_constraints->ca);
  // Unused bits of a BIT STRING that are not zero do not count.
  CHECK(WithExtension("2.5.29.15", "030207ff").key_usage == 1 << kDigitalSignature);
  CHECK(WithExtension("2.5.29.15", "030100").key_usage == 0);
}

TEST_CASE("a path length beyond all bounds is no bound") {
  CHECK(WithExtension("2.5.29.19", "300b020900ffffffffffffffff").basic_constraints->path_length ==
        UINT64_MAX);
  CHECK(WithExtension("2.5.29.19", "300c020a01000000000000000000").basic_constraints->path_length ==
        UINT64_MAX);
  CHECK(WithExtension("2.5.29.19", "3003020100").basic_constraints->path_length == 0u);
}

TEST_CASE("subtrees with bounds are marked") {
  const auto bounds = [](std::string_view hex) {
    return WithExtension("2.5.29.30", hex).name_constraints->has_minimum_or_maximum;
  };
  CHECK_FALSE(
      bounds("3007a00530038201"
             "61"));
  CHECK_FALSE(
      bounds("300aa008300682016180010"
             "0"));
  CHECK(bounds("300aa0083006820161800101"));
  CHECK(bounds("300aa0083006820161810101"));
}

TEST_CASE("only the status_request feature asks for a staple") {
  CHECK(WithExtension("1.3.6.1.5.5.7.1.24", "3003020105").must_staple);
  CHECK(WithExtension("1.3.6.1.5.5.7.1.24", "3006020111020105").must_staple);
  CHECK_FALSE(WithExtension("1.3.6.1.5.5.7.1.24", "3003020111").must_staple);
}

TEST_CASE("ten thousand equal extensions are read in no time and named once") {
  Certificate certificate;
  certificate.extensions.assign(10000, {.oid = "2.5.29.15", .value = {3, 2, 7, 0x80}});
  for (int i = 0; i < 10000; ++i) {
    certificate.extensions.push_back({.oid = "1.2.3." + std::to_string(i)});
  }
  ParseKnownExtensions(certificate);
  CHECK(certificate.duplicate_extensions == Strings({"2.5.29.15"}));
}
