#include "tlsprobe/wire/fetched.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <string>
#include <vector>

#include "tests/wire/testdata.h"
#include "tlsprobe/base/hex.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/driver/crl_maker.h"
#include "tlsprobe/driver/der.h"

using namespace tlsprobe;
using Catch::Matchers::ContainsSubstring;

namespace {

using Ders = std::vector<Bytes>;

Bytes OneCertificate() { return TestdataBlocks("p256.pem").at(0); }
Bytes OtherCertificate() { return TestdataBlocks("ed25519.pem").at(0); }

Ders DersOf(const absl::StatusOr<std::vector<CertificatePtr>>& certificates) {
  Ders ders;
  if (!certificates.ok()) return ders;
  for (const CertificatePtr& each : *certificates) ders.push_back(each->der);
  return ders;
}

std::string ErrorOf(BytesView bytes) {
  return std::string(Message(CertificatesFromBytes(bytes).status()));
}

// Certs-only SignedData (RFC 2315 section 9.1).
Bytes Pkcs7(BytesView certificates) {
  const Bytes signed_data = *DerObjectId("1.2.840.113549.1.7.2");
  const Bytes data = *DerObjectId("1.2.840.113549.1.7.1");
  const Bytes content =
      Der(kDerSequence, {DerUint(1), Der(kDerSet, BytesView()), Der(kDerSequence, data),
                         Der(kDerContextConstructed, certificates), Der(kDerSet, BytesView())});
  return Der(kDerSequence, {signed_data, Der(kDerContextConstructed, content)});
}

Bytes Joined(const Ders& parts) {
  Bytes all;
  for (const Bytes& part : parts) Append(all, part);
  return all;
}

// The same element with a length that ends where its content does (X.690 section 8.1.3.6).
Bytes WithoutLength(uint8_t tag, BytesView content) {
  Bytes element = {tag, 0x80};
  Append(element, content);
  Append(element, Bytes{0, 0});
  return element;
}

Bytes SomeCrl() {
  const auto issuer = MakeCertificate({.common_name = "ca"});
  REQUIRE(issuer.ok());
  const auto crl = MakeCrl({.issuer = &*issuer});
  REQUIRE(crl.ok());
  return *crl;
}

}  // namespace

TEST_CASE("a certificate is read from DER and from PEM") {
  const Bytes one = OneCertificate();
  CHECK(DersOf(CertificatesFromBytes(one)) == Ders{one});
  CHECK(DersOf(CertificatesFromBytes(AsBytes(ReadTestdata("p256.pem")))) == Ders{one});
  const std::string_view label = GENERATE("CERTIFICATE", "X509 CERTIFICATE");
  const std::string text = "Subject: of no interest\n" + ToPem("PRIVATE KEY", Bytes{1}) +
                           ToPem(label, one) + ToPem("CERTIFICATE", OtherCertificate());
  CHECK(DersOf(CertificatesFromBytes(AsBytes(text))) == Ders{one, OtherCertificate()});
}

TEST_CASE("the certificates of a PKCS#7 message of openssl are read from DER and from PEM") {
  const Ders expected = {OneCertificate(), OtherCertificate()};
  const std::string pem = ReadTestdata("bundle.p7b");
  CHECK(DersOf(CertificatesFromBytes(AsBytes(pem))) == expected);
  CHECK(DersOf(CertificatesFromBytes(TestdataBlocks("bundle.p7b").at(0))) == expected);
  std::string cms = pem;
  for (size_t at = cms.find("PKCS7"); at != cms.npos; at = cms.find("PKCS7")) {
    cms.replace(at, 5, "CMS");
  }
  CHECK(DersOf(CertificatesFromBytes(AsBytes(cms))) == expected);
}

TEST_CASE("a PKCS#7 message may be BER") {
  const Bytes one = OneCertificate();
  const Bytes signed_data = *DerObjectId("1.2.840.113549.1.7.2");
  const Bytes data = *DerObjectId("1.2.840.113549.1.7.1");
  const Bytes inner = WithoutLength(
      kDerSequence,
      Joined({DerUint(1), Der(kDerSet, BytesView()), WithoutLength(kDerSequence, data),
              WithoutLength(kDerContextConstructed, one), Der(kDerSet, BytesView())}));
  const Bytes message = WithoutLength(
      kDerSequence, Joined({signed_data, WithoutLength(kDerContextConstructed, inner)}));
  CHECK(DersOf(CertificatesFromBytes(message)) == Ders{one});
}

