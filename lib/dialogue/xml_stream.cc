#include "tlsprobe/dialogue/xml_stream.h"

#include <expat.h>
#include <fmt/format.h>

#include <memory>

namespace tlsprobe {
namespace {

constexpr char kSeparator = '|';

struct ParserDeleter {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using OwnedParser = std::unique_ptr<XML_ParserStruct, ParserDeleter>;

// What expat calls back into.
struct Reading {
  XML_Parser parser = nullptr;
  XmlStream stream = {};
  XmlElement open = {};  // the element below the stream that has not ended
  int depth = 0;
};

void XMLCALL OnStart(void* data, const XML_Char* name, const XML_Char**) {
  Reading& reading = *static_cast<Reading*>(data);
  if (reading.depth == 1) reading.open = {.name = name};
  if (reading.depth == 2) reading.open.children.emplace_back(name);
  ++reading.depth;
}

void XMLCALL OnEnd(void* data, const XML_Char*) {
  Reading& reading = *static_cast<Reading*>(data);
  --reading.depth;
  if (reading.depth == 0) reading.stream.ended = true;
  if (reading.depth != 1) return;
  reading.open.end = static_cast<size_t>(XML_GetCurrentByteIndex(reading.parser) +
                                         XML_GetCurrentByteCount(reading.parser));
  reading.stream.elements.push_back(std::move(reading.open));
}

void XMLCALL OnText(void* data, const XML_Char* text, int size) {
  Reading& reading = *static_cast<Reading*>(data);
  if (reading.depth > 1) reading.open.text.append(text, static_cast<size_t>(size));
}

void Refuse(Reading& reading, std::string_view what) {
  reading.stream.error = what;
  XML_StopParser(reading.parser, XML_FALSE);
}

void XMLCALL OnDoctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  Refuse(*static_cast<Reading*>(data), "a document type declaration");
}

void XMLCALL OnInstruction(void* data, const XML_Char*, const XML_Char*) {
  Refuse(*static_cast<Reading*>(data), "a processing instruction");
}

}  // namespace

XmlStream ParseXmlStream(std::string_view received) {
  const OwnedParser parser(XML_ParserCreateNS(nullptr, kSeparator));
  Reading reading{.parser = parser.get()};
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(parser.get(), OnStart, OnEnd);
  XML_SetCharacterDataHandler(parser.get(), OnText);
  XML_SetStartDoctypeDeclHandler(parser.get(), OnDoctype);
  XML_SetProcessingInstructionHandler(parser.get(), OnInstruction);
  const XML_Status status =
      XML_Parse(parser.get(), received.data(), static_cast<int>(received.size()), XML_FALSE);
  // Behind the end of the stream may stand what is no XML: that is not the stream's affair.
  if (status == XML_STATUS_ERROR && reading.stream.error.empty() && !reading.stream.ended) {
    reading.stream.error =
        fmt::format("no XML at byte {}: {}", XML_GetCurrentByteIndex(parser.get()),
                    XML_ErrorString(XML_GetErrorCode(parser.get())));
  }
  return std::move(reading.stream);
}

std::string EscapeXml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '\'':
        out += "&apos;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace tlsprobe
