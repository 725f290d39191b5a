#include "tlsprobe/wire/tls_names.h"

#include <catch2/catch_test_macros.hpp>

using namespace tlsprobe;

TEST_CASE("extensions have IANA's names") {
  CHECK(ExtensionName(0) == "server_name");
  CHECK(ExtensionName(16) == "application_layer_protocol_negotiation");
  CHECK(ExtensionName(43) == "supported_versions");
  CHECK(ExtensionName(65037) == "encrypted_client_hello");
  CHECK(ExtensionName(65281) == "renegotiation_info");
  CHECK(ExtensionName(0x1a1a) == "grease_0x1a1a");
  CHECK(ExtensionName(0x0a1a) == "0x0a1a");
  CHECK(ExtensionName(40) == "0x0028");
}

TEST_CASE("handshake messages are called as in the RFCs") {
  CHECK(HandshakeTypeName(0) == "HelloRequest");
  CHECK(HandshakeTypeName(2) == "ServerHello");
  CHECK(HandshakeTypeName(22) == "CertificateStatus");
  CHECK(HandshakeTypeName(254) == "MessageHash");
  CHECK(HandshakeTypeName(99) == "0x63");
}

TEST_CASE("versions are spelt as OpenSSL does") {
  CHECK(TlsVersionName(0x0300) == "SSLv3");
  CHECK(TlsVersionName(0x0301) == "TLSv1");
  CHECK(TlsVersionName(0x0302) == "TLSv1.1");
  CHECK(TlsVersionName(0x0304) == "TLSv1.3");
  CHECK(TlsVersionName(0xfefd) == "DTLSv1.2");
  CHECK(TlsVersionName(0x0305) == "0x0305");
}

TEST_CASE("an awaited message is told with the one before it, and whose it is where both send it") {
  CHECK(ExpectedMessage("ServerHello", "ClientHello") == "ServerHello after ClientHello");
  CHECK(ExpectedMessage("Finished", "Finished") == "the server's Finished after ours");
  CHECK(ExpectedMessage("", "Finished") == "an answer after Finished");
  CHECK(ExpectedMessage("ServerHello", "") == "a handshake");
}

TEST_CASE("client certificate types have IANA's names") {
  CHECK(ClientCertificateTypeName(1) == "rsa_sign");
  CHECK(ClientCertificateTypeName(64) == "ecdsa_sign");
  CHECK(ClientCertificateTypeName(7) == "0x07");
}
