#include "tlsprobe/wire/handshake.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <functional>

#include "tests/wire/rfc8448.h"
#include "tests/wire/testdata.h"
#include "tlsprobe/base/hex.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/wire/name.h"

using namespace tlsprobe;

namespace {

constexpr uint16_t kTls10 = 0x0301, kTls12 = 0x0303, kTls13 = 0x0304;

Bytes Hex(std::string_view hex) { return FromHex(hex).value(); }

// A message of RFC 8448 without its handshake header.
Bytes Body(std::string_view hex) { return Hex(hex.substr(8)); }

}  // namespace

TEST_CASE("a ServerHello of TLS 1.3 is read (RFC 8448 section 3)") {
  const auto hello = ParseServerHello(Body(rfc8448::kServerHello));
  REQUIRE(hello.ok());
  CHECK(hello->legacy_version == kTls12);
  CHECK(hello->version == kTls13);
  CHECK(hello->random.size() == 32);
  CHECK(hello->random.front() == 0xa6);
  CHECK(hello->session_id.empty());
  CHECK(hello->cipher_suite == 0x1301);
  CHECK(hello->compression == 0);
  CHECK_FALSE(hello->hello_retry);
  REQUIRE(hello->extensions.size() == 2);
  CHECK(hello->extensions[0].type == 51);
  CHECK(hello->extensions[0].data.size() == 36);
  CHECK(hello->extensions[1].type == 43);
}

TEST_CASE("a HelloRetryRequest is told by its random (RFC 8448 section 5)") {
  const auto hello = ParseServerHello(Body(rfc8448::kHelloRetryRequest));
  REQUIRE(hello.ok());
  CHECK(hello->hello_retry);
  CHECK(hello->version == kTls13);
  REQUIRE(hello->extensions.size() == 3);
  CHECK(hello->extensions[0].data == Hex("0017"));
  CHECK(hello->extensions[1].type == 44);
  CHECK(hello->extensions[1].data.size() == 116);
}

TEST_CASE("a ServerHello of TLS 1.2 may have no extensions at all") {
  const Bytes random(32, 0x11), id(32, 0x22);
  Bytes body = Hex("0303" + ToHex(random) + "20" + ToHex(id) + "c02f00");
  const auto bare = ParseServerHello(body);
  REQUIRE(bare.ok());
  CHECK(bare->version == kTls12);
  CHECK(bare->session_id == id);
  CHECK(bare->cipher_suite == 0xc02f);
  CHECK(bare->extensions.empty());
  const Bytes extensions = Hex("0005ff01000100");
  body.insert(body.end(), extensions.begin(), extensions.end());
  const auto hello = ParseServerHello(body);
  REQUIRE(hello.ok());
  REQUIRE(hello->extensions.size() == 1);
  CHECK(hello->extensions[0].type == 0xff01);
  CHECK(hello->extensions[0].data == Bytes{0});
}

TEST_CASE("EncryptedExtensions are read in order (RFC 8448 section 3)") {
  const auto extensions = ParseEncryptedExtensions(Body(rfc8448::kEncryptedExtensions));
  REQUIRE(extensions.ok());
  REQUIRE(extensions->size() == 3);
  CHECK((*extensions)[0].type == 10);
  CHECK((*extensions)[1].type == 28);
  CHECK((*extensions)[1].data == Hex("4001"));
  CHECK((*extensions)[2].type == 0);
  CHECK((*extensions)[2].data.empty());
}

TEST_CASE("a Certificate of TLS 1.3 is read (RFC 8448 section 3)") {
  const auto entries = ParseCertificateMessage(Body(rfc8448::kCertificate), true);
  REQUIRE(entries.ok());
  REQUIRE(entries->size() == 1);
  CHECK((*entries)[0].extensions.empty());
  const auto certificate = ParseCertificate((*entries)[0].der);
  REQUIRE(certificate.ok());
  CHECK(CommonName((*certificate)->subject) == "rsa");
  CHECK((*certificate)->public_key.bits == 1024);
}

TEST_CASE("entries of a TLS 1.3 Certificate have extensions, those of TLS 1.2 do not") {
  const auto with = ParseCertificateMessage(Hex("00000010"
                                                "0000023000"
                                                "0005001200010a"
                                                "00000000"),
                                            true);
  CHECK_FALSE(with.ok());  // the last entry is cut off
  const auto two = ParseCertificateMessage(Hex("00000011"
                                               "0000023000"
                                               "0005001200010a"
                                               "0000000000"),
                                           true);
  REQUIRE(two.ok());
  REQUIRE(two->size() == 2);
  CHECK((*two)[0].der == Hex("3000"));
  REQUIRE((*two)[0].extensions.size() == 1);
  CHECK((*two)[0].extensions[0].type == 18);
  CHECK((*two)[1].der.empty());

  const auto old = ParseCertificateMessage(Hex("00000a"
                                               "0000023000"
                                               "0000023000"),
                                           false);
  REQUIRE(old.ok());
  CHECK(old->size() == 2);
  CHECK(ParseCertificateMessage(Hex("000000"), false)->empty());
}