TEST_CASE("what does not parse is left out where something else does") {
  const Bytes broken = Der(kDerSequence, Bytes{5, 0});
  const Bytes one = OneCertificate();
  CHECK(DersOf(CertificatesFromBytes(Pkcs7(Joined({broken, one})))) == Ders{one});
  const std::string text = ToPem("CERTIFICATE", broken) +
                           "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n" +
                           ToPem("CERTIFICATE", one);
  CHECK(DersOf(CertificatesFromBytes(AsBytes(text))) == Ders{one});
  CHECK_THAT(ErrorOf(broken), ContainsSubstring("certificate: expected "));
  CHECK_THAT(ErrorOf(Pkcs7(broken)), ContainsSubstring("certificate: expected "));
  CHECK_THAT(ErrorOf(AsBytes(ToPem("CERTIFICATE", broken))),
             ContainsSubstring("certificate: expected "));
  CHECK_THAT(ErrorOf(AsBytes("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n")),
             ContainsSubstring("base64: "));
}

TEST_CASE("a hundred certificates are taken and no more") {
  const Bytes one = OneCertificate();
  std::string pem;
  for (int i = 0; i < 100; ++i) pem += ToPem("CERTIFICATE", one);
  const Bytes hundred = Joined(Ders(100, one));
  CHECK(DersOf(CertificatesFromBytes(Pkcs7(hundred))).size() == 100);
  CHECK(DersOf(CertificatesFromBytes(AsBytes(pem))).size() == 100);
  CHECK(ErrorOf(Pkcs7(Joined({hundred, one}))) == "expected at most 100 certificates, got more");
  CHECK(ErrorOf(AsBytes(pem + pem)) == "expected at most 100 certificates, got more");
}

TEST_CASE("a message that is cut off anywhere is refused") {
  const Bytes whole = Pkcs7(OneCertificate());
  for (size_t size = 0; size < whole.size(); ++size) {
    CHECK_FALSE(CertificatesFromBytes(BytesView(whole).first(size)).ok());
  }
  CHECK_THAT(ErrorOf(BytesView(whole).first(whole.size() - 1)),
             ContainsSubstring("PKCS#7: expected SignedData"));
}

TEST_CASE("what is no certificate is shown, made fit to print") {
  CHECK(ErrorOf({}) ==
        "expected a certificate in DER or PEM, or a PKCS#7 message with some, got \"\"");
  CHECK_THAT(ErrorOf(AsBytes("<html>\x1b[2J</html>")),
             ContainsSubstring("got \"<html>\\x1b[2J</html>\""));
  CHECK_THAT(ErrorOf(Pkcs7({})), ContainsSubstring("a PKCS#7 message with some"));
  CHECK_THAT(ErrorOf(AsBytes(ToPem("X509 CRL", SomeCrl()))),
             ContainsSubstring("-----BEGIN X509 CRL"));
}

TEST_CASE("a CRL is read from DER and from PEM") {
  const Bytes der = SomeCrl();
  const auto from_der = CrlFromBytes(der);
  REQUIRE(from_der.ok());
  CHECK((*from_der)->der == der);
  const std::string text = "a CRL\n" + ToPem("CERTIFICATE", OneCertificate()) + CrlPem(der);
  const auto from_pem = CrlFromBytes(ToBytes(text));
  REQUIRE(from_pem.ok());
  CHECK((*from_pem)->der == der);
}

TEST_CASE("what is no CRL is refused with the reason") {
  const auto error = [](std::string_view text) {
    return std::string(Message(CrlFromBytes(ToBytes(text)).status()));
  };
  CHECK(error("") == "expected a CRL in DER or PEM, got \"\"");
  CHECK_THAT(error("<!DOCTYPE html>"), ContainsSubstring("got \"<!DOCTYPE html>\""));
  CHECK_THAT(error(ToPem("CERTIFICATE", SomeCrl())), ContainsSubstring("-----BEGIN CERTIFICATE"));
  CHECK_THAT(error("-----BEGIN X509 CRL-----\n!\n-----END X509 CRL-----\n"),
             ContainsSubstring("base64: "));
  CHECK_FALSE(CrlFromBytes(OneCertificate()).ok());
}
