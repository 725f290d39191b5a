#include "tlsprobe/check/signature.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "tests/check/chain_cases.h"
#include "tlsprobe/wire/certificate.h"

namespace tlsprobe {
namespace {

Certificate Parsed(const CertificateSpec& spec) {
  const auto parsed = ParseCertificate(MakeOrFail(spec).der);
  REQUIRE(parsed.ok());
  return **parsed;
}

CertificateSpec Kind(MadeKeyKind kind, MadeDigest digest = MadeDigest::kSha256, int salt = -2) {
  CertificateSpec spec = LeafSpec();
  spec.key_kind = kind;
  spec.digest = digest;
  spec.pss = salt != -2;
  spec.pss_salt_bytes = salt;
  return spec;
}

TEST_CASE("every algorithm we make is verified, and a changed byte noticed") {
  const CertificateSpec spec = GENERATE(
      Kind(MadeKeyKind::kP256), Kind(MadeKeyKind::kP256, MadeDigest::kSha1),
      Kind(MadeKeyKind::kP384, MadeDigest::kSha384), Kind(MadeKeyKind::kP521, MadeDigest::kSha512),
      Kind(MadeKeyKind::kEd25519), Kind(MadeKeyKind::kRsa, MadeDigest::kMd5),
      Kind(MadeKeyKind::kRsa, MadeDigest::kSha1), Kind(MadeKeyKind::kRsa),
      Kind(MadeKeyKind::kRsa, MadeDigest::kSha384), Kind(MadeKeyKind::kRsa, MadeDigest::kSha512),
      Kind(MadeKeyKind::kRsa, MadeDigest::kSha256, -1),
      Kind(MadeKeyKind::kRsa, MadeDigest::kSha384, 7),
      Kind(MadeKeyKind::kRsa, MadeDigest::kSha1, 0));
  Certificate certificate = Parsed(spec);
  CAPTURE(certificate.signature_algorithm.oid);
  const LoadedKey key = LoadKey(certificate.public_key);
  REQUIRE(key.state == KeyState::kUsable);
  CHECK(CheckSignature(certificate, key) == SignatureVerdict::kGood);
  Certificate changed = certificate;
  changed.tbs[20] ^= 1;
  CHECK(CheckSignature(changed, key) == SignatureVerdict::kBad);
  changed = certificate;
  changed.signature.back() ^= 1;
  CHECK(CheckSignature(changed, key) == SignatureVerdict::kBad);
  changed = certificate;
  changed.signature.clear();
  CHECK(CheckSignature(changed, key) == SignatureVerdict::kBad);
  changed = certificate;
  changed.tbs_signature.oid = "1.2.3";
  CHECK(CheckSignature(changed, key) == SignatureVerdict::kBad);
}

TEST_CASE("a key of another kind never verifies") {
  const Certificate rsa = Parsed(Kind(MadeKeyKind::kRsa));
  Certificate claims_ecdsa = rsa;
  claims_ecdsa.signature_algorithm = claims_ecdsa.tbs_signature = {.oid = "1.2.840.10045.4.3.2"};
  CHECK(CheckSignature(claims_ecdsa, LoadKey(rsa.public_key)) == SignatureVerdict::kBad);
}

TEST_CASE("an RSA-PSS key allows what its parameters say") {
  Certificate certificate = Parsed(Kind(MadeKeyKind::kRsa, MadeDigest::kSha256, 20));
  PublicKey key = certificate.public_key;
  key.type = KeyType::kRsaPss;
  key.parameters = {};
  CHECK(CheckSignature(certificate, LoadKey(key)) == SignatureVerdict::kGood);
  key.parameters = certificate.signature_algorithm.parameters;
  CHECK(CheckSignature(certificate, LoadKey(key)) == SignatureVerdict::kGood);
  const Certificate longer = Parsed(Kind(MadeKeyKind::kRsa, MadeDigest::kSha256, 32));
  key.parameters = longer.signature_algorithm.parameters;
  CHECK(CheckSignature(certificate, LoadKey(key)) == SignatureVerdict::kBad);
  key.parameters = {0x30, 0x00};  // the defaults: SHA-1
  CHECK(CheckSignature(certificate, LoadKey(key)) == SignatureVerdict::kBad);
  Certificate pkcs1 = Parsed(Kind(MadeKeyKind::kRsa));
  key.spki = pkcs1.public_key.spki;
  CHECK(CheckSignature(pkcs1, LoadKey(key)) == SignatureVerdict::kBad);
}

TEST_CASE("malformed PSS parameters are bad, not a crash") {
  Certificate certificate = Parsed(Kind(MadeKeyKind::kRsa, MadeDigest::kSha256, -1));
  const LoadedKey key = LoadKey(certificate.public_key);
  const Bytes whole = certificate.signature_algorithm.parameters;
  for (size_t length = 0; length < whole.size(); ++length) {
    const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
    certificate.signature_algorithm.parameters = certificate.tbs_signature.parameters = cut;
    CHECK(CheckSignature(certificate, key) == SignatureVerdict::kBad);
  }
}

TEST_CASE("keys are told apart: usable, beyond this build, broken") {
  const Certificate rsa = Parsed(Kind(MadeKeyKind::kRsa));
  const Certificate ec = Parsed(Kind(MadeKeyKind::kP256));
  PublicKey key = ec.public_key;
  key.spki.back() ^= 1;  // no longer on the curve
  CHECK(LoadKey(key).state == KeyState::kBroken);
  key = ec.public_key;
  key.curve_oid = "1.3.36.3.3.2.8.1.1.7";  // brainpoolP256r1
  key.spki[20] ^= 0x40;
  CHECK(LoadKey(key).state == KeyState::kNotSupported);
  key.curve_oid = "1.2.3.4";
  CHECK(LoadKey(key).state == KeyState::kBroken);
  key = rsa.public_key;
  key.spki.resize(30);
  CHECK(LoadKey(key).state == KeyState::kNotSupported);  // the key itself is well-formed
  key.key = {1, 2, 3};
  CHECK(LoadKey(key).state == KeyState::kBroken);
  CHECK(LoadKey({.type = KeyType::kX448}).state == KeyState::kNotSupported);
  CHECK(LoadKey({.type = KeyType::kEd448, .key = Bytes(56)}).state == KeyState::kBroken);
  CHECK(LoadKey({.type = KeyType::kEd448, .key = Bytes(57)}).state == KeyState::kUsable);
  CHECK(LoadKey({}).state == KeyState::kBroken);
}

TEST_CASE("algorithms belong to keys") {
  CHECK(AlgorithmFitsKey({.oid = "1.2.840.113549.1.1.11"}, KeyType::kRsa));
  CHECK(!AlgorithmFitsKey({.oid = "1.2.840.113549.1.1.11"}, KeyType::kRsaPss));
  CHECK(!AlgorithmFitsKey({.oid = "1.2.840.113549.1.1.11"}, KeyType::kEc));
  CHECK(AlgorithmFitsKey({.oid = "1.2.840.113549.1.1.10"}, KeyType::kRsaPss));
  CHECK(AlgorithmFitsKey({.oid = "1.3.101.113"}, KeyType::kEd448));
  CHECK(!AlgorithmFitsKey({.oid = "1.2.3"}, KeyType::kUnknown));
}

}  // namespace
}  // namespace tlsprobe