TEST_CASE("a CertificateRequest of TLS 1.3 is read (RFC 8448 section 6)") {
  std::vector<TlsExtension> extensions;
  const auto request =
      ParseCertificateRequest(Body(rfc8448::kCertificateRequest), kTls13, &extensions);
  REQUIRE(request.ok());
  REQUIRE(request->signature_algorithms.size() == 15);
  CHECK(request->signature_algorithms.front() == 0x0403);
  CHECK(request->signature_algorithms.back() == 0x0202);
  CHECK(request->ca_names.empty());
  CHECK(request->certificate_types.empty());
  REQUIRE(extensions.size() == 1);
  CHECK(extensions[0].type == 13);
  CHECK(ParseCertificateRequest(Body(rfc8448::kCertificateRequest), kTls13, nullptr).ok());
}

TEST_CASE("CA names of a CertificateRequest are read in every version") {
  // CN=a, and a name that is none.
  const std::string names = "0015000e300c310a300806035504030c01610003310203";
  const auto list = [](const absl::StatusOr<ClientCertificateRequest>& request) {
    REQUIRE(request.ok());
    REQUIRE(request->ca_names.size() == 2);
    CHECK(RenderName(request->ca_names[0]) == "CN = a");
    CHECK(request->ca_names[1].der == Hex("310203"));
    CHECK(request->ca_names[1].attributes.empty());
  };
  const auto tls13 = ParseCertificateRequest(Hex("00001b002f0017" + names), kTls13, nullptr);
  list(tls13);
  const auto tls12 = ParseCertificateRequest(Hex("0201400004"
                                                 "04010403" +
                                                 names),
                                             kTls12, nullptr);
  list(tls12);
  CHECK(tls12->certificate_types == Bytes{1, 64});
  CHECK(tls12->signature_algorithms == std::vector<uint16_t>{0x0401, 0x0403});
  const auto tls10 = ParseCertificateRequest(Hex("0101" + names), kTls10, nullptr);
  list(tls10);
  CHECK(tls10->certificate_types == Bytes{1});
  CHECK(tls10->signature_algorithms.empty());
}

TEST_CASE("a NewSessionTicket is read in both layouts (RFC 8448 section 3)") {
  const auto ticket = ParseNewSessionTicket(Body(rfc8448::kNewSessionTicket), true);
  REQUIRE(ticket.ok());
  CHECK(ticket->lifetime == 30);
  CHECK(ticket->age_add == 0xfad6aac5);
  CHECK(ticket->nonce == Hex("0000"));
  CHECK(ticket->ticket.size() == 178);
  CHECK(ticket->max_early_data == 1024);
  CHECK(ticket->extensions.size() == 1);

  const auto old = ParseNewSessionTicket(Hex("00001c20"
                                             "0003abcdef"),
                                         false);
  REQUIRE(old.ok());
  CHECK(old->lifetime == 7200);
  CHECK(old->ticket == Hex("abcdef"));
  CHECK(old->nonce.empty());
}

TEST_CASE("every message that is cut off or too long is refused, saying what was expected") {
  struct Case {
    std::string_view name;
    std::string_view hex;
    std::function<absl::Status(BytesView)> parse;
  };
  const auto tls13_request = [](BytesView body) {
    return ParseCertificateRequest(body, kTls13, nullptr).status();
  };
  const auto tls12_request = [](BytesView body) {
    return ParseCertificateRequest(body, kTls12, nullptr).status();
  };
  const std::vector<Case> cases = {
      {"ServerHello", rfc8448::kServerHello,
       [](BytesView body) { return ParseServerHello(body).status(); }},
      {"EncryptedExtensions", rfc8448::kEncryptedExtensions,
       [](BytesView body) { return ParseEncryptedExtensions(body).status(); }},
      {"Certificate", rfc8448::kCertificate,
       [](BytesView body) { return ParseCertificateMessage(body, true).status(); }},
      {"NewSessionTicket", rfc8448::kNewSessionTicket,
       [](BytesView body) { return ParseNewSessionTicket(body, true).status(); }},
      {"CertificateRequest", rfc8448::kCertificateRequest, tls13_request},
      {"CertificateRequest",
       "0d00000a"
       "0140000204010002"
       "0000",
       tls12_request},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    Bytes body = Body(each.hex);
    REQUIRE(each.parse(body).ok());
    for (size_t size = 0; size < body.size(); ++size) {
      // Where TLS 1.2 may end a ServerHello, before the extensions.
      if (each.name == "ServerHello" && size == 38) continue;
      const absl::Status status = each.parse(BytesView(body).first(size));
      REQUIRE(status.code() == absl::StatusCode::kInvalidArgument);
      REQUIRE(Message(status).starts_with(std::string(each.name) + ": expected "));
    }
    body.push_back(0);
    CHECK_FALSE(each.parse(body).ok());
  }
}

TEST_CASE("extensions with a wrong size inside are refused") {
  const std::string hello = "0303" + std::string(64, '1') + "00130100";
  CHECK_FALSE(ParseServerHello(Hex(hello + "0005002b000103")).ok());
  CHECK_FALSE(ParseServerHello(Hex(hello + "0007002b0003030400")).ok());
  const std::string ticket =
      "00000001"
      "00000002"
      "00"
      "000133";
  CHECK(ParseNewSessionTicket(Hex(ticket + "0000"), true).ok());
  CHECK_FALSE(ParseNewSessionTicket(Hex(ticket + "0007002a0003000001"), true).ok());
  CHECK_FALSE(ParseCertificateRequest(Hex("000007000d0003000104"), kTls13, nullptr).ok());
  CHECK_FALSE(ParseCertificateRequest(Hex("000006002f00020001"), kTls13, nullptr).ok());
}
