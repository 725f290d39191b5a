#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "tests/tls/engine_pair.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/tls/library_version.h"

namespace tlsprobe::testing {
namespace {

absl::StatusOr<std::shared_ptr<const EngineFactory>> Make(const TlsOptions& options,
                                                          const EngineFactory* like = nullptr) {
  return NewBoringEngineFactory(options, {}, {}, nullptr, like);
}

TEST_CASE("options that cannot be offered are refused by name") {
  struct Case {
    std::string part;
    TlsOptions options;
  };
  const Case c =
      GENERATE(Case{"no protocols available", {.max_version = TlsVersion::kSsl3}},
               Case{"no cipher match", {.cipher_string = "nonsense"}},
               Case{"TLS_AES_128_GCM_SHA256", {.ciphersuites = "TLS_CHACHA20_POLY1305_SHA256"}},
               Case{"brainpoolP256r1", {.groups = "brainpoolP256r1"}},
               Case{"ed448", {.signature_algorithms = "ed448"}},
               Case{"ed448", {.client_signature_algorithms = "ed448"}},
               Case{"1 to 255 bytes", {.alpn = {"h2", ""}}},
               Case{"1 to 255 bytes", {.alpn = {std::string(256, 'a')}}},
               Case{"512 to 16384", {.max_send_fragment = 511}},
               Case{"512 to 16384", {.max_send_fragment = 16385}});
  CAPTURE(c.part);
  const auto factory = Make(c.options);
  REQUIRE_FALSE(factory.ok());
  CHECK(factory.status().code() == absl::StatusCode::kInvalidArgument);
  CHECK(std::string(Message(factory.status())).find(c.part) != std::string::npos);
}

TEST_CASE("more ALPN names than fit into their extension are refused") {
  CHECK_FALSE(Make({.alpn = std::vector<std::string>(300, std::string(250, 'a'))}).ok());
  CHECK(Make({.alpn = std::vector<std::string>(200, std::string(250, 'a'))}).ok());
}

TEST_CASE("the suites of TLS 1.3 are offered as they are chosen") {
  struct Case {
    std::string text;
    uint16_t expected;  // by a server that speaks all three
  };
  const Case c = GENERATE(
      Case{"TLS_AES_256_GCM_SHA384", 0x1302},
      Case{"TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256", 0x1301},
      Case{"TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256", 0x1301});
  CAPTURE(c.text);
  EnginePair pair({.tls = {.ciphersuites = c.text}});
  pair.Run();
  REQUIRE(pair.server.handshake_done());
  CHECK(pair.server.cipher_suite() == c.expected);
  // What comes with libssl's policy is not taken over: still X25519, still TLS 1.2 and below.
  CHECK(pair.engine->facts().group_name == "x25519");
  EnginePair old({.tls = {.ciphersuites = c.text}, .server = {.max_version = 0x0301}});
  old.Run();
  CHECK(old.server.handshake_done());
}

TEST_CASE("the cipher string decides below TLS 1.3, in its order") {
  EnginePair pair({.tls = {.cipher_string = "ECDHE-ECDSA-AES256-SHA:ECDHE-ECDSA-AES128-SHA"},
                   .server = {.max_version = 0x0303}});
  pair.Run();
  REQUIRE(pair.server.handshake_done());
  CHECK(pair.engine->facts().cipher_openssl == "ECDHE-ECDSA-AES256-SHA");
  CHECK(pair.engine->facts().cipher_iana == "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA");
  CHECK_FALSE(pair.engine->facts().cipher_min_version.empty());
}

TEST_CASE("suites left for no version that is offered end the handshake before it begins") {
  EnginePair pair({.tls = {.max_version = TlsVersion::kTls1_1,
                           .cipher_string = "ECDHE-ECDSA-AES128-GCM-SHA256"}});
  pair.Run();
  REQUIRE(pair.outcome());
  CHECK(pair.outcome()->how == How::kError);
  CHECK(pair.outcome()->openssl_reason == "no ciphers available");
  CHECK(pair.engine->output().empty());
}

TEST_CASE("groups are offered in their order, by any of their names") {
  const std::string groups = GENERATE("P-384:X25519", "secp384r1:x25519");
  EnginePair pair({.tls = {.groups = groups}});
  pair.Run();
  REQUIRE(pair.server.handshake_done());
  CHECK(pair.engine->facts().group_name == "secp384r1");
  CHECK_FALSE(pair.engine->facts().hello_retry);
}

TEST_CASE("Ed25519 and P-521 signatures are accepted by default") {
  const MadeKeyKind kind = GENERATE(MadeKeyKind::kEd25519, MadeKeyKind::kP521, MadeKeyKind::kP384);
  const uint16_t version = GENERATE(uint16_t{0x0303}, uint16_t{0x0304});
  const MadeCertificate made =
      MakeCertificate({.common_name = "server.test", .key_kind = kind}).value();
  const std::vector<uint16_t> all = {0x0807, 0x0603, 0x0503, 0x0403};
  EnginePair pair({.server = {.max_version = version,
                              .chain = {made.der},
                              .private_key = made.private_key,
                              .signature_algorithms = all}});
  pair.Run();
  CHECK(pair.server.error() == "");
  REQUIRE(pair.server.handshake_done());
  CHECK_FALSE(pair.engine->facts().peer_signature_name.empty());
}

TEST_CASE("signature algorithms are offered as they are chosen") {
  const MadeCertificate made =
      MakeCertificate({.common_name = "s", .key_kind = MadeKeyKind::kRsa}).value();
  EnginePair pair({.tls = {.signature_algorithms = "rsa_pss_rsae_sha512"},
                   .server = {.chain = {made.der}, .private_key = made.private_key}});
  pair.Run();
  REQUIRE(pair.server.handshake_done());
  CHECK(pair.engine->facts().peer_signature_name == "rsa_pss_rsae_sha512");
}

TEST_CASE("engines outlive their factory, and factories of equal options share") {
  auto first = Make({.alpn = {"h2"}}).value();
  auto second = Make({.alpn = {"h2"}, .server_name = "elsewhere"}, first.get()).value();
  auto third = Make({.alpn = {"h3"}}, first.get()).value();
  std::unique_ptr<Engine> engine = second->NewEngine("server.test", kTestNow);
  first.reset();
  second.reset();
  third.reset();
  engine->Start();
  CHECK_FALSE(engine->output().empty());
}

TEST_CASE("a class of suites tells which of it cannot be offered, and the security level") {
  const auto factory = Make({.cipher_string = "ALL:@SECLEVEL=1"}).value();
  CHECK_FALSE(factory->not_offered().empty());
  CHECK(factory->security_level() == 1);
  CHECK(factory->NewEngine("", kTestNow)->facts().not_offered == factory->not_offered());
  CHECK_FALSE(Make({}).value()->security_level());
}

TEST_CASE("the TLS library says its name, and another one is refused") {
  CHECK(TlsLibraryVersion().starts_with("BoringSSL"));
  CHECK(CheckTlsLibrary(LoadedTlsLibrary()).ok());
  const absl::Status status = CheckTlsLibrary("OpenSSL 3.0.15 3 Sep 2024");
  CHECK(status.code() == absl::StatusCode::kFailedPrecondition);
  CHECK(std::string(Message(status)).find("OpenSSL 3.0.15") != std::string::npos);
}

}  // namespace
}  // namespace tlsprobe::testing
