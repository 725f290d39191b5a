#include "tlsprobe/wire/certificate.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "fmt/format.h"
#include "tests/wire/testdata.h"
#include "tlsprobe/base/hex.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/wire/name.h"

using namespace tlsprobe;

namespace {

// The digits of `openssl x509 -fingerprint`.
std::string Colons(BytesView bytes) {
  std::string out;
  for (const uint8_t byte : bytes) out += fmt::format("{}{:02X}", out.empty() ? "" : ":", byte);
  return out;
}

// The serial as OpenSSL prints it, where it is positive.
std::string Serial(BytesView serial) {
  if (serial.size() > 1 && serial[0] == 0) serial = serial.subspan(1);
  return ToHexUpper(serial);
}

}  // namespace

TEST_CASE("a certificate says what openssl x509 says of it") {
  const std::string_view file =
      GENERATE(as<std::string_view>{}, "all_extensions", "p256", "brainpool", "explicit_curve",
               "ed25519", "ed448", "pss_signed", "pss_key", "sha1", "dsa");
  CAPTURE(file);
  const CertificatePtr certificate = TestdataCertificate(fmt::format("{}.pem", file));
  CHECK(fmt::format("subject={}\nissuer={}\n{:08x}\n{:08x}\nserial={}\nnotBefore={}\nnotAfter={}\n"
                    "sha256 Fingerprint={}\n",
                    RenderName(certificate->subject), RenderName(certificate->issuer),
                    NameHash(certificate->subject.der), NameHash(certificate->issuer.der),
                    Serial(certificate->serial), FormatOpenSslTime(certificate->not_before),
                    FormatOpenSslTime(certificate->not_after),
                    Colons(certificate->sha256)) == ReadTestdata(fmt::format("{}.txt", file)));
  CHECK(certificate->self_issued);
  CHECK(certificate->version == 3);
  CHECK(certificate->bad_extensions.empty());
  CHECK(certificate->duplicate_extensions.empty());
  CHECK(certificate->tbs_signature.oid == certificate->signature_algorithm.oid);
  CHECK(certificate->tbs_signature.parameters == certificate->signature_algorithm.parameters);
}

TEST_CASE("public keys are taken apart") {
  struct Case {
    std::string_view file;
    KeyType type;
    int bits;
    std::string_view curve;
    std::string_view signature;
  };
  const auto [file, type, bits, curve, signature] = GENERATE(
      Case{"all_extensions.pem", KeyType::kRsa, 2048, "", "1.2.840.113549.1.1.11"},
      Case{"p256.pem", KeyType::kEc, 256, "1.2.840.10045.3.1.7", "1.2.840.10045.4.3.2"},
      Case{"brainpool.pem", KeyType::kEc, 320, "1.3.36.3.3.2.8.1.1.9", "1.2.840.10045.4.3.2"},
      Case{"explicit_curve.pem", KeyType::kEc, 384, "", "1.2.840.10045.4.3.2"},
      Case{"ed25519.pem", KeyType::kEd25519, 256, "", "1.3.101.112"},
      Case{"ed448.pem", KeyType::kEd448, 456, "", "1.3.101.113"},
      Case{"pss_key.pem", KeyType::kRsaPss, 2048, "", "1.2.840.113549.1.1.10"},
      Case{"sha1.pem", KeyType::kRsa, 2048, "", "1.2.840.113549.1.1.5"},
      Case{"dsa.pem", KeyType::kDsa, 2048, "", "2.16.840.1.101.3.4.3.2"});
  CAPTURE(file);
  const CertificatePtr certificate = TestdataCertificate(file);
  CHECK(certificate->public_key.type == type);
  CHECK(certificate->public_key.bits == bits);
  CHECK(certificate->public_key.curve_oid == curve);
  CHECK(certificate->signature_algorithm.oid == signature);
  CHECK(certificate->signature.size() >= 60);
  CHECK(certificate->spki_sha256.size() == 32);
  // What is signed, and the key, are the bytes that stand in the certificate.
  const std::string_view der = AsText(certificate->der);
  CHECK(der.find(AsText(certificate->tbs)) == 4 - (der.size() < 260 ? 1 : 0));
  CHECK(der.find(AsText(certificate->public_key.spki)) != std::string_view::npos);
}

