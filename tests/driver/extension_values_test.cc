// Every value is read by BoringSSL, which must write the same bytes again, and shown by the
// installed openssl.
#include "tlsprobe/driver/extension_values.h"

#include <openssl/err.h>
#include <openssl/mem.h>
#include <openssl/nid.h>
#include <openssl/obj.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <string>
#include <vector>

#include "tests/support/program.h"
#include "tlsprobe/base/hex.h"
#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/driver/der.h"

namespace tlsprobe {
namespace {

using Type = GeneralName::Type;

GeneralName Uri(std::string_view text) { return {Type::kUri, ToBytes(text)}; }

// DER of the Name O=`text`.
Bytes NameOf(const std::string& text) {
  const auto made = MakeCertificate({.subject = {{"O", text}}});
  REQUIRE(made.ok());
  return made->subject;
}
GeneralName Directory(const std::string& text) { return {Type::kDirectory, NameOf(text)}; }

// The content of the RelativeDistinguishedName CN=`text`.
Bytes AttributeOf(std::string_view text) {
  return Der(kDerSequence, {*DerObjectId("2.5.4.3"), Der(kDerUtf8String, AsBytes(text))});
}

MadeCertificate MakeWith(const std::string& oid, const Bytes& value) {
  const auto made =
      MakeCertificate({.common_name = "x", .extra_extensions = {{oid, false, value}}});
  REQUIRE(made.ok());
  return *made;
}

// What BoringSSL makes of what it read; empty where it can read nothing.
Bytes Rewritten(const std::string& oid, const Bytes& value) {
  const int nid = OBJ_txt2nid(oid.c_str());
  const MadeCertificate made = MakeWith(oid, value);
  const uint8_t* der = made.der.data();
  const bssl::UniquePtr<X509> x509(d2i_X509(nullptr, &der, static_cast<long>(made.der.size())));
  REQUIRE(x509);
  void* read = X509_get_ext_d2i(x509.get(), nid, nullptr, nullptr);
  ERR_clear_error();
  if (read == nullptr) return {};
  const bssl::UniquePtr<X509_EXTENSION> again(X509V3_EXT_i2d(nid, 0, read));
  X509V3_EXT_free(nid, read);
  REQUIRE(again);
  const ASN1_OCTET_STRING* data = X509_EXTENSION_get_data(again.get());
  const uint8_t* begin = ASN1_STRING_get0_data(data);
  return {begin, begin + ASN1_STRING_length(data)};
}

// All that `openssl x509 -text` says, with one blank for any run of blanks and line ends.
std::string Shown(const std::string& oid, const Bytes& value) {
  const ScratchFolder folder;
  const ProgramAnswer answer = RunProgram(
      {"openssl", "x509", "-noout", "-text", "-in", folder.Write("x", MakeWith(oid, value).Pem())});
  REQUIRE(answer.exit_status == 0);
  std::string text;
  for (const char each : answer.output) {
    const char c = each == '\n' ? ' ' : each;
    if (c != ' ' || !text.ends_with(' ')) text += c;
  }
  return text;
}

struct Row {
  std::string oid;
  Bytes value;
  std::string shown;
};

std::vector<Row> Usages() {
  return {
      {"2.5.29.19", BasicConstraintsValue({.ca = true, .path_length = 300}),
       "Basic Constraints: CA:TRUE, pathlen:300"},
      {"2.5.29.19", BasicConstraintsValue({}), "Basic Constraints: CA:FALSE"},
      {"2.5.29.15", KeyUsageValue(1 << kDecipherOnly | 1 << kKeyAgreement),
       "Key Usage: Key Agreement, Decipher Only"},
      {"2.5.29.37", ExtendedKeyUsageValue({"1.3.6.1.5.5.7.3.1", "1.2.3"}),
       "TLS Web Server Authentication, 1.2.3"},
      {"2.5.29.17",
       GeneralNamesValue(
           {{Type::kEmail, ToBytes("a@b.example")},
            {Type::kDns, ToBytes("b.example")},
            Directory("Lab"),
            Uri("http://u/"),
            {Type::kIp, {192, 0, 2, 1}},
            {Type::kRegisteredId, {0x2a, 0x03}},
            {Type::kOther, Der(kDerContextConstructed,
                               {*DerObjectId("1.2.9"),
                                Der(kDerContextConstructed, Der(kDerUtf8String, ToBytes("o")))})}}),
       "email:a@b.example, DNS:b.example, DirName:/O=Lab, URI:http://u/, IP Address:192.0.2.1, "
       "Registered ID:1.2.3, othername: 1.2.9:"},
      {"2.5.29.30",
       NameConstraintsValue({.permitted = {{Type::kDns, ToBytes("example")}, Directory("Lab")},
                             .excluded = {{Type::kIp, {192, 0, 2, 0, 255, 255, 255, 0}}}}),
       "Permitted: DNS:example DirName:O = Lab Excluded: IP:192.0.2.0/255.255.255.0"},
  };
}

std::vector<Row> Policies() {
  return {
      {"2.5.29.32",
       CertificatePoliciesValue({{"1.2.3", {CpsQualifier("http://cps/"), UserNoticeQualifier("t")}},
                                 {"2.5.29.32.0", {}}}),
       "Policy: 1.2.3 CPS: http://cps/ User Notice: Explicit Text: t "
       "Policy: X509v3 Any Policy"},
      {"2.5.29.32",
       CertificatePoliciesValue({{"1.2.3", {UserNoticeQualifier("", "Lab", {1, 128, 7})}}}),
       "User Notice: Organization: Lab Numbers: 1, 128, 7"},
      {"2.5.29.33", PolicyMappingsValue({{"1.2.3", "1.2.4"}, {"1.2.5", "1.2.6"}}),
       "Policy Mappings: 1.2.3:1.2.4, 1.2.5:1.2.6"},
      {"2.5.29.36",
       PolicyConstraintsValue({.require_explicit_policy = 0, .inhibit_policy_mapping = 200}),
       "Require Explicit Policy:0, Inhibit Policy Mapping:200"},
      {"2.5.29.36", PolicyConstraintsValue({.inhibit_policy_mapping = 3}),
       "Policy Constraints: Inhibit Policy Mapping:3"},
      {"2.5.29.54", InhibitAnyPolicyValue(128), "Inhibit Any Policy: 128"},
  };
}

std::vector<Row> Places() {
  return {
      {"2.5.29.31",
       DistributionPointsValue({{.name = {.full_name = {Uri("http://a/"), Uri("b:")}}}}),
       "CRL Distribution Points: Full Name: URI:http://a/ URI:b:"},
      {"2.5.29.31",
       DistributionPointsValue({{.name = {.relative_name = AttributeOf("part")},
                                 .reasons = 1 << 1 | 1 << 8,
                                 .crl_issuer = {Directory("Lab")}},
                                {.crl_issuer = {Directory("Shop")}}}),
       "Relative Name: CN = part Reasons: Key Compromise, AA Compromise CRL Issuer: "
       "DirName:O = Lab CRL Issuer: DirName:O = Shop"},
      {"2.5.29.46", DistributionPointsValue({{.name = {.full_name = {Uri("http://d/")}}}}),
       "Freshest CRL: Full Name: URI:http://d/"},
      {"2.5.29.28",
       IssuingDistributionPointValue({.name = {.full_name = {Uri("http://a/")}},
                                      .only_user_certificates = true,
                                      .only_some_reasons = 1 << 7,
                                      .indirect = true}),
       "Full Name: URI:http://a/ Only User Certificates Indirect CRL Only Some Reasons: "
       "Privilege Withdrawn"},
      {"2.5.29.28", IssuingDistributionPointValue({.only_ca_certificates = true}),
       "Only CA Certificates"},
      {"2.5.29.28", IssuingDistributionPointValue({.only_attribute_certificates = true}),
       "Only Attribute Certificates"},
      {"2.5.29.35",
       AuthorityKeyIdentifierValue(
           {.key_id = Bytes{0xab, 0xcd}, .issuer = {Directory("Lab")}, .serial = Bytes{1, 2}}),
       "keyid:AB:CD DirName:/O=Lab serial:01:02"},
      {"1.3.6.1.5.5.7.1.1", AuthorityInfoAccessValue({"http://o/"}, {"http://i/", "http://j/"}),
       "OCSP - URI:http://o/ CA Issuers - URI:http://i/ CA Issuers - URI:http://j/"},
  };
}

std::vector<Row> AllRows() {
  std::vector<Row> rows = Usages();
  for (const Row& row : Policies()) rows.push_back(row);
  for (const Row& row : Places()) rows.push_back(row);
  return rows;
}

TEST_CASE("BoringSSL reads each value and writes the same again") {
  const Row row = GENERATE(from_range(AllRows()));
  CAPTURE(row.oid, row.shown);
  CHECK(ToHex(Rewritten(row.oid, row.value)) == ToHex(row.value));
}

TEST_CASE("openssl shows each value as it was meant") {
  const Row row = GENERATE(from_range(AllRows()));
  const std::string shown = Shown(row.oid, row.value);
  CAPTURE(row.oid, row.shown, shown);
  CHECK(shown.find(row.shown) != std::string::npos);
}

TEST_CASE("named bits have no trailing zeros") {
  struct Case {
    uint16_t bits;
    const char* hex;
  };
  const Case each = GENERATE(Case{0, "030100"}, Case{1 << 0, "03020780"}, Case{1 << 7, "03020001"},
                             Case{1 << 8, "0303070080"}, Case{1 << 15, "0303000001"},
                             Case{kAllReasons, "030307ff80"}, Case{1 << 5 | 1 << 6, "03020106"});
  CHECK(ToHex(KeyUsageValue(each.bits)) == each.hex);
  // The same with its own tag.
  const std::string reasons = ToHex(DistributionPointsValue({{.reasons = each.bits}}));
  CHECK(reasons.substr(8) == "81" + std::string(each.hex).substr(2));
}

TEST_CASE("openssl asn1parse finds the tags of a distribution point explicit and implicit") {
  const ScratchFolder folder;
  const Bytes value = DistributionPointsValue(
      {{.name = {.full_name = {Uri("u:")}}, .reasons = 1 << 2, .crl_issuer = {Directory("Lab")}}});
  const ProgramAnswer answer = RunProgram(
      {"openssl", "asn1parse", "-inform", "DER", "-in", folder.Write("x", AsText(value))});
  CHECK(answer.output ==
        "    0:d=0  hl=2 l=  34 cons: SEQUENCE          \n"
        "    2:d=1  hl=2 l=  32 cons: SEQUENCE          \n"
        "    4:d=2  hl=2 l=   6 cons: cont [ 0 ]        \n"
        "    6:d=3  hl=2 l=   4 cons: cont [ 0 ]        \n"
        "    8:d=4  hl=2 l=   2 prim: cont [ 6 ]        \n"
        "   12:d=2  hl=2 l=   2 prim: cont [ 1 ]        \n"
        "   16:d=2  hl=2 l=  18 cons: cont [ 2 ]        \n"
        "   18:d=3  hl=2 l=  16 cons: cont [ 4 ]        \n"
        "   20:d=4  hl=2 l=  14 cons: SEQUENCE          \n"
        "   22:d=5  hl=2 l=  12 cons: SET               \n"
        "   24:d=6  hl=2 l=  10 cons: SEQUENCE          \n"
        "   26:d=7  hl=2 l=   3 prim: OBJECT            :organizationName\n"
        "   31:d=7  hl=2 l=   3 prim: UTF8STRING        :Lab\n");
}

TEST_CASE("what is no OID has no content") {
  CHECK(ToHex(ExtendedKeyUsageValue({"x"})) == "30020600");
  CHECK(Rewritten("2.5.29.33", PolicyMappingsValue({{"1.2", "nonsense"}})).empty());
}

TEST_CASE("empty lists are empty sequences") {
  const Bytes empty = {0x30, 0};
  CHECK(CertificatePoliciesValue({}) == empty);
  CHECK(PolicyMappingsValue({}) == empty);
  CHECK(PolicyConstraintsValue({}) == empty);
  CHECK(NameConstraintsValue({}) == empty);
  CHECK(DistributionPointsValue({}) == empty);
  CHECK(IssuingDistributionPointValue({}) == empty);
  CHECK(AuthorityKeyIdentifierValue({}) == empty);
  CHECK(AuthorityInfoAccessValue({}, {}) == empty);
  CHECK(GeneralNamesValue({}) == empty);
}

}  // namespace
}  // namespace tlsprobe
