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
