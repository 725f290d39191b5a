// The certificates are shown to the installed openssl, which must accept them.
#include "tlsprobe/driver/certificate_maker.h"

#include <sys/wait.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace tlsprobe {
namespace {

// A folder of this test's own, gone at its end.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "tlsprobe-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string Write(const std::string& name, const std::string& text) const {
    const std::string path = (path_ / name).string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

 private:
  std::filesystem::path path_;
};

struct Answer {
  int exit_code = -1;
  std::string output = {};
};

Answer Run(const std::string& command) {
  Answer answer;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  char buffer[4096];
  while (const size_t got = fread(buffer, 1, sizeof(buffer), pipe)) {
    answer.output.append(buffer, got);
  }
  const int status = pclose(pipe);
  answer.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  if (answer.exit_code == 127) FAIL("this test needs the program openssl: apt install openssl");
  return answer;
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

  const Folder folder;
  const Answer verified =
      Run("openssl verify -x509_strict -purpose sslserver -verify_hostname x.leaf.example "
          "-verify_ip 2001:db8::1 -no-CApath -no-CAstore -CAfile " +
          folder.Write("root", root->Pem()) + " -untrusted " +
          folder.Write("middle", intermediate->Pem()) + " " + folder.Write("leaf", leaf->Pem()));
  CAPTURE(verified.output);
  CHECK(verified.exit_code == 0);
}

TEST_CASE("openssl reads the key and finds it fitting to the certificate") {
  const auto made = MakeCertificate({.common_name = "self", .key_kind = MadeKeyKind::kRsa});
  REQUIRE(made.ok());
  const Folder folder;
  const Answer from_key =
      Run("openssl pkey -pubout -in " + folder.Write("key", PrivateKeyPem(made->private_key)));
  const Answer from_certificate =
      Run("openssl x509 -noout -pubkey -in " + folder.Write("certificate", made->Pem()));
  CHECK(from_key.exit_code == 0);
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
  const Folder folder;
  const Answer shown = Run("openssl x509 -noout -text -nameopt utf8,oneline,-esc_msb -in " +
                           folder.Write("certificate", made->Pem()));
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
  const Folder folder;
  const Answer shown =
      Run("openssl x509 -noout -text -in " + folder.Write("certificate", made->Pem()));
  CHECK(shown.output.find("Version: 1 (0x0)") != std::string::npos);
  CHECK(shown.output.find("X509v3 extensions") == std::string::npos);
}

TEST_CASE("a certificate without any extension has no list of them") {
  const auto made = MakeCertificate({.common_name = "bare", .subject_key_id = false});
  REQUIRE(made.ok());
  const Folder folder;
  const Answer shown =
      Run("openssl x509 -noout -text -in " + folder.Write("certificate", made->Pem()));
  CHECK(shown.exit_code == 0);
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
  const Folder folder;
  const std::string path = folder.Write("certificate", made->Pem());
  CHECK(Run("openssl x509 -noout -text -in " + path).output.find(each.shown) != std::string::npos);
  CHECK(Run("openssl verify -check_ss_sig -auth_level 0 -CAfile " + path + " " + path).exit_code ==
        0);
}

TEST_CASE("name constraints are written as openssl reads them") {
  const auto made = MakeCertificate(
      {.common_name = "bound",
       .ca = true,
       .extra_extensions = {
           {.oid = "2.5.29.30",
            .critical = true,
            .value = NameConstraintsValue(
                {.permitted = {{GeneralName::Type::kDns, ToBytes("example")},
                               {GeneralName::Type::kIp, {192, 0, 2, 0, 255, 255, 255, 0}}},
                 .excluded = {{GeneralName::Type::kEmail, ToBytes(".example")}}})}}});
  REQUIRE(made.ok());
  const Folder folder;
  const Answer shown =
      Run("openssl x509 -noout -text -in " + folder.Write("certificate", made->Pem()));
  CAPTURE(shown.output);
  CHECK(shown.output.find("DNS:example") != std::string::npos);
  CHECK(shown.output.find("IP:192.0.2.0/255.255.255.0") != std::string::npos);
  CHECK(shown.output.find("email:.example") != std::string::npos);
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
