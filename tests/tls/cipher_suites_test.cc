#include <openssl/ssl.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <set>
#include <string>

#include "tlsprobe/tls/engine.h"
#include "tlsprobe/tls/suite_messages.h"
#include "tlsprobe/tls/suites.h"

namespace tlsprobe {
namespace {

TEST_CASE("What is called offered is what BoringSSL has code for, under the same names") {
  for (uint32_t id = 0; id <= 0xFFFF; ++id) {
    const SSL_CIPHER* cipher = SSL_get_cipher_by_value(static_cast<uint16_t>(id));
    const CipherSuite* suite = FindCipherSuite(static_cast<uint16_t>(id));
    CAPTURE(id);
    if ((suite != nullptr && suite->offered) != (cipher != nullptr)) FAIL_CHECK("differs");
    if (cipher == nullptr || suite == nullptr) continue;
    CHECK(suite->iana == SSL_CIPHER_standard_name(cipher));
    CHECK(suite->openssl == SSL_CIPHER_get_name(cipher));
  }
}

TEST_CASE("The library whose suites these are names itself and its version") {
  const std::string version = TlsLibraryVersion();
  CHECK(version.starts_with("BoringSSL"));
  CHECK(version.find(std::to_string(BORINGSSL_API_VERSION)) != std::string::npos);
}

TEST_CASE("Every suite is found by its number and both names, which are nobody else's") {
  std::set<std::string_view> names;
  std::set<uint16_t> ids;
  for (const CipherSuite& suite : AllCipherSuites()) {
    CAPTURE(suite.iana, suite.openssl);
    CHECK(FindCipherSuite(suite.id) == &suite);
    CHECK(FindCipherSuite(suite.iana) == &suite);
    CHECK(FindCipherSuite(suite.openssl) == &suite);
    CHECK(ids.insert(suite.id).second);
    CHECK(names.insert(suite.iana).second);
    if (suite.openssl != suite.iana) CHECK(names.insert(suite.openssl).second);
  }
  CHECK(names.size() > 400);
}

TEST_CASE("What no suite is called finds none") {
  CHECK(FindCipherSuite("") == nullptr);
  CHECK(FindCipherSuite("aes128-sha") == nullptr);
  CHECK(FindCipherSuite("ALL") == nullptr);
  CHECK(FindCipherSuite(uint16_t{0x0000}) == nullptr);
  CHECK(FindCipherSuite(uint16_t{0x00FF}) == nullptr);  // SCSV, not a suite
}

TEST_CASE("A suite is described in full") {
  const CipherSuite* suite = FindCipherSuite("ECDHE-RSA-AES128-SHA");
  REQUIRE(suite != nullptr);
  CHECK(suite->id == 0xC013);
  CHECK(suite->iana == "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA");
  CHECK(suite->key_exchange == "ECDHE");
  CHECK(suite->authentication == "RSA");
  CHECK(suite->encryption == "AES(128)");
  CHECK(suite->mac == "SHA1");
  CHECK(suite->min_version == "TLSv1.0");
  CHECK(suite->strength_bits == 128);
  CHECK(FindCipherSuite("DES-CBC3-SHA")->strength_bits == 112);
  CHECK(FindCipherSuite("AES128-SHA")->min_version == "SSLv3");
  CHECK(FindCipherSuite("TLS_AES_128_GCM_SHA256")->min_version == "TLSv1.3");
  CHECK(FindCipherSuite("NULL-SHA")->strength_bits == 0);
}

TEST_CASE("-ciphersuites takes the TLS 1.3 suites in the order given") {
  const auto ids = CompileCiphersuites("TLS_AES_256_GCM_SHA384: TLS_AES_128_GCM_SHA256 :BOGUS");
  REQUIRE(ids.ok());
  CHECK(*ids == std::vector<uint16_t>{0x1302, 0x1301});
  REQUIRE(CompileCiphersuites("").ok());
  CHECK(CompileCiphersuites("")->empty());
}

TEST_CASE("-ciphersuites refuses what is no suite of TLS 1.3 we have, and says which are") {
  const std::string text = GENERATE("BOGUS", ":", "TLS_AES_128_CCM_SHA256", "AES128-SHA",
                                    "TLS_AES_128_GCM_SHA256:TLS_AES_128_CCM_8_SHA256",
                                    "TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384");
  CAPTURE(text);
  const absl::Status status = CompileCiphersuites(text).status();
  CHECK(status.code() == absl::StatusCode::kInvalidArgument);
  CHECK(std::string(status.message()).find("TLS_CHACHA20_POLY1305_SHA256") != std::string::npos);
}

TEST_CASE("a suite that is refused is told by the part that no suite here has") {
  struct Case {
    std::string_view suite, why;
  };
  const auto [suite, why] = GENERATE(
      Case{"TLS_AES_128_CCM_SHA256", "its TLS library has no suites with AESCCM(128)."},
      Case{"DHE-RSA-AES128-SHA", "its TLS library has no suites with DHE key exchange."},
      Case{"ECDHE-RSA-CAMELLIA128-SHA256", "its TLS library has no suites with Camellia(128)."});
  CAPTURE(suite);
  const CipherSuite* row = FindCipherSuite(suite);
  REQUIRE(row != nullptr);
  const absl::Status status = SuiteCannotBeOffered("cipher", *row);
  CAPTURE(std::string(status.message()));
  CHECK(std::string(status.message()).find(why) != std::string::npos);
}

}  // namespace
}  // namespace tlsprobe
