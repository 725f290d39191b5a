#include "tlsprobe/tls/client_credential.h"

#include <openssl/err.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/support/tls_server.h"
#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/tls/engine.h"
#include "tlsprobe/wire/certificate.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe::testing {
namespace {

Bytes ReadKeyFile(const std::string& name) {
  std::ifstream file("tests/tls/testdata/keys/" + name, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

ClientMaterial KeyFrom(const std::string& name) {
  return {.private_key = ReadKeyFile(name), .key_name = name};
}

std::string Refusal(const ClientMaterial& client) {
  const auto key = ParsePrivateKey(client);
  REQUIRE_FALSE(key.ok());
  CHECK(key.status().code() == absl::StatusCode::kInvalidArgument);
  CHECK(ERR_peek_error() == 0);
  return std::string(Message(key.status()));
}

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("keys are read from every container") {
  const std::string kind = GENERATE("rsa", "p256", "p384", "ed25519");
  const std::string form =
      GENERATE("pkcs8.pem", "pkcs8.der", "pbes2.pem", "pbes2.der", "traditional.pem",
               "traditional.der", "traditional-aes.pem", "traditional-des3.pem");
  if (kind == "ed25519" && form.starts_with("traditional")) return;  // there is none
  CAPTURE(kind, form);
  ClientMaterial client = KeyFrom(kind + "." + form);
  const bool encrypted = form.starts_with("pbes2") || form.starts_with("traditional-");
  if (encrypted) {
    CHECK(Contains(Refusal(client), kind + "." + form + ": expected a pass phrase"));
    client.has_pass_phrase = true;
    client.pass_phrase = "wrong";
    CHECK(Contains(Refusal(client), "expected the pass phrase that decrypts the key"));
    client.pass_phrase = "";
    CHECK(Contains(Refusal(client), "expected the pass phrase that decrypts the key"));
    client.pass_phrase = "sesame";
  }
  const auto key = ParsePrivateKey(client);
  REQUIRE(key.ok());
  client.certificates = {ReadKeyFile(kind + ".certificate.der")};
  CHECK(NewBoringEngineFactory({}, {}, client, nullptr, nullptr).ok());
}

TEST_CASE("what is no key is refused by name and reason") {
  struct Case {
    std::string file;
    std::string part;
  };
  const Case c = GENERATE(Case{"certificate.pem", "expected a private key"},
                          Case{"p256.certificate.der", "expected a private key"},
                          Case{"generate.sh", "expected a private key"},
                          Case{"secp256k1.unsupported.pem", "unsupported key type"},
                          Case{"ed448.unsupported.pem", "unsupported key type"},
                          Case{"x25519.unsupported.pem", "unsupported key type"});
  CAPTURE(c.file);
  const std::string refusal = Refusal(KeyFrom(c.file));
  CHECK(refusal.starts_with(c.file + ": "));
  CHECK(Contains(refusal, c.part));
}

TEST_CASE("an encryption libcrypto does not know is told apart from a wrong pass phrase") {
  const std::string file = GENERATE("scrypt.encryption.pem", "camellia.encryption.pem");
  CAPTURE(file);
  ClientMaterial client = KeyFrom(file);
  client.has_pass_phrase = true;
  client.pass_phrase = "sesame";
  CHECK(Contains(Refusal(client), "expected an encryption this program knows"));
}

TEST_CASE("an empty or cut key is refused") {
  CHECK(Contains(Refusal({.key_name = "k"}), "got nothing"));
  const Bytes whole = ReadKeyFile("rsa.pkcs8.der");
  for (size_t size = 1; size < whole.size(); size += 101) {
    Refusal({.private_key = Bytes(whole.begin(), whole.begin() + static_cast<long>(size))});
  }
  Bytes pem = ReadKeyFile("rsa.pkcs8.pem");
  pem.resize(pem.size() / 2);
  Refusal({.private_key = pem});
}

TEST_CASE("a key is found behind a certificate in the same file") {
  CHECK(ParsePrivateKey(KeyFrom("both.pem")).ok());
}

TEST_CASE("a key that does not belong to the certificate is refused") {
  const std::string other = GENERATE("p256.pkcs8.pem", "p384.pkcs8.pem", "rsa.pkcs8.pem");
  ClientMaterial client = KeyFrom(other);
  client.certificate_name = "leaf.pem";
  const MadeCertificate leaf = MakeCertificate({.common_name = "leaf"}).value();
  client.certificates = {leaf.der};
  const auto factory = NewBoringEngineFactory({}, {}, client, nullptr, nullptr);
  REQUIRE_FALSE(factory.ok());
  const std::string message(Message(factory.status()));
  CHECK(Contains(message, other + ": expected the private key of leaf.pem"));
  CHECK(Contains(message, "does not match"));
}

TEST_CASE("a certificate for a key libssl has no use for is refused, also with a key elsewhere") {
  ClientMaterial client{.certificates = {ReadKeyFile("ed448.certificate.der")},
                        .external_key = true,
                        .certificate_name = "odd.der"};
  const auto factory = NewBoringEngineFactory({}, {}, client, nullptr, nullptr);
  REQUIRE_FALSE(factory.ok());
  const std::string message(Message(factory.status()));
  CHECK(message.starts_with("odd.der: "));
  CHECK(Contains(message, "got Ed448"));
}

TEST_CASE("a certificate that does not parse is refused by its name") {
  ClientMaterial client = KeyFrom("p256.pkcs8.pem");
  client.certificates = {Bytes{1, 2, 3}};
  client.certificate_name = "broken.der";
  const auto factory = NewBoringEngineFactory({}, {}, client, nullptr, nullptr);
  REQUIRE_FALSE(factory.ok());
  CHECK(Message(factory.status()).starts_with("broken.der: "));
}

// A store of certificates in memory, asked by name.
class ListSource final : public CertificateSource {
 public:
  explicit ListSource(std::vector<Bytes> certificates) : certificates_(std::move(certificates)) {}
  std::vector<std::shared_ptr<const Bytes>> FindBySubject(BytesView name) const override {
    std::vector<std::shared_ptr<const Bytes>> found;
    for (const Bytes& der : certificates_) {
      const auto parsed = ParseCertificate(der);
      if (!parsed.ok() || CanonicalName((*parsed)->subject.der) != CanonicalName(name)) continue;
      found.push_back(std::make_shared<const Bytes>(der));
    }
    return found;
  }

 private:
  std::vector<Bytes> certificates_;
};

TEST_CASE("a leaf alone is completed up to the root, as OpenSSL's clients do") {
  const MadeCertificate root = MakeCertificate({.common_name = "R", .ca = true}).value();
  const MadeCertificate other = MakeCertificate({.common_name = "I", .ca = true}, &root).value();
  const MadeCertificate issuer = MakeCertificate({.common_name = "I", .ca = true}, &root).value();
  const MadeCertificate leaf = MakeCertificate({.common_name = "L"}, &issuer).value();
  // The wrong key of the same name comes first: the key id decides.
  const ListSource source({other.der, issuer.der, root.der});
  CHECK(CompleteOwnChain({leaf.der}, &source) ==
        std::vector<Bytes>{leaf.der, issuer.der, root.der});
  CHECK(CompleteOwnChain({leaf.der, issuer.der}, &source) ==
        std::vector<Bytes>{leaf.der, issuer.der});
  CHECK(CompleteOwnChain({leaf.der}, nullptr) == std::vector<Bytes>{leaf.der});
  CHECK(CompleteOwnChain({root.der}, &source) == std::vector<Bytes>{root.der});
  CHECK(CompleteOwnChain({}, &source).empty());
  const ListSource partial({issuer.der});
  CHECK(CompleteOwnChain({leaf.der}, &partial) == std::vector<Bytes>{leaf.der, issuer.der});
}

TEST_CASE("issuers that sign each other do not make a chain without end") {
  const MadeCertificate a = MakeCertificate({.common_name = "A", .ca = true}).value();
  const MadeCertificate b = MakeCertificate({.common_name = "B", .ca = true}, &a).value();
  const MadeCertificate a_by_b =
      MakeCertificate({.common_name = "A", .ca = true, .private_key = a.private_key}, &b).value();
  const ListSource source({a_by_b.der, b.der});
  const MadeCertificate leaf = MakeCertificate({.common_name = "L"}, &b).value();
  CHECK(CompleteOwnChain({leaf.der}, &source) == std::vector<Bytes>{leaf.der, b.der, a_by_b.der});
}

}  // namespace
}  // namespace tlsprobe::testing
