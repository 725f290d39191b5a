#include "tlsprobe/model/verification.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <set>
#include <string_view>

using namespace tlsprobe;

TEST_CASE("codes have OpenSSL's names, texts and alerts") {
  struct Case {
    int code;
    std::string_view name;
    std::string_view text;
    std::string_view text_110;
    int alert;
  };
  const Case row = GENERATE(
      Case{0, "X509_V_OK", "ok", "ok", 46},
      Case{10, "X509_V_ERR_CERT_HAS_EXPIRED", "certificate has expired", "certificate has expired",
           45},
      Case{18, "X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate",
           "self signed certificate", 48},
      Case{20, "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
           "unable to get local issuer certificate", "unable to get local issuer certificate", 48},
      Case{23, "X509_V_ERR_CERT_REVOKED", "certificate revoked", "certificate revoked", 44},
      Case{26, "X509_V_ERR_INVALID_PURPOSE", "unsuitable certificate purpose",
           "unsupported certificate purpose", 43},
      Case{62, "X509_V_ERR_HOSTNAME_MISMATCH", "hostname mismatch", "Hostname mismatch", 42},
      Case{74, "X509_V_ERR_OCSP_VERIFY_FAILED", "OCSP verification failed",
           "OCSP verification failed", 46},
      Case{94, "X509_V_ERR_EC_KEY_EXPLICIT_PARAMS",
           "Certificate public key has explicit ECC parameters",
           "Certificate public key has explicit ECC parameters", 42});
  CAPTURE(row.code);
  CHECK(VerifyCodeName(row.code) == row.name);
  CHECK(VerifyCodeText(row.code) == row.text);
  CHECK(VerifyCodeText110(row.code) == row.text_110);
  CHECK(SslAlertForVerifyCode(row.code) == row.alert);
}

TEST_CASE("all 95 codes of OpenSSL 3.0 are there, each with a name of its own") {
  std::set<std::string_view> names;
  for (int code = 0; code <= 94; ++code) {
    CAPTURE(code);
    CHECK(VerifyCodeName(code).starts_with("X509_V_"));
    CHECK(names.insert(VerifyCodeName(code)).second);
    CHECK_FALSE(VerifyCodeText(code).empty());
  }
}

TEST_CASE("numbers that OpenSSL does not have are unknown, and 65535 is not checked") {
  const int code = GENERATE(-1, 95, 65534, 65536);
  CHECK(VerifyCodeText(code) == "unknown certificate verification error");
  CHECK(VerifyCodeText(65535) == "not checked");
}