TEST_CASE("a key of an unknown algorithm is kept") {
  const CertificatePtr certificate = OddCertificate("unknown_key");
  CHECK(certificate->public_key.type == KeyType::kUnknown);
  CHECK(certificate->public_key.algorithm_oid == "1.3.6.1.4.1.99999.9");
  CHECK(certificate->public_key.bits == 0);
  CHECK(certificate->public_key.key == Bytes{1});
}

TEST_CASE("versions are counted from one, whatever they are") {
  CHECK(OddCertificate("v1")->version == 1);
  CHECK(OddCertificate("v4")->version == 4);
}

TEST_CASE("serial numbers are kept as sent") {
  CHECK(OddCertificate("negative_serial")->serial == Bytes{0x80, 0x01});
  CHECK(OddCertificate("long_serial")->serial.size() == 41);
}

TEST_CASE("times are read over the whole range, and bad ones are marked without failing") {
  const CertificatePtr early = OddCertificate("year_1950");
  CHECK(FormatRfc3339(early->not_before) == "1950-01-01T00:00:00Z");
  CHECK(FormatRfc3339(early->not_after) == "2049-12-31T23:59:59Z");
  const CertificatePtr widest = OddCertificate("year_9999");
  CHECK(FormatRfc3339(widest->not_before) == "0000-01-01T00:00:00Z");
  CHECK(FormatRfc3339(widest->not_after) == "9999-12-31T23:59:59Z");
  CHECK_FALSE(widest->bad_not_before);
  CHECK_FALSE(widest->bad_not_after);

  struct Case {
    std::string_view name;
    bool bad_not_before;
    bool bad_not_after;
  };
  const auto [name, bad_not_before, bad_not_after] =
      GENERATE(Case{"utc_without_seconds", true, false}, Case{"offset_time", false, true},
               Case{"february_30", false, true}, Case{"no_time", true, false});
  CAPTURE(name);
  const CertificatePtr certificate = OddCertificate(name);
  CHECK(certificate->bad_not_before == bad_not_before);
  CHECK(certificate->bad_not_after == bad_not_after);
}

TEST_CASE("the algorithm inside and the one outside are both kept") {
  const CertificatePtr certificate = OddCertificate("different_algorithms");
  CHECK(certificate->tbs_signature.oid == "1.2.840.113549.1.1.11");
  CHECK(certificate->signature_algorithm.oid == "1.2.840.113549.1.1.5");
  CHECK(certificate->signature_algorithm.parameters == Bytes{5, 0});
}

TEST_CASE("what is no certificate is refused with what was expected and where") {
  const auto trailing = ParseCertificate(OddDer("trailing_bytes"));
  REQUIRE(trailing.status().code() == absl::StatusCode::kInvalidArgument);
  CHECK(Message(trailing.status()).starts_with("certificate: expected the end at byte "));
  const auto list = ParseCertificate(OddDer("bad_extension_list"));
  CHECK(Message(list.status()).starts_with("certificate: expected an extension at byte "));
  CHECK(Message(ParseCertificate({}).status()) ==
        "certificate: expected a SEQUENCE at byte 0 of 0 (RFC 5280 section 4.1)");
}

TEST_CASE("a certificate cut off anywhere is refused, and each broken byte is survived") {
  const Bytes der = TestdataBlocks("all_extensions.pem").at(0);
  for (size_t size = 0; size < der.size(); ++size) {
    REQUIRE_FALSE(ParseCertificate(BytesView(der).first(size)).ok());
  }
  size_t read = 0;
  for (size_t i = 0; i < der.size(); ++i) {
    Bytes broken = der;
    broken[i] ^= 0xff;
    if (ParseCertificate(broken).ok()) ++read;
  }
  // Most bytes are contents, not structure.
  CHECK(read > der.size() / 2);
}
