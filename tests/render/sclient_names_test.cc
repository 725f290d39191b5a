#include "tlsprobe/render/sclient_names.h"

#include <catch2/catch_test_macros.hpp>

namespace tlsprobe::testing {
namespace {

TEST_CASE("Signature algorithms are listed as each version of s_client lists them") {
  CHECK(ListedSignature(0x0403, Profile::k30) == "ECDSA+SHA256");
  CHECK(ListedSignature(0x0804, Profile::k30) == "RSA-PSS+SHA256");
  CHECK(ListedSignature(0x0809, Profile::k30) == "rsa_pss_pss_sha256");
  CHECK(ListedSignature(0x0807, Profile::k30) == "ed25519");
  CHECK(ListedSignature(0x1234, Profile::k30) == "0x34+0x12");
  CHECK(ListedSignature(0x0403, Profile::k110) == "ECDSA+SHA256");
  CHECK(ListedSignature(0x0804, Profile::k110) == "0x04+0x08");
}

TEST_CASE("Temporary keys have OpenSSL's names and sizes") {
  CHECK(TempKeyText(29, "x25519", Profile::k30) == "X25519, 253 bits");
  CHECK(TempKeyText(23, "secp256r1", Profile::k30) == "ECDH, prime256v1, 256 bits");
  CHECK(TempKeyText(23, "secp256r1", Profile::k110) == "ECDH, P-256, 256 bits");
  CHECK(TempKeyText(0x11ec, "X25519MLKEM768", Profile::k30) == "X25519MLKEM768");
}

TEST_CASE("Hybrid and pure ML-KEM groups are KEM groups") {
  CHECK(IsKemGroup(0x11ec));
  CHECK(IsKemGroup(0x0202));
  CHECK_FALSE(IsKemGroup(29));
}

TEST_CASE("Types of client certificates have OpenSSL's words") {
  CHECK(ClientCertificateTypeText(1) == "RSA sign");
  CHECK(ClientCertificateTypeText(64) == "ECDSA sign");
  CHECK(ClientCertificateTypeText(9) == "UNKNOWN (9),");
}

TEST_CASE("Public keys are described by their type's name and their bits") {
  CHECK(PublicKeyText({.type = KeyType::kRsa, .bits = 2048}, Profile::k30) ==
        "rsaEncryption, 2048 (bit)");
  CHECK(PublicKeyText({.type = KeyType::kRsa, .bits = 2048}, Profile::k35) == "RSA, 2048 (bit)");
  CHECK(PublicKeyText({.type = KeyType::kEd25519}, Profile::k30) == "ED25519, 256 (bit)");
  const PublicKey ec{.type = KeyType::kEc, .curve_oid = "1.2.840.10045.3.1.7", .bits = 256};
  CHECK(PublicKeyText(ec, Profile::k30) == "id-ecPublicKey, 256 (bit)");
  CHECK(PublicKeyText(ec, Profile::k35) == "EC, (prime256v1)");
}

TEST_CASE("Verification codes have the text of their version, and 65535 is not one of OpenSSL's") {
  CHECK(VerifyText(0, Profile::k30) == "ok");
  CHECK(VerifyText(18, Profile::k30) == "self-signed certificate");
  CHECK(VerifyText(18, Profile::k110) == "self signed certificate");
  CHECK(VerifyText(65535, Profile::k30) == "not checked");
}

}  // namespace
}  // namespace tlsprobe::testing
