#include <openssl/ssl.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <set>
#include <string>

#include "tlsprobe/tls/suites.h"

namespace tlsprobe {
namespace {

TEST_CASE("What is called offered is what BoringSSL verifies, under the same names") {
  for (uint32_t id = 0; id <= 0xFFFF; ++id) {
    const auto number = static_cast<uint16_t>(id);
    const char* name = SSL_get_signature_algorithm_name(number, /*include_curve=*/1);
    const SignatureScheme* scheme = FindSignatureScheme(number);
    const bool has = name != nullptr && id != SSL_SIGN_RSA_PKCS1_MD5_SHA1;
    CAPTURE(id);
    if ((scheme != nullptr && scheme->offered) != has) FAIL_CHECK("differs");
    if (has && scheme != nullptr) CHECK(scheme->iana == name);
  }
}

TEST_CASE("Signature algorithms are read in OpenSSL's words and by IANA's names") {
  struct Case {
    std::string_view word;
    uint16_t id;
  };
  const auto [word, id] = GENERATE(
      Case{"RSA+SHA256", 0x0401}, Case{"RSA+SHA1", 0x0201}, Case{"RSA-PSS+SHA384", 0x0805},
      Case{"PSS+SHA512", 0x0806}, Case{"ECDSA+SHA256", 0x0403}, Case{"ECDSA+SHA1", 0x0203},
      Case{"ecdsa+sha512", 0x0603}, Case{"ed25519", 0x0807}, Case{"rsa_pkcs1_sha512", 0x0601},
      Case{"rsa_pss_rsae_sha256", 0x0804}, Case{"ecdsa_secp384r1_sha384", 0x0503});
  CAPTURE(word);
  const auto ids = CompileSignatureAlgorithms(word);
  REQUIRE(ids.ok());
  CHECK(*ids == std::vector<uint16_t>{id});
}

TEST_CASE("The order given is kept and what comes twice counts once") {
  const auto ids = CompileSignatureAlgorithms("RSA+SHA256:ed25519:rsa_pkcs1_sha256");
  REQUIRE(ids.ok());
  CHECK(*ids == std::vector<uint16_t>{0x0401, 0x0807});
}

TEST_CASE("A signature algorithm that cannot be offered is refused by name") {
  const std::string word =
      GENERATE("ed448", "DSA+SHA256", "RSA+MD5", "rsa_pss_pss_sha256", "ECDSA+SHA224", "RSA",
               "+SHA256", "RSA+", "ed25519+", "BOGUS", "", "RSA+SHA256+SHA1");
  const absl::Status status = CompileSignatureAlgorithms("RSA+SHA256:" + word).status();
  CHECK(status.code() == absl::StatusCode::kInvalidArgument);
  const std::string message(status.message());
  CAPTURE(message);
  CHECK(message.find("\"" + word + "\"") != std::string::npos);
  CHECK(message.find("rsa_pss_rsae_sha256") != std::string::npos);
}

TEST_CASE("Every number has one row") {
  std::set<uint16_t> ids;
  for (const SignatureScheme& scheme : AllSignatureSchemes()) {
    CAPTURE(scheme.iana);
    CHECK(ids.insert(scheme.id).second);
    CHECK(FindSignatureScheme(scheme.id) == &scheme);
  }
  CHECK(FindSignatureScheme(0x0000) == nullptr);
}

}  // namespace
}  // namespace tlsprobe
