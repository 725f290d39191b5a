// The musts of RFC 5280 that are asked for by -x509_strict, as the installed openssl asks for them.
#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <string>
#include <vector>

#include "tests/check/verify_comparison.h"
#include "tlsprobe/driver/extension_values.h"

namespace tlsprobe {
namespace {

using Change = std::function<void(CertificateSpec&)>;

struct Row {
  std::string name;
  std::string section;  // of RFC 5280
  Change root = {};
  Change intermediate = {};
  Change leaf = {};
};

CertificateExtension Raw(std::string oid, bool critical, Bytes value) {
  return {.oid = std::move(oid), .critical = critical, .value = std::move(value)};
}

// basicConstraints written by hand, in the place of the maker's own.
Change Basic(bool critical, const BasicConstraints& constraints) {
  return [=](CertificateSpec& spec) {
    spec.ca = false;
    spec.path_length.reset();
    spec.extra_extensions.push_back(Raw("2.5.29.19", critical, BasicConstraintsValue(constraints)));
  };
}

Change Key(uint16_t usage) {
  return [usage](CertificateSpec& spec) { spec.key_usage = usage; };
}

Change Both(const Change& first, const Change& second) {
  return [=](CertificateSpec& spec) {
    first(spec);
    second(spec);
  };
}

void NoKeyUsage(CertificateSpec& spec) { spec.key_usage.reset(); }
void NoSubjectKeyId(CertificateSpec& spec) { spec.subject_key_id = false; }
void NoAuthorityKeyId(CertificateSpec& spec) { spec.authority_key_id = false; }
void NoSubject(CertificateSpec& spec) { spec.common_name = ""; }
void Version1(CertificateSpec& spec) { spec.version = 1; }

constexpr uint16_t kSign = 1 << kDigitalSignature;
constexpr uint16_t kCertSign = 1 << kKeyCertSign;

const std::vector<Row>& Rows() {
  static const std::vector<Row> rows = {
      {"nothing is wrong", "6.1"},
      {"basicConstraints of a CA not critical", "4.2.1.9", {}, Basic(false, {.ca = true})},
      {"the same in the root", "4.2.1.9", Basic(false, {.ca = true})},
      {"path length without keyCertSign",
       "4.2.1.9",
       {},
       Both(Basic(true, {.ca = true, .path_length = 0}), Key(kSign))},
      {"path length without key usage",
       "4.2.1.9",
       {},
       Both(Basic(true, {.ca = true, .path_length = 0}), NoKeyUsage)},
      {"path length of who is no CA",
       "4.2.1.9",
       {},
       {},
       Basic(true, {.ca = false, .path_length = 0})},
      {"path length and keyCertSign of who is no CA",
       "4.2.1.9",
       {},
       {},
       Both(Basic(true, {.ca = false, .path_length = 0}), Key(kCertSign))},
      {"a CA without key usage", "4.2.1.3", {}, NoKeyUsage},
      {"a root without key usage", "4.2.1.3", NoKeyUsage},
      {"keyCertSign of who is no CA", "4.2.1.3", {}, {}, Key(kSign | kCertSign)},
      {"cRLSign of who is no CA",
       "4.2.1.3",
       {},
       {},
       Key(static_cast<uint16_t>(kSign | 1 << kCrlSign))},
      {"no subject, names not critical", "4.1.2.6", {}, {}, NoSubject},
      {"no subject and no names",
       "4.1.2.6",
       {},
       {},
       [](CertificateSpec& spec) {
         spec.common_name = "";
         spec.dns_names.clear();
       }},
      {"no subject, names critical",
       "4.2.1.6",
       {},
       {},
       [](CertificateSpec& spec) {
         spec.common_name = "";
         spec.dns_names.clear();
         spec.extra_extensions.push_back(
             Raw("2.5.29.17", true,
                 GeneralNamesValue({{GeneralName::Type::kDns, ToBytes("host.example")}})));
       }},
      {"an empty list of names",
       "4.2.1.6",
       {},
       {},
       [](CertificateSpec& spec) {
         spec.dns_names.clear();
         spec.extra_extensions.push_back(Raw("2.5.29.17", false, GeneralNamesValue({})));
       }},
      {"a CA without a subject", "4.1.2.6", {}, NoSubject},
      {"a root without a subject", "4.1.2.4", NoSubject},
      {"no authority key identifier", "4.2.1.1", {}, {}, NoAuthorityKeyId},
      {"no authority key identifier in the intermediate", "4.2.1.1", {}, NoAuthorityKeyId},
      {"authority key identifier by name alone",
       "4.2.1.1",
       {},
       {},
       [](CertificateSpec& spec) {
         spec.authority_key_id = false;
         spec.extra_extensions.push_back(Raw("2.5.29.35", false, AuthorityKeyIdentifierValue({})));
       }},
      {"authority key identifier critical",
       "4.2.1.1",
       {},
       {},
       [](CertificateSpec& spec) {
         spec.authority_key_id = false;
         spec.extra_extensions.push_back(Raw("2.5.29.35", true, AuthorityKeyIdentifierValue({})));
       }},
      {"no subject key identifier in a CA", "4.2.1.2", {}, NoSubjectKeyId},
      {"no subject key identifier in the root", "4.2.1.2", NoSubjectKeyId},
      {"no subject key identifier in the leaf", "4.2.1.2", {}, {}, NoSubjectKeyId},
      {"subject key identifier critical",
       "4.2.1.2",
       {},
       {},
       [](CertificateSpec& spec) {
         spec.subject_key_id = false;
         spec.extra_extensions.push_back(Raw("2.5.29.14", true, {0x04, 0x01, 0x07}));
       }},
      {"an unknown critical extension before those that are looked at",
       "4.2.1.9",
       {},
       [](CertificateSpec& spec) {
         spec.ca = false;
         spec.extra_extensions = {Raw("1.2.3.4.5", true, {0x05, 0x00}),
                                  Raw("2.5.29.19", true, BasicConstraintsValue({.ca = true}))};
       }},
      {"a leaf of version 1", "4.1.2.1", {}, {}, Version1},
      {"an intermediate of version 1", "4.1.2.1", {}, Version1},
      {"a root of version 1", "4.1.2.1", Version1},
      {"a root by key usage alone", "4.2.1.9", [](CertificateSpec& spec) { spec.ca = false; }},
      {"a leaf by key usage alone", "4.2.1.9", {}, {}, Key(kCertSign)},
      {"the wrong use, and expired",
       "6.1.3",
       {},
       {},
       [](CertificateSpec& spec) {
         spec.extended_key_usage = {"1.3.6.1.5.5.7.3.2"};
         spec.not_after = {kTestNow.seconds - kTestDay};
       }},
  };
  return rows;
}

ChainCase Make(const Row& row) {
  CertificateSpec root = CaSpec("Root"), intermediate = CaSpec("Intermediate"), leaf = LeafSpec();
  if (row.root) row.root(root);
  if (row.intermediate) row.intermediate(intermediate);
  if (row.leaf) row.leaf(leaf);
  ChainCase chain{.name = row.name};
  const MadeCertificate top = MakeOrFail(root);
  const MadeCertificate middle = MakeOrFail(intermediate, &top);
  chain.sent = {MakeOrFail(leaf, &middle), middle};
  chain.anchors = {top};
  return chain;
}

TEST_CASE("strict rules are those of the live openssl") {
  const std::vector<VerifySetting> settings = {
      PlainVerify("strict", [](VerifySetting& s) { s.options.x509_strict = true; }),
      PlainVerify("strict, for servers",
                  [](VerifySetting& s) {
                    s.options.x509_strict = true;
                    s.options.purpose = Purpose::kSslServer;
                  }),
      PlainVerify("strict, partial chain",
                  [](VerifySetting& s) {
                    s.options.x509_strict = true;
                    s.options.partial_chain = true;
                  }),
      PlainVerify("not strict"),
  };
  for (const Row& row : Rows()) {
    CAPTURE(row.section);
    CompareWithVerify(ToVerifyCase(Make(row)), settings);
  }
}

TEST_CASE("without -x509_strict its errors are not met") {
  for (const Row& row : Rows()) {
    const ChainCase chain = Make(row);
    for (const VerifyError& error : Judge(chain, {}, 0).verification.chain.errors) {
      CAPTURE(row.name, error.code);
      const bool strict = error.code == 78 || (error.code >= 80 && error.code <= 93);
      CHECK_FALSE(strict);
    }
  }
}

}  // namespace
}  // namespace tlsprobe
