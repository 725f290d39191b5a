#include "tlsprobe/dialogue/xml_stream.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

namespace tlsprobe {
namespace {

const std::string kHead = "<s:stream xmlns='jabber:client' xmlns:s='urn:s'>";

TEST_CASE("elements below the stream come with namespace, children, text and end") {
  const std::string element = "<s:features>some <a/><b xmlns='urn:b'>words<c/></b></s:features>";
  const XmlStream stream = ParseXmlStream(kHead + element + "<half");
  REQUIRE(stream.elements.size() == 1);
  CHECK(stream.elements[0].name == "urn:s|features");
  CHECK(stream.elements[0].children == std::vector<std::string>{"jabber:client|a", "urn:b|b"});
  CHECK(stream.elements[0].text == "some words");
  CHECK(stream.elements[0].end == kHead.size() + element.size());
  CHECK(stream.error.empty());
  CHECK_FALSE(stream.ended);
}

TEST_CASE("an element is there only once it has ended, whatever is missing") {
  const std::string element = "<a><b/></a>";
  for (size_t size = 0; size < element.size(); ++size) {
    const XmlStream stream = ParseXmlStream(kHead + element.substr(0, size));
    CHECK(stream.elements.empty());
    CHECK(stream.error.empty());
  }
  CHECK(ParseXmlStream(kHead + element).elements.size() == 1);
}

TEST_CASE("what is no XML, or asks for more than XML, is an error") {
  CHECK(ParseXmlStream("220 smtp").error.starts_with("no XML at byte 0"));
  CHECK(ParseXmlStream("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>").error ==
        "a document type declaration");
  CHECK(ParseXmlStream(kHead + "<?php ?>").error == "a processing instruction");
  CHECK(ParseXmlStream(kHead + "<a></b>").error.find("mismatched tag") != std::string::npos);
}

TEST_CASE("what stands behind the end of the stream does not spoil it") {
  const XmlStream stream = ParseXmlStream(kHead + "<a/></s:stream>\x16\x03\x01");
  CHECK(stream.ended);
  CHECK(stream.elements.size() == 1);
  CHECK(stream.error.empty());
}

TEST_CASE("text becomes fit for an attribute") {
  CHECK(EscapeXml("a&b<c>'d'\"e\"") == "a&amp;b&lt;c>&apos;d&apos;\"e\"");
}

}  // namespace
}  // namespace tlsprobe
