// Every list is read by BoringSSL, and some are shown to the installed openssl.
#include "tlsprobe/driver/crl_maker.h"

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/bytestring.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/mem.h>
#include <openssl/nid.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "tests/support/program.h"
#include "tests/support/verify_openssl.h"
#include "tlsprobe/driver/der.h"
#include "tlsprobe/driver/extension_values.h"

namespace tlsprobe {
namespace {

MadeCertificate Make(const CertificateSpec& spec, const MadeCertificate* issuer = nullptr) {
  const auto made = MakeCertificate(spec, issuer);
  REQUIRE(made.ok());
  return *made;
}

MadeCertificate Root() {
  return Make({.common_name = "Root", .ca = true, .key_usage = 1 << kKeyCertSign | 1 << kCrlSign});
}

Bytes MakeList(const CrlSpec& spec) {
  const auto made = MakeCrl(spec);
  REQUIRE(made.ok());
  return *made;
}

bssl::UniquePtr<X509_CRL> Read(const Bytes& der) {
  const uint8_t* data = der.data();
  bssl::UniquePtr<X509_CRL> crl(d2i_X509_CRL(nullptr, &data, static_cast<long>(der.size())));
  ERR_clear_error();
  REQUIRE(crl);
  CHECK(data == der.data() + der.size());
  return crl;
}

// Whether the key of `issuer` made the signature.
bool IsSignedBy(X509_CRL* crl, const MadeCertificate& issuer) {
  CBS in(issuer.private_key);
  const bssl::UniquePtr<EVP_PKEY> key(EVP_parse_private_key(&in));
  REQUIRE(key);
  const bool good = X509_CRL_verify(crl, key.get()) == 1;
  ERR_clear_error();
  return good;
}

std::string Text(const ASN1_STRING* string) {
  const uint8_t* data = ASN1_STRING_get0_data(string);
  return std::string(AsText({data, static_cast<size_t>(ASN1_STRING_length(string))}));
}

// Whether the extension is critical; -1 where there is none.
int Critical(const X509_CRL* crl, int nid) {
  const int at = X509_CRL_get_ext_by_NID(crl, nid, -1);
  return at < 0 ? -1 : X509_EXTENSION_get_critical(X509_CRL_get_ext(crl, at));
}
int Critical(const X509_REVOKED* entry, int nid) {
  const int at = X509_REVOKED_get_ext_by_NID(entry, nid, -1);
  return at < 0 ? -1 : X509_EXTENSION_get_critical(X509_REVOKED_get_ext(entry, at));
}

// What an INTEGER extension of `crl` says; -1 where there is none.
int64_t Number(const X509_CRL* crl, int nid) {
  const bssl::UniquePtr<ASN1_INTEGER> number(
      static_cast<ASN1_INTEGER*>(X509_CRL_get_ext_d2i(crl, nid, nullptr, nullptr)));
  int64_t value = -1;
  if (number) REQUIRE(ASN1_INTEGER_get_int64(&value, number.get()));
  return value;
}

CertificateExtension Freshest(std::string_view url) {
  const GeneralName name = {GeneralName::Type::kUri, ToBytes(url)};
  return {"2.5.29.46", false, DistributionPointsValue({{.name = {.full_name = {name}}}})};
}

std::string OpensslText(const Bytes& der) {
  const ScratchFolder folder;
  // Releases differ in how they write names by themselves.
  const ProgramAnswer answer = RunProgram({"openssl", "crl", "-noout", "-text", "-nameopt",
                                           "oneline", "-in", folder.Write("crl", CrlPem(der))});
  CAPTURE(answer.output);
  REQUIRE(answer.exit_status == 0);
  return answer.output;
}

TEST_CASE("a list is signed by keys of every kind") {
  struct Case {
    const char* name;
    MadeKeyKind kind;
    bool pss;
    MadeDigest digest;
  };
  const Case each = GENERATE(Case{"P-224", MadeKeyKind::kP224, false, MadeDigest::kSha256},
                             Case{"P-256, SHA-1", MadeKeyKind::kP256, false, MadeDigest::kSha1},
                             Case{"P-384", MadeKeyKind::kP384, false, MadeDigest::kSha384},
                             Case{"P-521", MadeKeyKind::kP521, false, MadeDigest::kSha512},
                             Case{"Ed25519", MadeKeyKind::kEd25519, false, MadeDigest::kSha256},
                             Case{"RSA", MadeKeyKind::kRsa, false, MadeDigest::kSha256},
                             Case{"RSA-PSS", MadeKeyKind::kRsa, true, MadeDigest::kSha384});
  CAPTURE(each.name);
  const MadeCertificate issuer = Make({.common_name = "Root", .ca = true, .key_kind = each.kind});
  const MadeCertificate other = Make({.common_name = "Root", .key_kind = each.kind});
  CrlSpec spec = {.issuer = &issuer, .digest = each.digest, .pss = each.pss};
  CHECK(IsSignedBy(Read(MakeList(spec)).get(), issuer));
  CHECK(!IsSignedBy(Read(MakeList(spec)).get(), other));
  spec.corrupt_signature = true;
  CHECK(!IsSignedBy(Read(MakeList(spec)).get(), issuer));
}

TEST_CASE("the head of a list says what it was asked to say") {
  const MadeCertificate root = Root();
  const auto crl = Read(MakeList({.issuer = &root,
                                  .this_update = {0},
                                  .next_update = UnixTime{4102444800},
                                  .number = {0x01, 0x00}}));
  CHECK(X509_CRL_get_version(crl.get()) == X509_CRL_VERSION_2);
  CHECK(Text(X509_CRL_get0_lastUpdate(crl.get())) == "700101000000Z");
  CHECK(Text(X509_CRL_get0_nextUpdate(crl.get())) == "21000101000000Z");
  CHECK(sk_X509_REVOKED_num(X509_CRL_get_REVOKED(crl.get())) == 0);
  CHECK(Number(crl.get(), NID_crl_number) == 256);
  CHECK(Critical(crl.get(), NID_crl_number) == 0);
  CHECK(Number(crl.get(), NID_delta_crl) == -1);
  CHECK(Critical(crl.get(), NID_issuing_distribution_point) == -1);
  const bssl::UniquePtr<AUTHORITY_KEYID> key_id(static_cast<AUTHORITY_KEYID*>(
      X509_CRL_get_ext_d2i(crl.get(), NID_authority_key_identifier, nullptr, nullptr)));
  REQUIRE(key_id);
  CHECK(Text(key_id->keyid) == AsText(root.key_id));
}

TEST_CASE("an entry says what it was asked to say") {
  const MadeCertificate root = Root(), other = Make({.common_name = "Other"});
  const auto crl = Read(MakeList({.issuer = &root,
                                  .entries = {{.serial = {0x0f}, .revoked_at = {1609459201}},
                                              {.serial = {0x00, 0x80},
                                               .reason = 6,
                                               .invalid_since = UnixTime{1600000000},
                                               .certificate_issuer = other.subject,
                                               .extra_extensions = {{"1.2.3", true, {5, 0}}}}}}));
  const STACK_OF(X509_REVOKED)* entries = X509_CRL_get_REVOKED(crl.get());
  REQUIRE(sk_X509_REVOKED_num(entries) == 2);
  const X509_REVOKED* plain = sk_X509_REVOKED_value(entries, 0);
  CHECK(ASN1_INTEGER_get(X509_REVOKED_get0_serialNumber(plain)) == 15);
  CHECK(Text(X509_REVOKED_get0_revocationDate(plain)) == "210101000001Z");
  CHECK(X509_REVOKED_get_ext_count(plain) == 0);

  const X509_REVOKED* rich = sk_X509_REVOKED_value(entries, 1);
  CHECK(ASN1_INTEGER_get(X509_REVOKED_get0_serialNumber(rich)) == 128);
  CHECK(X509_REVOKED_get_ext_count(rich) == 4);
  const bssl::UniquePtr<ASN1_ENUMERATED> reason(static_cast<ASN1_ENUMERATED*>(
      X509_REVOKED_get_ext_d2i(rich, NID_crl_reason, nullptr, nullptr)));
  REQUIRE(reason);
  CHECK(ASN1_ENUMERATED_get(reason.get()) == 6);
  CHECK(Critical(rich, NID_crl_reason) == 0);
  const bssl::UniquePtr<ASN1_GENERALIZEDTIME> since(static_cast<ASN1_GENERALIZEDTIME*>(
      X509_REVOKED_get_ext_d2i(rich, NID_invalidity_date, nullptr, nullptr)));
  REQUIRE(since);
  CHECK(Text(since.get()) == "20200913122640Z");
  CHECK(Critical(rich, NID_certificate_issuer) == 1);
  const bssl::UniquePtr<GENERAL_NAMES> issuer(static_cast<GENERAL_NAMES*>(
      X509_REVOKED_get_ext_d2i(rich, NID_certificate_issuer, nullptr, nullptr)));
  REQUIRE(issuer);
  REQUIRE(sk_GENERAL_NAME_num(issuer.get()) == 1);
  CHECK(sk_GENERAL_NAME_value(issuer.get(), 0)->type == GEN_DIRNAME);
}

TEST_CASE("a delta and a partial list carry critical extensions, or others when asked to") {
  const MadeCertificate root = Root();
  const bool critical = GENERATE(true, false);
  const auto crl = Read(MakeList(
      {.issuer = &root,
       .number = {9},
       .base_number = {7},
       .base_number_critical = critical,
       .issuing_distribution_point = IssuingDistributionPoint{.only_user_certificates = true},
       .issuing_distribution_point_critical = critical}));
  CHECK(Number(crl.get(), NID_crl_number) == 9);
  CHECK(Number(crl.get(), NID_delta_crl) == 7);
  CHECK(Critical(crl.get(), NID_delta_crl) == (critical ? 1 : 0));
  CHECK(Critical(crl.get(), NID_issuing_distribution_point) == (critical ? 1 : 0));
  const int at = X509_CRL_get_ext_by_NID(crl.get(), NID_issuing_distribution_point, -1);
  const X509_EXTENSION* point = X509_CRL_get_ext(crl.get(), at);
  CHECK(Text(X509_EXTENSION_get_data(point)) ==
        AsText(IssuingDistributionPointValue({.only_user_certificates = true})));
}

TEST_CASE("nothing optional is there when it is not wanted") {
  const MadeCertificate root = Root();
  const auto crl =
      Read(MakeList({.issuer = &root, .next_update = {}, .authority_key_id = false, .number = {}}));
  CHECK(X509_CRL_get0_nextUpdate(crl.get()) == nullptr);
  CHECK(X509_CRL_get_ext_count(crl.get()) == 0);
  CHECK(IsSignedBy(crl.get(), root));
}

TEST_CASE("a version 1 list has no extensions") {
  const MadeCertificate root = Root();
  const auto crl =
      Read(MakeList({.issuer = &root, .version = 1, .entries = {{.serial = {1}, .reason = 1}}}));
  CHECK(X509_CRL_get_version(crl.get()) == X509_CRL_VERSION_1);
  CHECK(X509_CRL_get_ext_count(crl.get()) == 0);
  const STACK_OF(X509_REVOKED)* entries = X509_CRL_get_REVOKED(crl.get());
  REQUIRE(sk_X509_REVOKED_num(entries) == 1);
  CHECK(X509_REVOKED_get_ext_count(sk_X509_REVOKED_value(entries, 0)) == 0);
}

TEST_CASE("a list may name another issuer") {
  const MadeCertificate root = Root(), other = Make({.common_name = "Other"});
  const auto crl = Read(MakeList({.issuer = &root, .issuer_name = other.subject}));
  const uint8_t* data = other.subject.data();
  const bssl::UniquePtr<X509_NAME> name(
      d2i_X509_NAME(nullptr, &data, static_cast<long>(other.subject.size())));
  CHECK(X509_NAME_cmp(X509_CRL_get_issuer(crl.get()), name.get()) == 0);
  CHECK(IsSignedBy(crl.get(), root));
}

TEST_CASE("serial numbers of every shape are written as given") {
  struct Case {
    Bytes serial;
    const char* shown;
  };
  const Case each = GENERATE(Case{{0}, "Serial Number: 00\n"}, Case{{0xff}, "Serial Number: -01\n"},
                             Case{Bytes(21, 0x11), "Serial Number: 1111111111111111"});
  const MadeCertificate root = Root();
  const std::string shown =
      OpensslText(MakeList({.issuer = &root, .entries = {{.serial = each.serial}}}));
  CAPTURE(shown);
  CHECK(shown.find(each.shown) != std::string::npos);
}

TEST_CASE("times and algorithms may be replaced") {
  const MadeCertificate root = Root();
  const Bytes bad_time = Der(kDerUtcTime, ToBytes("nonsense"));
  const Bytes algorithm = Der(kDerSequence, *DerObjectId("1.2.3.4"));
  const Bytes der = MakeList({.issuer = &root,
                              .this_update_element = bad_time,
                              .next_update_element = bad_time,
                              .inner_algorithm = algorithm});
  CBS in(der), list, tbs, version, inner, name, time, outer;
  REQUIRE(CBS_get_asn1(&in, &list, CBS_ASN1_SEQUENCE));
  REQUIRE(CBS_get_asn1(&list, &tbs, CBS_ASN1_SEQUENCE));
  REQUIRE(CBS_get_asn1(&tbs, &version, CBS_ASN1_INTEGER));
  REQUIRE(CBS_get_asn1_element(&tbs, &inner, CBS_ASN1_SEQUENCE));
  REQUIRE(CBS_get_asn1(&tbs, &name, CBS_ASN1_SEQUENCE));
  for (int i = 0; i < 2; ++i) {
    REQUIRE(CBS_get_asn1_element(&tbs, &time, CBS_ASN1_UTCTIME));
    CHECK(CBS_mem_equal(&time, bad_time.data(), bad_time.size()));
  }
  REQUIRE(CBS_get_asn1_element(&list, &outer, CBS_ASN1_SEQUENCE));
  CHECK(CBS_mem_equal(&inner, algorithm.data(), algorithm.size()));
  CHECK(!CBS_mem_equal(&outer, algorithm.data(), algorithm.size()));
}

TEST_CASE("openssl crl shows what a list was asked to say") {
  const MadeCertificate root = Root(), other = Make({.common_name = "Other"});
  const std::string shown = OpensslText(
      MakeList({.issuer = &root,
                .entries = {{.serial = {0x12, 0x34},
                             .reason = 1,
                             .invalid_since = UnixTime{1600000000},
                             .certificate_issuer = other.subject}},
                .number = {0x00, 0xff},
                .base_number = {3},
                .issuing_distribution_point =
                    IssuingDistributionPoint{
                        .name = {.full_name = {{GeneralName::Type::kUri, ToBytes("http://crl/")}}},
                        .indirect = true},
                .extra_extensions = {Freshest("http://delta/")}}));
  CAPTURE(shown);
  const std::string expected[] = {"Version 2 (0x1)",
                                  "Issuer: CN = Root",
                                  "Last Update: Jan  1 00:00:00 2020 GMT",
                                  "Next Update: Jan  1 00:00:00 2040 GMT",
                                  "X509v3 Delta CRL Indicator: critical\n                3\n",
                                  "X509v3 CRL Number: \n                255\n",
                                  "Issuing Distribution Point: critical",
                                  "URI:http://crl/",
                                  "Indirect CRL",
                                  "Freshest CRL",
                                  "URI:http://delta/",
                                  "Serial Number: 1234",
                                  "Revocation Date: Jan  1 00:00:00 2021 GMT",
                                  "Key Compromise",
                                  "Sep 13 12:26:40 2020 GMT",
                                  "Certificate Issuer: critical",
                                  "DirName:/CN=Other"};
  for (const std::string& line : expected) {
    CAPTURE(line);
    CHECK(shown.find(line) != std::string::npos);
  }
}

TEST_CASE("openssl verify finds a certificate on the list, or not") {
  const MadeCertificate root = Root();
  const MadeCertificate leaf = Make({.common_name = "leaf"}, &root);
  const bool revoked = GENERATE(true, false);
  Bytes serial = leaf.serial;
  if (!revoked) serial.back() ^= 1;
  const Bytes crl = MakeList({.issuer = &root, .entries = {{.serial = serial}}});
  const VerifyFiles files({.leaf = leaf.der, .trusted = {root.der}, .crls = {crl}});
  CHECK(files.Run({"-crl_check"}).Summary() == (revoked ? "0:23 | failed" : "| OK"));
}

TEST_CASE("openssl verify takes a delta into account") {
  const MadeCertificate root = Root();
  const MadeCertificate leaf = Make({.common_name = "leaf"}, &root);
  // Only who names deltas has any.
  const Bytes base =
      MakeList({.issuer = &root, .number = {5}, .extra_extensions = {Freshest("http://delta/")}});
  const Bytes delta = MakeList(
      {.issuer = &root, .entries = {{.serial = leaf.serial}}, .number = {6}, .base_number = {5}});
  const VerifyFiles files({.leaf = leaf.der, .trusted = {root.der}, .crls = {base, delta}});
  CHECK(files.Run({"-crl_check", "-use_deltas", "-extended_crl"}).Summary() == "0:23 | failed");
  CHECK(files.Run({"-crl_check"}).Summary() == "| OK");
}

TEST_CASE("what cannot be encoded is refused by name") {
  const MadeCertificate root = Root();
  const auto refusal = [](const CrlSpec& spec) {
    return std::string(MakeCrl(spec).status().message());
  };
  CHECK(refusal({}).find("issuer") != std::string::npos);
  CHECK(refusal({.issuer = &root, .extra_extensions = {{"x.y", false, {}}}}).find("x.y") !=
        std::string::npos);
  const UnixTime far = {400000000000};
  CHECK(refusal({.issuer = &root, .this_update = far}).find("year 14645") != std::string::npos);
  CHECK(refusal({.issuer = &root, .next_update = far}).find("year 14645") != std::string::npos);
  CHECK(refusal({.issuer = &root, .entries = {{.serial = {1}, .revoked_at = far}}})
            .find("year 14645") != std::string::npos);
  CHECK(refusal({.issuer = &root, .entries = {{.serial = {1}, .invalid_since = far}}})
            .find("year 14645") != std::string::npos);
  CHECK(refusal({.issuer = &root, .digest = MadeDigest::kMd5}).find("MD5") != std::string::npos);
}

}  // namespace
}  // namespace tlsprobe
