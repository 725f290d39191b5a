#include <catch2/catch_test_macros.hpp>
#include <map>

#include "fmt/format.h"
#include "tlsprobe/wire/tls_names.h"

using namespace tlsprobe;

TEST_CASE("alerts have IANA's names") {
  CHECK(AlertName(0) == "close_notify");
  CHECK(AlertName(40) == "handshake_failure");
  CHECK(AlertName(90) == "user_canceled");
  CHECK(AlertName(121) == "ech_required");
  CHECK(AlertName(200) == "0xc8");
}

TEST_CASE("the reasons of all 256 alerts are OpenSSL's") {
  // What ERR_reason_error_string of OpenSSL 3.0 gives for 1000 and the alert's number.
  const std::map<int, std::string> openssl = {
      {10, "sslv3 alert unexpected message"},
      {20, "sslv3 alert bad record mac"},
      {21, "tlsv1 alert decryption failed"},
      {22, "tlsv1 alert record overflow"},
      {30, "sslv3 alert decompression failure"},
      {40, "sslv3 alert handshake failure"},
      {41, "sslv3 alert no certificate"},
      {42, "sslv3 alert bad certificate"},
      {43, "sslv3 alert unsupported certificate"},
      {44, "sslv3 alert certificate revoked"},
      {45, "sslv3 alert certificate expired"},
      {46, "sslv3 alert certificate unknown"},
      {47, "sslv3 alert illegal parameter"},
      {48, "tlsv1 alert unknown ca"},
      {49, "tlsv1 alert access denied"},
      {50, "tlsv1 alert decode error"},
      {51, "tlsv1 alert decrypt error"},
      {60, "tlsv1 alert export restriction"},
      {70, "tlsv1 alert protocol version"},
      {71, "tlsv1 alert insufficient security"},
      {80, "tlsv1 alert internal error"},
      {86, "tlsv1 alert inappropriate fallback"},
      {90, "tlsv1 alert user cancelled"},
      {100, "tlsv1 alert no renegotiation"},
      {109, "tlsv13 alert missing extension"},
      {110, "tlsv1 unsupported extension"},
      {111, "tlsv1 certificate unobtainable"},
      {112, "tlsv1 unrecognized name"},
      {113, "tlsv1 bad certificate status response"},
      {114, "tlsv1 bad certificate hash value"},
      {115, "tlsv1 alert unknown psk identity"},
      {116, "tlsv13 alert certificate required"},
      {120, "tlsv1 alert no application protocol"},
  };
  for (int number = 0; number < 256; ++number) {
    const auto row = openssl.find(number);
    const std::string expected =
        row == openssl.end() ? fmt::format("reason({})", 1000 + number) : row->second;
    CHECK(OpenSslAlertReason(static_cast<uint8_t>(number)) == expected);
  }
}

TEST_CASE("there is advice for every alert, also those without a name, and it is a sentence") {
  for (int number = 0; number < 256; ++number) {
    CAPTURE(number);
    CHECK(AlertAdvice(static_cast<uint8_t>(number)).ends_with("."));
  }
}

TEST_CASE("no advice names versions that may have been offered already") {
  CHECK(AlertAdvice(70).find("-tls1") == std::string_view::npos);
}
