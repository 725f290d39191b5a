#include "tlsprobe/wire/name_format.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/wire/name_options.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/wire/name.h"

using namespace tlsprobe;

namespace {

constexpr uint8_t kUtf8 = 0x0c, kPrintable = 0x13, kTeletex = 0x14, kBmp = 0x1e;

NameAttribute Attribute(std::string_view oid, std::string_view value, uint8_t tag = kUtf8,
                        size_t rdn = 0) {
  return {.rdn = rdn, .oid = std::string(oid), .tag = tag, .value = ToBytes(value)};
}

Name OneName(std::string_view value, uint8_t tag = kUtf8) {
  return {.attributes = {Attribute("2.5.4.3", value, tag)}};
}

// Every kind of separator and field is visible in it.
Name ExampleName() {
  return {.attributes = {Attribute("2.5.4.6", "CH", kPrintable, 0),
                         Attribute("2.5.4.10", "Z\xc3\xbcrich, Lab", kUtf8, 1),
                         Attribute("2.5.4.3", "caf\xe9", kTeletex, 1),
                         Attribute("1.3.6.1.4.1.99999.7", "x", kUtf8, 2)}};
}

std::string Rendered(std::string_view list, const Name& name) {
  const auto format = ParseNameOptions(list);
  REQUIRE(format.ok());
  return RenderName(name, *format);
}

}  // namespace

TEST_CASE("the presets give the forms that they are known for") {
  const Name name = ExampleName();
  CHECK(Rendered("oneline", name) ==
        "C = CH, O = \"Z\\C3\\BCrich, Lab\" + CN = caf\\C3\\A9, 1.3.6.1.4.1.99999.7 = x");
  CHECK(Rendered("oneline", name) == RenderName(name));
  CHECK(Rendered("RFC2253", name) ==
        "1.3.6.1.4.1.99999.7=#0C0178,CN=caf\\C3\\A9+O=Z\\C3\\BCrich\\, Lab,C=CH");
  CHECK(Rendered("multiline", name) ==
        "countryName               = CH\n"
        "organizationName          = Z\\FCrich, Lab + commonName                = caf\\E9\n"
        "1.3.6.1.4.1.99999.7 = x");
  CHECK(Rendered("compat", name) ==
        "C=CH, O=Z\\xC3\\xBCrich, Lab+CN=caf\\xE9/1.3.6.1.4.1.99999.7=x");
  CHECK(RenderName({}, NameFormat{}).empty());
  CHECK(Rendered("compat", {}).empty());
}

TEST_CASE("a list of options adds to the one before it") {
  const auto first = ParseNameOptions("RFC2253");
  REQUIRE(first.ok());
  const auto second = ParseNameOptions("-dn_rev,space_eq", *first);
  REQUIRE(second.ok());
  CHECK(second->flags == ((first->flags & ~uint32_t{kNameReverse}) | kNameSpaceEquals));
  CHECK(ParseNameOptions("sep_multiline", *first)->flags ==
        ((kNameRfc2253 & ~uint32_t{kNameSeparatorMask}) | kNameMultiline));
  // Without one before it nothing is set, and something that separates is needed.
  CHECK(ParseNameOptions("utf8")->flags == (kNameToUtf8 | kNameCommaPlusSpace));
  CHECK(ParseNameOptions("-utf8")->flags == kNameCompat);
}

TEST_CASE("a word that does not exist is named, with those that do") {
  for (const std::string_view list :
       {"bad", "oneline,bad", "-bad", "+bad,oneline", "one line", "--utf8", "no_type", "bad:x"}) {
    CAPTURE(list);
    const auto format = ParseNameOptions(list);
    REQUIRE(!format.ok());
    const std::string message(Message(format.status()));
    CHECK(message.find("esc_2253, esc_2254") != std::string::npos);
    CHECK(message.find("ca_default") != std::string::npos);
  }
  CHECK(Message(ParseNameOptions("utf8,x\x1by").status())
            .starts_with("name options: got \"x\\x1by\", "));
}

TEST_CASE("whatever the format, no control character of a certificate comes through") {
  const std::string_view bad = "a\x1b[31m\x7f\xc2\x9b\xe2\x80\xae\n";
  for (const std::string_view list : kNameOptionLists) {
    CAPTURE(list);
    const std::string text = Rendered(list, OneName(bad));
    for (const std::string_view raw : {"\x1b", "\x7f", "\xc2\x9b", "\xe2\x80\xae", "\n"}) {
      CHECK(text.find(raw) == std::string::npos);
    }
  }
  CHECK(Rendered("utf8", OneName(bad)) == "CN=a\\1B[31m\\7F\\C2\\9B\\E2\\80\\AE\\0A");
  CHECK(Rendered("utf8", OneName("Z\xc3\xbcrich \xf0\x9f\x94\x92")) ==
        "CN=Z\xc3\xbcrich \xf0\x9f\x94\x92");
  // A lone byte that an 8-bit terminal takes for a command; others are Latin-1 that was asked for.
  CHECK(Rendered("ignore_type", OneName("\x9b\xe9", kTeletex)) == "CN=\\9B\xe9");
}

TEST_CASE("a value that is not well-formed is dumped whole, whatever the format") {
  CHECK(Rendered("RFC2253", OneName("odd", kBmp)) == "CN=#1E036F6464");
  CHECK(Rendered("sep_comma_plus", OneName("odd", kBmp)) == "CN=#1E036F6464");
  CHECK(Rendered("utf8", OneName(std::string_view("\xd8\x41", 2), kBmp)) == "CN=#1E02D841");
  CHECK(Rendered("show_type", OneName("\xff")) == "CN=UTF8STRING:#0C01FF");
}

TEST_CASE("a titled name begins on a line of its own where there are lines") {
  const Name name = {.attributes = {Attribute("2.5.4.6", "CH", kPrintable, 0),
                                    Attribute("2.5.4.3", "a", kUtf8, 1)}};
  const auto titled = [&](std::string_view list) {
    return RenderTitledName("subject=", name, ParseNameOptions(list).value());
  };
  CHECK(titled("oneline") == "subject=C = CH, CN = a");
  CHECK(titled("compat") == "subject=/C=CH/CN=a");
  CHECK(titled("multiline,sname,-align") == "subject=\n    C = CH\n    CN = a");
}
