// The XML stream of an XMPP server, as far as it came: what stands directly below <stream:stream>
// (RFC 6120 section 4).
#ifndef TLSPROBE_DIALOGUE_XML_STREAM_H_
#define TLSPROBE_DIALOGUE_XML_STREAM_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tlsprobe {

// A name with its namespace before it, "urn:ietf:params:xml:ns:xmpp-tls|starttls".
struct XmlElement {
  std::string name = {};
  std::vector<std::string> children = {};  // names
  std::string text = {};                   // of itself and all below
  size_t end = 0;                          // offset of the byte behind it
};

struct XmlStream {
  std::vector<XmlElement> elements = {};  // complete ones
  bool ended = false;                     // </stream:stream> came
  std::string error = {};                 // why it is no XML, with the byte; empty while well
};

// ParseXmlStream reads what came from the stream's begin on. DTDs and processing instructions are
// errors (RFC 6120 section 11.1), so nothing can expand.
XmlStream ParseXmlStream(std::string_view received);

// EscapeXml makes text fit for an attribute in single quotes.
std::string EscapeXml(std::string_view text);

}  // namespace tlsprobe

#endif  // TLSPROBE_DIALOGUE_XML_STREAM_H_
