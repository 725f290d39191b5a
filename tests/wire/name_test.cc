#include "tlsprobe/wire/name.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "fmt/format.h"
#include "tests/wire/testdata.h"
#include "tlsprobe/base/hex.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"

using namespace tlsprobe;

namespace {

constexpr uint8_t kUtf8 = 0x0c, kPrintable = 0x13, kTeletex = 0x14, kGeneral = 0x1b, kBmp = 0x1e;

NameAttribute Attribute(std::string_view oid, std::string_view value, uint8_t tag = kUtf8,
                        size_t rdn = 0) {
  return {.rdn = rdn, .oid = std::string(oid), .tag = tag, .value = ToBytes(value)};
}

Name OneName(std::string_view value, uint8_t tag = kUtf8) {
  return {.attributes = {Attribute("2.5.4.3", value, tag)}};
}

Bytes Der(std::string_view hex) { return FromHex(hex).value(); }

}  // namespace

TEST_CASE("names are printed and hashed as openssl x509 does, hostile ones too") {
  const std::vector<Bytes> certificates = TestdataBlocks("hostile_names.pems");
  const std::string expected = ReadTestdata("hostile_names.expected");
  std::vector<std::string_view> lines = Split(expected, '\n');
  REQUIRE(lines.size() == certificates.size() + 1);
  for (size_t i = 0; i < certificates.size(); ++i) {
    const auto certificate = ParseCertificate(certificates[i]);
    REQUIRE(certificate.ok());
    const Name& subject = (*certificate)->subject;
    CHECK(fmt::format("{:08x} {}", NameHash(subject.der), RenderName(subject)) == lines[i]);
  }
}

TEST_CASE("OpenSSL 1.1.0's standard output has names with slashes, byte for byte") {
  const Name name = {.attributes = {Attribute("2.5.4.6", "CH", kPrintable, 0),
                                    Attribute("2.5.4.10", "a/b\n\xc3\xa9", kUtf8, 1),
                                    Attribute("2.5.4.3", "c", kUtf8, 1),
                                    Attribute("1.3.6.1.4.1.99999.1", "d", kUtf8, 2)}};
  CHECK(RenderName(name, NameStyle::kSlash) ==
        "/C=CH/O=a/b\\x0A\\xC3\\xA9/CN=c/1.3.6.1.4.1.99999.1=d");
  CHECK(RenderName({}, NameStyle::kSlash).empty());
  const std::string_view wide("\0\0\0a\0\0\0b", 8);
  CHECK(RenderName(OneName(wide, kGeneral), NameStyle::kSlash) == "/CN=ab");
  CHECK(RenderName(OneName(wide, kBmp), NameStyle::kSlash) ==
        "/CN=\\x00\\x00\\x00a\\x00\\x00\\x00b");
}

TEST_CASE("the style of OpenSSL 3.2 keeps UTF-8 readable and control characters out") {
  const Name name = {.attributes = {Attribute("2.5.4.6", "CH", kPrintable, 0),
                                    Attribute("2.5.4.10", "Z\xc3\xbcrich, Lab", kUtf8, 1),
                                    Attribute("2.5.4.3", "caf\xe9", kTeletex, 1)}};
  CHECK(RenderName(name, NameStyle::kCompact) == "C=CH, O=Z\xc3\xbcrich, Lab + CN=caf\xc3\xa9");
  for (const std::string_view bad : {"\x1b[31m", "\xff", "\xe2\x80\xae"}) {
    const std::string text = RenderName(OneName(bad), NameStyle::kCompact);
    CAPTURE(text);
    CHECK(text.find(bad) == std::string::npos);
    CHECK(text.find("\\x") != std::string::npos);
  }
}

TEST_CASE("a value that is not well-formed is dumped in hex, as one of no string type") {
  CHECK(RenderName(OneName("odd", kBmp)) == "CN = #1E036F6464");
  CHECK(RenderName(OneName("\x05", 0x02)) == "CN = #020105");
  CHECK(RenderName(OneName("\xff")) == "CN = \\FF");
}

TEST_CASE("what a name is called by is its last common name, or its last attribute") {
  Name name = {.attributes = {Attribute("2.5.4.3", "first"), Attribute("2.5.4.3", "second"),
                              Attribute("2.5.4.10", "Lab")}};
  CHECK(CommonName(name) == "second");
  CHECK(ShortSubject(name) == "second");
  name.attributes = {Attribute("2.5.4.6", "CH"), Attribute("2.5.4.10", "Lab")};
  CHECK(CommonName(name).empty());
  CHECK(ShortSubject(name) == "Lab");
  CHECK(ShortSubject({}).empty());
}

TEST_CASE("attribute values become UTF-8, by Latin-1 where nothing else fits") {
  CHECK(AttributeText(Attribute("2.5.4.3", std::string_view("\x04\x1f\x04\x40", 4), kBmp)) ==
        "\xd0\x9f\xd1\x80");
  CHECK(AttributeText(Attribute("2.5.4.3", std::string_view("\xd8\x41", 2), kBmp)) ==
        "\xc3\x98"
        "A");
  CHECK(AttributeText(Attribute("2.5.4.3", "caf\xe9", kUtf8)) == "caf\xc3\xa9");
  CHECK(AttributeText(Attribute("2.5.4.3", std::string_view("a\0b", 3))) ==
        std::string_view("a\0b", 3));
}

TEST_CASE("a name is taken apart into its RDNs") {
  // SEQUENCE { SET { CN=a, O=b }, SET {}, SET { C=CH } }
  const Bytes der =
      Der("30243114300806035504030c0161300806035504"
          "0a0c01623100310a30080603550406130143");
  const auto name = ParseName(der);
  REQUIRE(name.ok());
  CHECK(name->der == der);
  REQUIRE(name->attributes.size() == 3);
  CHECK(name->attributes[0].rdn == 0);
  CHECK(name->attributes[1].rdn == 0);
  CHECK(name->attributes[1].oid == "2.5.4.10");
  CHECK(name->attributes[2].rdn == 2);
  CHECK(name->attributes[2].tag == kPrintable);
  CHECK(RenderName(*name) == "CN = a + O = b, C = C");
}

TEST_CASE("what is no name is refused with the place, and hashed as it is") {
  const std::string_view hex = GENERATE(
      as<std::string_view>{}, "", "31020500", "300200", "3000ff", "30020500", "300431023000",
      "30063104300206005", "300c310a300806035504030c01", "300e310c300a06035504030c0161050");
  CAPTURE(hex);
  const Bytes der = Der(hex.substr(0, hex.size() & ~size_t{1}));
  const auto name = ParseName(der);
  REQUIRE(name.status().code() == absl::StatusCode::kInvalidArgument);
  CHECK(Message(name.status()).starts_with("name: expected "));
  CHECK(CanonicalName(der) == der);
}

TEST_CASE("canonical names fold blanks and ASCII letters and forget the string type") {
  const auto same = OddCertificate("same_name_other_case");
  CHECK(same->subject.der != same->issuer.der);
  CHECK(CanonicalName(same->subject.der) == CanonicalName(same->issuer.der));
  CHECK(same->self_issued);
  CHECK(CanonicalName(Der("3000")).empty());
}
