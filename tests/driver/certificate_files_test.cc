#include "tlsprobe/driver/certificate_files.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "tests/driver/fixtures.h"
#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/driver/load.h"

namespace tlsprobe::testing {
namespace {

TEST_CASE("certificates are read from PEM, DER and PKCS#7") {
  const TemporaryFolder folder;
  const MadeCertificate a = MakeCertificate({.common_name = "A"}).value();
  const MadeCertificate b = MakeCertificate({.common_name = "B"}).value();
  const std::string pem = folder.Write("two.pem", "words\n" + a.Pem() + b.Pem());
  const auto two = ReadCertificateFile(pem);
  REQUIRE(two.ok());
  REQUIRE(two->size() == 2);
  CHECK((*two)[1]->der == b.der);
  const auto one = ReadCertificateFile(folder.Write("a.der", AsText(a.der)));
  REQUIRE(one.ok());
  REQUIRE(one->size() == 1);
  CHECK((*one)[0]->der == a.der);
  const std::string p7 = folder.path("two.p7c");
  Run({"openssl", "crl2pkcs7", "-nocrl", "-certfile", pem, "-outform", "DER", "-out", p7});
  const auto bundle = ReadCertificateFile(p7);
  REQUIRE(bundle.ok());
  CHECK(bundle->size() == 2);
}

TEST_CASE("what OpenSSL passes over in a file is passed over, where another can be read") {
  const MadeCertificate a = MakeCertificate({.common_name = "A"}).value();
  const std::string good = a.Pem();
  const std::string not_base64 = "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n";
  const std::string not_der = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
  const std::string cut = good.substr(0, good.size() / 2) + "\n";
  for (const std::string& text :
       {not_base64 + good, good + not_base64, not_der + good, good + not_der, good + cut}) {
    CAPTURE(text);
    const auto read = CertificatesOfText(text, std::nullopt);
    REQUIRE(read.ok());
    REQUIRE(read->size() == 1);
    CHECK(read->front()->der == a.der);
    // What `openssl verify -untrusted` makes of it.
    const TemporaryFolder folder;
    const std::string leaf = folder.Write("leaf.pem", good);
    CHECK(Run({"openssl", "verify", "-partial_chain", "-trusted", leaf, "-untrusted",
               folder.Write("others.pem", text), leaf}) == leaf + ": OK\n");
  }
  CHECK_FALSE(CertificatesOfText(good + not_der, std::nullopt, BrokenBlocks::kRefuse).ok());
  CHECK_FALSE(CertificatesOfText(good + not_base64, std::nullopt, BrokenBlocks::kRefuse).ok());
  CHECK_FALSE(CertificatesOfText(not_der, std::nullopt).ok());
}

TEST_CASE("what stands in PEM inside of a certificate in DER is not taken for it") {
  const MadeCertificate other = MakeCertificate({.common_name = "Other"}).value();
  CertificateSpec spec = {.common_name = "A"};
  spec.extra_extensions = {
      {.oid = "1.2.3.4", .critical = false, .value = ToBytes("\n" + other.Pem())}};
  const MadeCertificate a = MakeCertificate(spec).value();
  REQUIRE(AsText(a.der).find("-----BEGIN") != std::string_view::npos);
  const auto read = CertificatesOfText(AsText(a.der), std::nullopt);
  REQUIRE(read.ok());
  REQUIRE(read->size() == 1);
  CHECK(read->front()->der == a.der);
  // Words in front of PEM may begin with what begins DER.
  const auto worded = CertificatesOfText("0 s:CN = A\n" + a.Pem(), std::nullopt);
  REQUIRE(worded.ok());
  CHECK(worded->front()->der == a.der);
}

TEST_CASE("there is no limit to the certificates of a file, in PEM or PKCS#7") {
  const TemporaryFolder folder;
  const std::string one = MakeCertificate({.common_name = "A"}).value().Pem();
  std::string many;
  for (int i = 0; i < 150; ++i) many += one;
  const std::string pem = folder.Write("many.pem", many);
  const auto read = ReadCertificateFile(pem);
  REQUIRE(read.ok());
  CHECK(read->size() == 150);
  for (const char* form : {"DER", "PEM"}) {
    const std::string path = folder.path(form);
    Run({"openssl", "crl2pkcs7", "-nocrl", "-certfile", pem, "-outform", form, "-out", path});
    const auto bundle = ReadCertificateFile(path);
    REQUIRE(bundle.ok());
    CHECK(bundle->size() == 150);
  }
}

TEST_CASE("trust settings count where a certificate would be trusted, and nowhere else") {
  const TemporaryFolder folder;
  const MadeCertificate a = MakeCertificate({.common_name = "A"}).value();
  const std::string pem = folder.Write("a.pem", a.Pem());
  for (const char* setting : {"-addtrust", "-addreject"}) {
    for (const char* use : {"serverAuth", "clientAuth"}) {
      CAPTURE(setting, use);
      const std::string text = Run({"openssl", "x509", "-in", pem, setting, use, "-trustout"});
      REQUIRE(text.find("BEGIN TRUSTED CERTIFICATE") != std::string::npos);
      const auto read = CertificatesOfText(text, std::nullopt);
      REQUIRE(read.ok());
      CHECK(read->front()->der == a.der);
      const bool for_servers =
          (std::string(setting) == "-addtrust") == (std::string(use) == "serverAuth");
      const auto trusted = CertificatesOfText(text, Purpose::kSslServer);
      REQUIRE(trusted.ok());
      CHECK(trusted->size() == (for_servers ? 1U : 0U));
      CHECK(CertificatesOfText(text, Purpose::kSslClient)->size() == (for_servers ? 0U : 1U));
      CHECK(CertificatesOfText(text + a.Pem(), Purpose::kSslServer)->size() ==
            (for_servers ? 2U : 1U));
      // Who wrote a request can mend it.
      CHECK(CertificatesOfText(text, Purpose::kSslServer, BrokenBlocks::kRefuse).ok() ==
            for_servers);
      CHECK(ReadCertificateFile(folder.Write("trusted.pem", text)).ok());
    }
  }
}

TEST_CASE("PKCS#12 is told what it is and how to convert it") {
  const TemporaryFolder folder;
  const MadeCertificate a = MakeCertificate({.common_name = "A"}).value();
  const std::string both = folder.Write("both.pem", a.Pem() + PrivateKeyPem(a.private_key));
  const std::string path = folder.path("both.p12");
  Run({"openssl", "pkcs12", "-export", "-in", both, "-passout", "pass:", "-out", path});
  const std::string converted = "Convert it: openssl pkcs12 -in FILE -nokeys -out FILE.pem";
  const auto read = ReadCertificateFile(path);
  REQUIRE_FALSE(read.ok());
  CHECK(read.status().message() ==
        path + ": expected certificates in PEM, DER or PKCS#7, got PKCS#12. " + converted);
  const auto bundle = OpenBundle(path);
  REQUIRE_FALSE(bundle.ok());
  CHECK(bundle.status().message() ==
        path + ": expected certificates in PEM, got PKCS#12. " + converted);
}

TEST_CASE("a file without a certificate is refused by name, also as an option") {
  const TemporaryFolder folder;
  const std::string words = folder.Write("words", "nothing here\n");
  const auto none = ReadCertificateFile(words);
  REQUIRE_FALSE(none.ok());
  CHECK(std::string(none.status().message()).starts_with(words + ": "));
  ProbeConfig config;
  config.verify.untrusted_files = {words};
  const auto loaded = Load(config);
  REQUIRE_FALSE(loaded.ok());
  CHECK(std::string(loaded.status().message()).starts_with("-untrusted " + words + ": "));
}

}  // namespace
}  // namespace tlsprobe::testing
