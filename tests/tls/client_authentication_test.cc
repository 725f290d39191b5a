#include <openssl/bytestring.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tests/tls/engine_pair.h"
#include "tlsprobe/driver/certificate_maker.h"

namespace tlsprobe::testing {
namespace {

ClientMaterial Identity(MadeKeyKind kind) {
  const MadeCertificate made = MakeCertificate({.common_name = "client", .key_kind = kind}).value();
  return {.certificates = {made.der}, .private_key = made.private_key};
}

// Signs as a token would: the key is outside of the engine.
absl::StatusOr<Bytes> Sign(const Bytes& pkcs8, const EngineSignRequest& request) {
  CBS in(pkcs8);
  bssl::UniquePtr<EVP_PKEY> key(EVP_parse_private_key(&in));
  bssl::ScopedEVP_MD_CTX context;
  EVP_PKEY_CTX* parameters = nullptr;
  const EVP_MD* digest = SSL_get_signature_algorithm_digest(request.signature_algorithm);
  REQUIRE(EVP_DigestSignInit(context.get(), &parameters, digest, nullptr, key.get()) == 1);
  if (SSL_is_signature_algorithm_rsa_pss(request.signature_algorithm)) {
    EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, -1);
  }
  size_t size = 0;
  EVP_DigestSign(context.get(), nullptr, &size, request.input.data(), request.input.size());
  Bytes signature(size);
  EVP_DigestSign(context.get(), signature.data(), &size, request.input.data(),
                 request.input.size());
  signature.resize(size);
  return signature;
}

TEST_CASE("a client certificate of each key type is shown and proven") {
  const MadeKeyKind kind = GENERATE(MadeKeyKind::kRsa, MadeKeyKind::kP256, MadeKeyKind::kP384,
                                    MadeKeyKind::kP521, MadeKeyKind::kEd25519);
  const uint16_t version =
      GENERATE(uint16_t{0x0301}, uint16_t{0x0302}, uint16_t{0x0303}, uint16_t{0x0304});
  if (kind == MadeKeyKind::kEd25519 && version < 0x0303) return;  // RFC 8422 section 5.10
  CAPTURE(static_cast<int>(kind), version);
  const ClientMaterial client = Identity(kind);
  EnginePair pair(
      {.client = client, .server = {.max_version = version, .require_client_certificate = true}});
  pair.Run();
  CHECK(pair.server.error() == "");
  REQUIRE(pair.server.handshake_done());
  CHECK(pair.server.client_certificates() == client.certificates);
  CHECK(pair.engine->peer().client_certificate == ClientCertificateOutcome::kSent);
  CHECK(pair.engine->facts().own_signature_algorithm == pair.server.client_signature_algorithm());
}

TEST_CASE("a key held elsewhere signs by request") {
  const MadeKeyKind kind = GENERATE(MadeKeyKind::kRsa, MadeKeyKind::kP256, MadeKeyKind::kEd25519);
  const uint16_t version = GENERATE(uint16_t{0x0303}, uint16_t{0x0304});
  CAPTURE(static_cast<int>(kind), version);
  ClientMaterial client = Identity(kind);
  const Bytes key = std::exchange(client.private_key, {});
  client.external_key = true;
  EnginePair pair(
      {.client = client, .server = {.max_version = version, .require_client_certificate = true}});
  pair.Run();
  const std::vector<EngineSignRequest> requests = pair.Events<EngineSignRequest>();
  REQUIRE(requests.size() == 1);
  CHECK_FALSE(pair.server.handshake_done());
  pair.Run();
  CHECK(pair.Count<EngineSignRequest>() == 1);  // asked once, however often bytes come
  pair.engine->CompleteSignature(Sign(key, requests[0]));
  pair.Run();
  CHECK(pair.server.error() == "");
  REQUIRE(pair.server.handshake_done());
  CHECK(pair.server.client_certificates() == client.certificates);
  CHECK(pair.engine->facts().own_signature_algorithm == requests[0].signature_algorithm);
}

TEST_CASE("a signature that does not come ends the handshake with internal_error") {
  const uint16_t version = GENERATE(uint16_t{0x0303}, uint16_t{0x0304});
  ClientMaterial client = Identity(MadeKeyKind::kP256);
  client.private_key.clear();
  client.external_key = true;
  EnginePair pair(
      {.client = client, .server = {.max_version = version, .require_client_certificate = true}});
  pair.Run();
  pair.engine->CompleteSignature(absl::UnavailableError("the token was taken out"));
  pair.Run();
  REQUIRE(pair.outcome());
  CHECK(pair.outcome()->ended_by == EndedBy::kUs);
  CHECK(pair.outcome()->how == How::kAlertSent);
  CHECK(pair.outcome()->alert->description == 80);
  CHECK(pair.outcome()->message.find("the token was taken out") != std::string::npos);
  CHECK(pair.server.failed());
}

TEST_CASE("a wrong signature is refused by the server") {
  ClientMaterial client = Identity(MadeKeyKind::kP256);
  client.private_key.clear();
  client.external_key = true;
  EnginePair pair(
      {.client = client, .server = {.max_version = 0x0303, .require_client_certificate = true}});
  pair.Run();
  pair.engine->CompleteSignature(Bytes(64, 1));
  pair.Run();
  REQUIRE(pair.outcome());
  CHECK(pair.outcome()->how == How::kAlertReceived);
}

TEST_CASE("without a certificate a server that needs one says so") {
  const uint16_t version = GENERATE(uint16_t{0x0303}, uint16_t{0x0304});
  EnginePair pair({.server = {.max_version = version, .require_client_certificate = true}});
  pair.Run();
  REQUIRE(pair.outcome());
  CHECK(pair.outcome()->how == How::kAlertReceived);
  CHECK(pair.outcome()->handshake_complete == (version == 0x0304));
  CHECK(pair.engine->peer().client_certificate == ClientCertificateOutcome::kNotSent);
}

TEST_CASE("a key that fits nothing the server asks for is not shown, and the handshake goes on") {
  const uint16_t version = GENERATE(uint16_t{0x0303}, uint16_t{0x0304});
  // We are told to sign with RSA alone, and the key is for ECDSA.
  EnginePair pair({.tls = {.client_signature_algorithms = "RSA-PSS+SHA256"},
                   .client = Identity(MadeKeyKind::kP256),
                   .server = {.max_version = version, .request_client_certificate = true}});
  pair.Run();
  REQUIRE_FALSE(pair.outcome());
  REQUIRE(pair.server.handshake_done());
  CHECK(pair.server.client_certificates().empty());
  CHECK(pair.engine->peer().client_certificate == ClientCertificateOutcome::kNotSent);
}

}  // namespace
}  // namespace tlsprobe::testing
