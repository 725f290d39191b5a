#include <openssl/ssl.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <set>
#include <string>

#include "tlsprobe/tls/suites.h"

namespace tlsprobe {
namespace {

// SecP256r1Kyber768Draft00: BoringSSL has it, but two ends of it do not agree on the secret.
constexpr uint16_t kBroken = 0xFE32;

TEST_CASE("What is called offered is what BoringSSL has, by its number") {
  const bssl::UniquePtr<SSL_CTX> context(SSL_CTX_new(TLS_method()));
  for (const NamedGroup& group : AllGroups()) {
    CAPTURE(group.iana);
    const char* name = SSL_get_curve_name(group.id);
    CHECK((name != nullptr) == group.offered);
    if (name == nullptr) continue;
    CHECK(SSL_CTX_set1_curves_list(context.get(), name) == 1);
    // It writes the draft's name in its own way, X25519KYBER.
    if (group.iana != "X25519Kyber768Draft00") CHECK(FindGroup(name) == &group);
  }
  CHECK(SSL_get_curve_name(kBroken) != nullptr);
  CHECK(FindGroup(kBroken) == nullptr);
}

TEST_CASE("A group is found by its number and by each of its names in any case") {
  std::set<uint16_t> ids;
  for (const NamedGroup& group : AllGroups()) {
    CAPTURE(group.iana);
    CHECK(ids.insert(group.id).second);
    CHECK(FindGroup(group.id) == &group);
    CHECK(FindGroup(group.iana) == &group);
    CHECK(FindGroup(group.openssl) == &group);
    if (!group.nist.empty()) CHECK(FindGroup(group.nist) == &group);
  }
  CHECK(FindGroup("p-256") == FindGroup("prime256v1"));
  CHECK(FindGroup("SECP256R1") == FindGroup(uint16_t{23}));
  CHECK(FindGroup("") == nullptr);
  CHECK(FindGroup("P-257") == nullptr);
}

TEST_CASE("Groups compile to numbers in the order given, each once") {
  const auto ids = CompileGroups("P-521:X25519:prime256v1:secp256r1:X25519Kyber768Draft00");
  REQUIRE(ids.ok());
  CHECK(*ids == std::vector<uint16_t>{25, 29, 23, 0x6399});
}

TEST_CASE("A group that cannot be offered is refused by name, with those that can") {
  const std::string name =
      GENERATE("x448", "ffdhe2048", "X25519MLKEM768", "brainpoolP256r1", "BOGUS", "");
  const absl::Status status = CompileGroups("X25519:" + name).status();
  CHECK(status.code() == absl::StatusCode::kInvalidArgument);
  const std::string message(status.message());
  CAPTURE(message);
  CHECK(message.find("\"" + name + "\"") != std::string::npos);
  CHECK(message.find("X25519, P-256, P-384, P-521, P-224") != std::string::npos);
}

TEST_CASE("What a peer might type cannot reach the terminal raw") {
  const std::string message(CompileGroups("\x1b[31m").status().message());
  CHECK(message.find('\x1b') == std::string::npos);
}

}  // namespace
}  // namespace tlsprobe
