// The certificates are shown to the installed openssl, which must accept them.
#include "tlsprobe/driver/certificate_maker.h"

#include <openssl/asn1.h>
#include <openssl/bytestring.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/mem.h>
#include <openssl/obj.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/support/program.h"
#include "tests/support/verify_openssl.h"
#include "tlsprobe/driver/der.h"

namespace tlsprobe {
namespace {

// What `openssl x509 -noout` with `options` says of a certificate.
ProgramAnswer Show(const MadeCertificate& made, const std::vector<std::string>& options) {
  const ScratchFolder folder;
  std::vector<std::string> command = {"openssl", "x509", "-noout", "-in",
                                      folder.Write("certificate", made.Pem())};
  command.insert(command.end(), options.begin(), options.end());
  return RunProgram(command);
}

bssl::UniquePtr<X509> Read(const MadeCertificate& made) {
  const uint8_t* data = made.der.data();
  bssl::UniquePtr<X509> x509(d2i_X509(nullptr, &data, static_cast<long>(made.der.size())));
  ERR_clear_error();
  REQUIRE(x509);
  return x509;
}

bool IsSignedBy(const MadeCertificate& made, const MadeCertificate& issuer) {
  CBS in(issuer.private_key);
  const bssl::UniquePtr<EVP_PKEY> key(EVP_parse_private_key(&in));
  REQUIRE(key);
  const bool good = X509_verify(Read(made).get(), key.get()) == 1;
  ERR_clear_error();
  return good;
}

Bytes ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

MadeCertificate Make(const CertificateSpec& spec, const MadeCertificate* issuer = nullptr) {
  const auto made = MakeCertificate(spec, issuer);
  REQUIRE(made.ok());
  return *made;
}

constexpr uint16_t kCaUsage = 1 << kKeyCertSign | 1 << kCrlSign;

TEST_CASE("openssl verify accepts a chain of every kind of key") {
  struct Case {
    const char* name;
    MadeKeyKind kind;
    bool pss;
  };
  const Case each = GENERATE(
      Case{"P-256", MadeKeyKind::kP256, false}, Case{"P-384", MadeKeyKind::kP384, false},
      Case{"P-521", MadeKeyKind::kP521, false}, Case{"Ed25519", MadeKeyKind::kEd25519, false},
      Case{"RSA", MadeKeyKind::kRsa, false}, Case{"RSA-PSS", MadeKeyKind::kRsa, true});
  CAPTURE(each.name);
  const auto root = MakeCertificate({.common_name = "Root",
                                     .ca = true,
                                     .key_usage = kCaUsage,
                                     .pss = each.pss,
                                     .key_kind = each.kind});
  REQUIRE(root.ok());
  const auto intermediate = MakeCertificate({.common_name = "Intermediate",
                                             .ca = true,
                                             .path_length = 0,
                                             .key_usage = kCaUsage,
                                             .pss = each.pss,
                                             .key_kind = each.kind},
                                            &*root);
  REQUIRE(intermediate.ok());
  const auto leaf = MakeCertificate({.common_name = "leaf",
                                     .dns_names = {"leaf.example", "*.leaf.example"},
                                     .ip_addresses = {"192.0.2.1", "2001:db8::1"},
                                     .email_addresses = {"a@leaf.example"},
                                     .uris = {"https://leaf.example/"},
                                     .key_usage = 1 << kDigitalSignature,
                                     .extended_key_usage = {"1.3.6.1.5.5.7.3.1"},
                                     .pss = each.pss,
                                     .key_kind = each.kind},
                                    &*intermediate);
  REQUIRE(leaf.ok());

  const VerifyFiles files({.name = each.name,
                           .leaf = leaf->der,
                           .untrusted = {intermediate->der},
                           .trusted = {root->der}});
  const OpensslVerify verified =
      files.Run({"-x509_strict", "-purpose", "sslserver", "-verify_hostname", "x.leaf.example",
                 "-verify_ip", "2001:db8::1"});
  CAPTURE(verified.output);
  CHECK(verified.Summary() == "| OK");
}

TEST_CASE("openssl reads the key and finds it fitting to the certificate") {
  const auto made = MakeCertificate({.common_name = "self", .key_kind = MadeKeyKind::kRsa});
  REQUIRE(made.ok());
  const ScratchFolder folder;
  const ProgramAnswer from_key = RunProgram(
      {"openssl", "pkey", "-pubout", "-in", folder.Write("key", PrivateKeyPem(made->private_key))});
  const ProgramAnswer from_certificate = Show(*made, {"-pubkey"});
  CHECK(from_key.exit_status == 0);
  CHECK(from_key.output == from_certificate.output);
}

TEST_CASE("openssl prints what the certificate was asked to say") {
  const auto made = MakeCertificate(
      {.subject = {{"C", "CH"}, {"O", "Lab"}, {"CN", "\xc3\xa9t\xc3\xa9"}},
       .dns_names = {"a.example"},
       .not_before = {0},
       .not_after = {4102444800},  // 2100-01-01, a GeneralizedTime
       .serial = {0x01, 0x02},
       .key_usage = 1 << kDecipherOnly | 1 << kKeyAgreement,
       .extra_extensions = {{.oid = "1.2.3.4", .critical = true, .value = {5, 0}}}});
  REQUIRE(made.ok());
  const ProgramAnswer shown = Show(*made, {"-text", "-nameopt", "utf8,oneline,-esc_msb"});
  CAPTURE(shown.output);
  const std::string expected[] = {"Version: 3 (0x2)",
                                  "Serial Number: 258 (0x102)",
                                  "Subject: C = CH, O = Lab, CN = \xc3\xa9t\xc3\xa9",
                                  "Not Before: Jan  1 00:00:00 1970 GMT",
                                  "Not After : Jan  1 00:00:00 2100 GMT",
                                  "Key Agreement, Decipher Only",
                                  "DNS:a.example",
                                  "1.2.3.4: critical"};
  for (const std::string& line : expected) {
    CAPTURE(line);
    CHECK(shown.output.find(line) != std::string::npos);
  }
}

TEST_CASE("a version 1 certificate has no extensions") {
  const auto made = MakeCertificate({.common_name = "old", .version = 1, .ca = true});
  REQUIRE(made.ok());
  const ProgramAnswer shown = Show(*made, {"-text"});
  CHECK(shown.output.find("Version: 1 (0x0)") != std::string::npos);
  CHECK(shown.output.find("X509v3 extensions") == std::string::npos);
}

TEST_CASE("a certificate without any extension has no list of them") {
  const auto made = MakeCertificate({.common_name = "bare", .subject_key_id = false});
  REQUIRE(made.ok());
  const ProgramAnswer shown = Show(*made, {"-text"});
  CHECK(shown.exit_status == 0);
  CHECK(shown.output.find("Version: 3 (0x2)") != std::string::npos);
  CHECK(shown.output.find("X509v3 extensions") == std::string::npos);
}

TEST_CASE("weak digests are signed when asked for") {
  struct Case {
    MadeDigest digest;
    const char* shown;
  };
  const Case each = GENERATE(Case{MadeDigest::kMd5, "md5WithRSAEncryption"},
                             Case{MadeDigest::kSha1, "sha1WithRSAEncryption"},
                             Case{MadeDigest::kSha384, "sha384WithRSAEncryption"},
                             Case{MadeDigest::kSha512, "sha512WithRSAEncryption"});
  const auto made = MakeCertificate({.common_name = "weak",
                                     .ca = true,
                                     .digest = each.digest,
                                     .key_kind = MadeKeyKind::kRsa,
                                     .rsa_bits = 1024});
  REQUIRE(made.ok());
  CHECK(Show(*made, {"-text"}).output.find(each.shown) != std::string::npos);
  const VerifyFiles files({.leaf = made->der, .trusted = {made->der}});
  CHECK(files.Run({"-check_ss_sig", "-auth_level", "0"}).Summary() == "| OK");
}

TEST_CASE("the same key and name give the same serial number") {
  const auto key = MakeKey(MadeKeyKind::kEd25519);
  REQUIRE(key.ok());
  const auto one = MakeCertificate({.common_name = "same", .private_key = *key});
  const auto two = MakeCertificate({.common_name = "same", .private_key = *key});
  REQUIRE(one.ok());
  REQUIRE(two.ok());
  CHECK(one->der == two->der);
}

TEST_CASE("serial numbers of every shape are written as given") {
  struct Case {
    Bytes serial;
    const char* shown;
  };
  const Case each = GENERATE(
      Case{{0}, "serial=00\n"}, Case{{0xff}, "serial=-01\n"}, Case{{0x00, 0x80}, "serial=80\n"},
      Case{Bytes(21, 0x1f), "serial=1F1F1F1F1F1F1F1F1F1F1F1F1F1F1F1F1F1F1F1F1F\n"});
  const MadeCertificate made = Make({.common_name = "x", .serial = each.serial});
  CHECK(made.serial == each.serial);
  CHECK(Show(made, {"-serial"}).output == each.shown);
}

TEST_CASE("a made certificate says whose it is and what its serial number is") {
  const MadeCertificate root = Make({.common_name = "Root", .ca = true});
  const MadeCertificate leaf = Make({.common_name = "leaf"}, &root);
  CHECK(root.issuer == root.subject);
  CHECK(leaf.issuer == root.subject);
  const bssl::UniquePtr<X509> read = Read(leaf);
  const ASN1_INTEGER* serial = X509_get0_serialNumber(read.get());
  REQUIRE(static_cast<size_t>(ASN1_STRING_length(serial)) == leaf.serial.size());
  CHECK(std::equal(leaf.serial.begin(), leaf.serial.end(), ASN1_STRING_get0_data(serial)));
}

TEST_CASE("the key identifier may be chosen, and is what the next certificate names") {
  const MadeCertificate root = Make({.common_name = "Root", .ca = true, .key_id = {0xab, 0xcd}});
  const MadeCertificate leaf = Make({.common_name = "leaf"}, &root);
  CHECK(root.key_id == Bytes{0xab, 0xcd});
  CHECK(Show(root, {"-ext", "subjectKeyIdentifier"}).output.find("  AB:CD\n") != std::string::npos);
  CHECK(Show(leaf, {"-ext", "authorityKeyIdentifier"}).output.find("  AB:CD\n") !=
        std::string::npos);
}

TEST_CASE("a signature may be spoiled") {
  const MadeKeyKind kind = GENERATE(MadeKeyKind::kP224, MadeKeyKind::kEd25519, MadeKeyKind::kRsa);
  const MadeCertificate root = Make({.common_name = "Root", .ca = true, .key_kind = kind});
  CHECK(IsSignedBy(Make({.common_name = "leaf"}, &root), root));
  CHECK(!IsSignedBy(Make({.common_name = "leaf", .corrupt_signature = true}, &root), root));
}

TEST_CASE("the algorithm inside and the one outside may be others") {
  const Bytes other = Der(kDerSequence, *DerObjectId("1.2.3.4"));
  const auto algorithms = [](const MadeCertificate& made) {
    const bssl::UniquePtr<X509> x509 = Read(made);
    const X509_ALGOR* outer = nullptr;
    X509_get0_signature(nullptr, &outer, x509.get());
    const auto name = [](const X509_ALGOR* algorithm) {
      const ASN1_OBJECT* oid = nullptr;
      X509_ALGOR_get0(&oid, nullptr, nullptr, algorithm);
      char text[40];
      OBJ_obj2txt(text, sizeof(text), oid, 1);
      return std::string(text);
    };
    return name(X509_get0_tbs_sigalg(x509.get())) + " " + name(outer);
  };
  CHECK(algorithms(Make({})) == "1.2.840.10045.4.3.2 1.2.840.10045.4.3.2");
  CHECK(algorithms(Make({.inner_algorithm = other})) == "1.2.3.4 1.2.840.10045.4.3.2");
  CHECK(algorithms(Make({.outer_algorithm = other})) == "1.2.840.10045.4.3.2 1.2.3.4");
}

TEST_CASE("a key of another kind may be certified") {
  const ScratchFolder folder;
  const std::string key = folder.path("key"), info = folder.path("info");
  REQUIRE(RunProgram({"openssl", "genpkey", "-algorithm", "ED448", "-out", key}).exit_status == 0);
  REQUIRE(RunProgram({"openssl", "pkey", "-in", key, "-pubout", "-outform", "DER", "-out", info})
              .exit_status == 0);
  const MadeCertificate root = Make({.common_name = "Root", .ca = true});
  const MadeCertificate leaf = Make({.common_name = "leaf", .public_key = ReadFile(info)}, &root);
  CHECK(Show(leaf, {"-text"}).output.find("ED448 Public-Key") != std::string::npos);
  CHECK(VerifyFiles({.leaf = leaf.der, .trusted = {root.der}}).Run({}).Summary() == "| OK");
}

TEST_CASE("times may be replaced by anything") {
  const Bytes bad = Der(kDerUtcTime, ToBytes("nonsense"));
  const MadeCertificate root = Make({.common_name = "Root", .ca = true});
  const auto verified = [&](const CertificateSpec& spec) {
    return VerifyFiles({.leaf = Make(spec, &root).der, .trusted = {root.der}}).Run({}).Summary();
  };
  SkipUnlessOpenssl30();  // later ones do not read it
  CHECK(verified({.common_name = "x", .not_before_element = bad}) == "0:13 | failed");
  CHECK(verified({.common_name = "x", .not_after_element = bad}) == "0:14 | failed");
}

TEST_CASE("what cannot be encoded is refused by name") {
  CHECK(MakeCertificate({.subject = {{"nonsense", "x"}}}).status().message().find("nonsense") !=
        absl::string_view::npos);
  CHECK(MakeCertificate({.ip_addresses = {"1.2.3"}}).status().message().find("1.2.3") !=
        absl::string_view::npos);
  CHECK(MakeCertificate({.extended_key_usage = {"x.y"}}).status().message().find("x.y") !=
        absl::string_view::npos);
  CHECK(!MakeCertificate({.digest = MadeDigest::kMd5}).ok());
  CHECK(!MakeCertificate({.private_key = {1, 2, 3}}).ok());
  CHECK(!MakeKey(MadeKeyKind::kRsa, 100).ok());
}

}  // namespace
}  // namespace tlsprobe
