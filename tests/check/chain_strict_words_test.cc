// The errors of -x509_strict and of Suite B in an administrator's words.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "tests/check/chain_cases.h"
#include "tlsprobe/check/chain_words.h"
#include "tlsprobe/check/verify_codes.h"
#include "tlsprobe/driver/der.h"
#include "tlsprobe/driver/extension_values.h"

namespace tlsprobe {
namespace {

struct Specs {
  CertificateSpec root = CaSpec("Root");
  CertificateSpec middle = CaSpec("Middle");
  CertificateSpec leaf = LeafSpec();
};

Judged JudgeSpecs(const Specs& specs, const VerifyOptions& options) {
  const MadeCertificate root = MakeOrFail(specs.root);
  const MadeCertificate middle = MakeOrFail(specs.middle, &root);
  return Judge({"made", {MakeOrFail(specs.leaf, &middle), middle}, {root}}, options);
}

struct Row {
  int code;
  std::string_view id;
  void (*spoil)(Specs& specs);
  std::string_view text;
};

constexpr Row kRows[] = {
    {kAlgorithmsDiffer, "chain.algorithms_differ",
     [](Specs& s) {
       s.leaf.outer_algorithm = Der(kDerSequence, {*DerObjectId("1.2.840.10045.4.3.3")});
     },
     "the server's certificate names one signature algorithm inside of what is signed, another "
     "outside"},
    {kPathLengthOfNonCa, "chain.path_length_of_non_ca", [](Specs& s) { s.leaf.path_length = 3; },
     "the server's certificate limits the path below it, though it is no CA's"},
    {kPathLengthWithoutCertSign, "chain.path_length_without_cert_sign",
     [](Specs& s) { s.leaf.path_length = 3; },
     "the server's certificate limits the path below it, but lacks the key usage keyCertSign to "
     "issue anything"},
    {kCertSignOfNonCa, "chain.cert_sign_of_non_ca",
     [](Specs& s) { s.leaf.key_usage = static_cast<uint16_t>(1 << kKeyCertSign | 1); },
     "the server's certificate has the key usage keyCertSign, though it is no CA's"},
    {kIssuerEmpty, "chain.issuer_empty", [](Specs& s) { s.middle.common_name = ""; },
     "the server's certificate has an empty issuer name"},
    {kSubjectEmpty, "chain.subject_empty", [](Specs& s) { s.middle.common_name = ""; },
     "the intermediate certificate with an empty name has an empty subject, which only the holder "
     "of names in a subjectAltName may have"},
    {kAuthorityKeyIdMissing, "chain.authority_key_id_missing",
     [](Specs& s) { s.leaf.authority_key_id = false; },
     "the server's certificate does not name the key of its issuer"},
    {kSubjectKeyIdMissing, "chain.subject_key_id_missing",
     [](Specs& s) { s.middle.subject_key_id = false; },
     "the intermediate certificate CN=Middle is one of a CA and has no subjectKeyIdentifier"},
    {kAltNameEmpty, "chain.alt_name_empty",
     [](Specs& s) {
       s.leaf.dns_names = {};
       s.leaf.extra_extensions = {{"2.5.29.17", false, GeneralNamesValue({})}};
     },
     "the server's certificate has a subjectAltName without a name in it"},
    {kAltNameNotCritical, "chain.alt_name_not_critical", [](Specs& s) { s.leaf.common_name = ""; },
     "the server's certificate has an empty subject, and a subjectAltName that is not critical"},
    {kBasicConstraintsNotCritical, "chain.basic_constraints_not_critical",
     [](Specs& s) {
       s.middle.ca = false;
       s.middle.extra_extensions = {{"2.5.29.19", false, BasicConstraintsValue({.ca = true})}};
     },
     "the intermediate certificate CN=Middle is one of a CA with basicConstraints that are not "
     "critical"},
    {kCaWithoutKeyUsage, "chain.ca_without_key_usage", [](Specs& s) { s.middle.key_usage.reset(); },
     "the intermediate certificate CN=Middle is one of a CA and has no key usage"},
    {kExtensionsNeedVersion3, "chain.extensions_need_version_3",
     [](Specs& s) { s.leaf.version = 2; },
     "the server's certificate has extensions, which only version 3 may have"},
};

TEST_CASE("each strict error has words, a section and a way out") {
  for (const Row& row : kRows) {
    CAPTURE(row.id);
    Specs specs;
    row.spoil(specs);
    const Judged judged = JudgeSpecs(specs, {.check_target_name = false, .x509_strict = true});
    const auto& errors = judged.verification.chain.errors;
    CHECK(std::ranges::find(errors, row.code, &VerifyError::code) != errors.end());
    const Finding* finding = judged.Find(row.id);
    REQUIRE(finding != nullptr);
    CHECK(finding->text == row.text);
    CHECK(finding->severity == Severity::kError);
    CHECK(finding->reference.starts_with("RFC 5280 section 4."));
    CHECK(finding->advice.ends_with("Only -x509_strict asks for this."));
  }
}

struct SuiteBRow {
  int code;
  void (*spoil)(Specs& specs);
  std::string_view text;
};

constexpr SuiteBRow kSuiteBRows[] = {
    {kSuiteBVersion, [](Specs& s) { s.leaf.version = 1; },
     "the server's certificate is not of version 3"},
    {kSuiteBAlgorithm, [](Specs& s) { s.leaf.key_kind = MadeKeyKind::kEd25519; },
     "the server's certificate has a key that is not an EC key"},
    {kSuiteBCurve, [](Specs& s) { s.leaf.key_kind = MadeKeyKind::kP521; },
     "the server's certificate has a key on a curve other than P-256 and P-384"},
    {kSuiteBSignature, [](Specs& s) { s.leaf.digest = MadeDigest::kSha384; },
     "the server's certificate is signed with a digest that does not belong to its issuer's curve"},
    {kSuiteBMixed, [](Specs& s) { s.leaf.key_kind = MadeKeyKind::kP384; },
     "the server's certificate has a P-384 key, and a P-256 key above it vouches for it"},
};

TEST_CASE("each error of Suite B has words, and the advice says what was asked for") {
  const VerifyOptions both = {.check_target_name = false, .suite_b_128 = true, .suite_b_192 = true};
  for (const SuiteBRow& row : kSuiteBRows) {
    CAPTURE(row.code);
    Specs specs;
    row.spoil(specs);
    const Judged judged = JudgeSpecs(specs, both);
    const auto& errors = judged.verification.chain.errors;
    CHECK(std::ranges::find(errors, row.code, &VerifyError::code) != errors.end());
    const Finding* finding = judged.Find("chain.suite_b");
    REQUIRE(finding != nullptr);
    CHECK(finding->text == row.text);
    CHECK(finding->reference == "RFC 5759");
    CHECK(finding->advice.ends_with("never P-256 above P-384."));
  }
}

TEST_CASE("a level of Suite B that was not asked for is named with the one that was") {
  const Judged high = JudgeSpecs(Specs(), {.check_target_name = false, .suite_b_192 = true});
  REQUIRE(high.Has("chain.suite_b"));
  CHECK(high.Find("chain.suite_b")->text ==
        "the server's certificate has, or was signed by, a key of a level that was not asked for");
  CHECK(high.Find("chain.suite_b")->advice.ends_with("P-384 with SHA-384 throughout."));
  Specs specs;
  specs.leaf.key_kind = MadeKeyKind::kP384;
  const Judged low = JudgeSpecs(specs, {.check_target_name = false, .suite_b_128 = true});
  REQUIRE(low.Has("chain.suite_b"));
  CHECK(low.Find("chain.suite_b")->advice.ends_with("P-256 with SHA-256 throughout."));
}

TEST_CASE("a code that is another's has no words here") {
  const VerifyOptions options;
  const PeerFacts peer;
  const TlsFacts tls;
  const Target target;
  const CheckInput input{.options = options, .target = target, .tls = tls, .peer = peer};
  const ChainVerification chain;
  const ChainFault fault{.input = input, .chain = chain, .depth = 0, .code = kExpired};
  CHECK(StrictlyWrong(fault).text.empty());
  CHECK(NotSuiteB(fault).text.empty());
}

}  // namespace
}  // namespace tlsprobe
