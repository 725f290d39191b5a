#include "tlsprobe/wire/oid_text.h"

#include <catch2/catch_test_macros.hpp>
#include <string_view>

namespace tlsprobe {
namespace {

TEST_CASE("a dotted identifier is itself") {
  CHECK(OidFromText("2.23.140.1.2.1") == "2.23.140.1.2.1");
  CHECK(OidFromText("1.2") == "1.2");
  for (const std::string_view text : {"2.25.329800735698586629295641978511506172918",
                                      "1.2.3.18446744073709551616", "2.999.340282366920938463"}) {
    CHECK(OidFromText(text) == text);
  }
}

TEST_CASE("a name that OpenSSL has is looked up, short or long") {
  CHECK(OidFromText("serverAuth") == "1.3.6.1.5.5.7.3.1");
  CHECK(OidFromText("TLS Web Server Authentication") == "1.3.6.1.5.5.7.3.1");
  CHECK(OidFromText("anyPolicy") == "2.5.29.32.0");
  CHECK(OidFromText("organizationIdentifier") == "2.5.4.97");
}

TEST_CASE("what is neither is none") {
  for (const std::string_view text :
       {"", "foo", "1", "1.", ".1", "1..2", "1.2.x", "3.1", "1.40", "-1.2", "1.2 ",
        "1.2.3.4.999999999999999999999999999999999999999"}) {
    CAPTURE(text);
    CHECK(OidFromText(text) == std::nullopt);
  }
  CHECK(OidFromText(std::string_view("1.2\0.3", 6)) == std::nullopt);
}

}  // namespace
}  // namespace tlsprobe
