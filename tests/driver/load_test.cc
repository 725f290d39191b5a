#include "tlsprobe/driver/load.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <string>

#include "tests/driver/fixtures.h"
#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/driver/identity_files.h"

namespace tlsprobe {
namespace {

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

// A root, a leaf below it, and their files.
struct Files {
  Files() {
    CertificateSpec spec;
    spec.common_name = "Root";
    spec.ca = true;
    root = *MakeCertificate(spec);
    CertificateSpec leaf_spec;
    leaf_spec.common_name = "client";
    leaf = *MakeCertificate(leaf_spec, &root);
    root_pem = folder.Write("root.pem", root.Pem());
    leaf_pem = folder.Write("leaf.pem", leaf.Pem());
    leaf_der = folder.Write("leaf.der", AsText(leaf.der));
    key_pem = folder.Write("key.pem", PrivateKeyPem(leaf.private_key));
    key_der = folder.Write("key.der", AsText(leaf.private_key));
    both_pem = folder.Write("both.pem", PrivateKeyPem(leaf.private_key) + leaf.Pem() + root.Pem());
  }
  testing::TemporaryFolder folder;
  MadeCertificate root, leaf;
  std::string root_pem, leaf_pem, leaf_der, key_pem, key_der, both_pem;
};

std::string Words(const ProbeConfig& config) {
  const auto result = Load(config);
  return result.ok() ? "(no error)" : std::string(Message(result.status()));
}

std::string WordsOf(const ClientIdentity& identity) {
  ProbeConfig config;
  config.tls.client = identity;
  return Words(config);
}

TEST_CASE("a config that names nothing trusts the system and has no identity") {
  const auto materials = Load({});
  REQUIRE(materials.ok());
  CHECK(materials->anchors != nullptr);
  CHECK(materials->own_chain == materials->anchors);
  CHECK(materials->client == ClientMaterial());
}

TEST_CASE("what is named replaces the defaults") {
  const Files files;
  ProbeConfig config;
  config.verify.ca_file = files.root_pem;
  const auto materials = Load(config);
  REQUIRE(materials.ok());
  CHECK(materials->anchors->FindBySubject(files.root.subject).size() == 1);
  const auto system = Load({});
  REQUIRE(system.ok());
  CHECK(system->anchors->FindBySubject(files.root.subject).empty());
}

TEST_CASE("stores for verification alone do not complete our own chain") {
  const Files files;
  ProbeConfig config;
  config.verify.verify_ca_file = files.root_pem;
  config.verify.ca_file = files.leaf_pem;
  const auto materials = Load(config);
  REQUIRE(materials.ok());
  CHECK(materials->anchors->FindBySubject(files.root.subject).size() == 1);
  CHECK(materials->anchors->FindBySubject(files.leaf.subject).empty());
  CHECK(materials->own_chain->FindBySubject(files.root.subject).empty());
  CHECK(materials->own_chain->FindBySubject(files.leaf.subject).size() == 1);
}

TEST_CASE("nothing is trusted where everything is switched off") {
  ProbeConfig config;
  config.verify.default_ca_file = false;
  config.verify.default_ca_path = false;
  const auto materials = Load(config);
  REQUIRE(materials.ok());
  CHECK(materials->anchors == nullptr);
}

TEST_CASE("an identity is read from PEM and from DER") {
  const Files files;
  struct Case {
    FileRef certificate;
    FileRef key;
  };
  const Case cases[] = {
      {{files.leaf_pem}, {files.key_pem}},
      {{files.leaf_der, FileFormat::kDer}, {files.key_der, FileFormat::kDer}},
      {{files.leaf_der, FileFormat::kAny}, {files.key_der, FileFormat::kAny}},
      {{files.leaf_pem, FileFormat::kAny}, {files.key_pem, FileFormat::kAny}},
      {{files.both_pem}, {}},
  };
  for (const Case& each : cases) {
    CAPTURE(each.certificate.path, each.key.path);
    const auto client = LoadIdentity({.certificate = each.certificate, .key = each.key});
    REQUIRE(client.ok());
    REQUIRE(client->certificates.size() == 1);  // the first of the file alone
    CHECK(client->certificates[0] == files.leaf.der);
    const auto pem = ParsePem(AsText(client->private_key));
    const Bytes key = pem.ok() && !pem->empty() ? pem->front().body : client->private_key;
    CHECK(key == files.leaf.private_key);
    CHECK_FALSE(client->has_pass_phrase);
    CHECK_THAT(client->certificate_name, ContainsSubstring(each.certificate.path));
  }
}

TEST_CASE("a chain goes behind the leaf and is not completed") {
  const Files files;
  ProbeConfig config;
  config.tls.client = {.certificate = {files.leaf_pem},
                       .key = {files.key_pem},
                       .chain = {files.root_pem},
                       .pass_phrase = "pass:secret"};
  const auto materials = Load(config);
  REQUIRE(materials.ok());
  CHECK(materials->client.certificates == std::vector<Bytes>{files.leaf.der, files.root.der});
  CHECK(materials->own_chain == nullptr);
  CHECK(materials->client.pass_phrase == "secret");
  CHECK(materials->client.has_pass_phrase);
}

TEST_CASE("an encrypted key keeps its headers") {
  const Files files;
  const std::string encrypted = files.folder.path("encrypted.pem");
  testing::Run(
      {"openssl", "ec", "-in", files.key_pem, "-aes128", "-passout", "pass:x", "-out", encrypted});
  const auto client = LoadIdentity({.certificate = {files.leaf_pem}, .key = {encrypted}});
  REQUIRE(client.ok());
  CHECK_THAT(std::string(AsText(client->private_key)), ContainsSubstring("DEK-Info: AES-128-CBC"));
}

TEST_CASE("a trust store that cannot be used is named with its option") {
  const Files files;
  const auto words = [](auto member, const std::string& path) {
    ProbeConfig config;
    config.verify.*member = path;
    return Words(config);
  };
  const std::string missing = files.folder.path("missing");
  CHECK_THAT(words(&VerifyOptions::ca_file, missing),
             StartsWith("-CAfile " + missing) && ContainsSubstring("No such file"));
  CHECK_THAT(words(&VerifyOptions::ca_file, files.key_pem),
             StartsWith("-CAfile ") && ContainsSubstring("expected certificates"));
  CHECK_THAT(words(&VerifyOptions::verify_ca_file, missing), StartsWith("-verifyCAfile "));
  CHECK_THAT(words(&VerifyOptions::ca_path, missing), StartsWith("-CApath "));
  CHECK_THAT(words(&VerifyOptions::verify_ca_path, files.root_pem),
             StartsWith("-verifyCApath ") && ContainsSubstring("expected a directory"));
}

TEST_CASE("a certificate that is none says what the file holds and what to add") {
  const Files files;
  const FileRef key = {files.key_pem};
  const auto words = [&](const FileRef& certificate) {
    return WordsOf({.certificate = certificate, .key = key});
  };
  CHECK_THAT(words({files.folder.path("missing")}),
             StartsWith("-cert ") && ContainsSubstring("No such file"));
  CHECK_THAT(words({files.leaf_der}), ContainsSubstring("expected a certificate in PEM, got a "
                                                        "certificate in DER") &&
                                          ContainsSubstring("add -certform DER"));
  CHECK_THAT(words({files.leaf_pem, FileFormat::kDer}),
             ContainsSubstring("in DER, got PEM of CERTIFICATE") &&
                 ContainsSubstring("add -certform PEM"));
  CHECK_THAT(words({files.key_pem}), ContainsSubstring("got PEM of PRIVATE KEY"));
  CHECK_THAT(words({files.folder.Write("text", "hello")}),
             ContainsSubstring("neither PEM nor DER"));
  CHECK_THAT(words({files.folder.Write("empty", "")}), ContainsSubstring("an empty file"));
  CHECK_THAT(words({files.folder.Write("cut", "-----BEGIN CERTIFICATE-----\nAAAA\n")}),
             ContainsSubstring("a PEM block that does not end"));
  CHECK_THAT(words({files.folder.Write("bad", ToPem("CERTIFICATE", AsBytes("x")))}),
             ContainsSubstring("its DER is broken"));
  const std::string pkcs12 = files.folder.path("both.p12");
  testing::Run(
      {"openssl", "pkcs12", "-export", "-in", files.both_pem, "-passout", "pass:", "-out", pkcs12});
  CHECK_THAT(words({pkcs12, FileFormat::kAny}),
             ContainsSubstring("got PKCS#12") && ContainsSubstring("openssl pkcs12"));
}

TEST_CASE("a key that is none says what the file holds and what to add") {
  const Files files;
  const auto words = [&](const FileRef& key) {
    return WordsOf({.certificate = {files.leaf_pem}, .key = key});
  };
  CHECK_THAT(words({files.folder.path("missing")}), StartsWith("-key "));
  CHECK_THAT(words({files.key_der}), ContainsSubstring("expected a private key in PEM") &&
                                         ContainsSubstring("add -keyform DER"));
  CHECK_THAT(words({files.key_pem, FileFormat::kDer}), ContainsSubstring("add -keyform PEM"));
  CHECK_THAT(words({files.leaf_pem}), ContainsSubstring("got PEM of CERTIFICATE"));
  CHECK_THAT(words({files.leaf_der, FileFormat::kAny}),
             ContainsSubstring("got a certificate in DER"));
  CHECK_THAT(words({}), StartsWith("-cert ") && ContainsSubstring("also the private key") &&
                            ContainsSubstring("Name the key's file with -key"));
}

TEST_CASE("chain and pass phrase are named when they fail, and a lone key is still read") {
  const Files files;
  ClientIdentity identity = {.certificate = {files.leaf_pem}, .key = {files.key_pem}};
  identity.chain = {files.key_pem};
  CHECK_THAT(WordsOf(identity), StartsWith("-cert_chain "));
  identity.chain = {};
  identity.pass_phrase = "env:TLSPROBE_NOT_SET";
  CHECK_THAT(WordsOf(identity), StartsWith("-pass env:TLSPROBE_NOT_SET"));
  CHECK_THAT(WordsOf({.key = {files.leaf_pem}}), StartsWith("-key "));
  CHECK(WordsOf({.key = {files.key_pem}}) == "(no error)");
}

TEST_CASE("without a certificate the others of an identity are still looked at") {
  const Files files;
  CHECK(LoadIdentity({.key = {files.key_pem}}).ok());
  CHECK(LoadIdentity({.chain = {files.root_pem}}).ok());
  CHECK_THAT(WordsOf({.key = {files.folder.path("missing")}}), StartsWith("-key "));
  CHECK_THAT(WordsOf({.chain = {files.folder.path("missing")}}), StartsWith("-cert_chain "));
  CHECK_THAT(WordsOf({.chain = {files.key_pem}}), StartsWith("-cert_chain "));
  CHECK_THAT(WordsOf({.pass_phrase = "file:/nonexistent"}), StartsWith("-pass "));
  const std::string encrypted = files.folder.path("encrypted.pem");
  testing::Run(
      {"openssl", "ec", "-in", files.key_pem, "-aes128", "-passout", "pass:x", "-out", encrypted});
  CHECK(LoadIdentity({.key = {encrypted}, .pass_phrase = "pass:x"}).ok());
  CHECK_THAT(WordsOf({.key = {encrypted}, .pass_phrase = "pass:y"}), StartsWith("-key "));
}

}  // namespace
}  // namespace tlsprobe
