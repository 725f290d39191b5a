// STARTTLS of XMPP between client and server and between servers (RFC 6120 section 5). We speak
// first.
#include <fmt/format.h>

#include <algorithm>

#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/dialogues.h"
#include "tlsprobe/dialogue/xml_stream.h"

namespace tlsprobe {
namespace {

constexpr std::string_view kFeatures = "http://etherx.jabber.org/streams|features";
constexpr std::string_view kStreamError = "http://etherx.jabber.org/streams|error";
constexpr std::string_view kStartTls = "urn:ietf:params:xml:ns:xmpp-tls|starttls";
constexpr std::string_view kProceed = "urn:ietf:params:xml:ns:xmpp-tls|proceed";

std::string_view LocalName(std::string_view name) { return name.substr(name.rfind('|') + 1); }

// The server's half of the stream, taken element by element.
class Reader {
 public:
  explicit Reader(Script& script)
      : script_(script), stream_(ParseXmlStream(AsText(script.unread()))) {}

  // The next element, which must be `wanted`.
  const XmlElement* Read(std::string_view wanted, std::string_view expected) {
    if (next_ == stream_.elements.size()) return Missing(expected);
    const XmlElement& element = stream_.elements[next_];
    if (!script_.Text(element.end - taken_, expected)) return nullptr;
    ++next_;
    taken_ = element.end;
    if (element.name == wanted) return &element;
    script_.Fail(DialogueFailure::Kind::kRefused, expected, Describe(element),
                 element.name == kStreamError
                     ? "The server does not take this stream: is the domain one of its own "
                       "(-xmpphost)?"
                     : "The server cannot start TLS now: look at its key and its log.");
    return nullptr;
  }

 private:
  const XmlElement* Missing(std::string_view expected) {
    if (!stream_.error.empty()) {
      script_.Fail(DialogueFailure::Kind::kGarbled, expected, stream_.error,
                   "Is this an XMPP server?");
    } else if (stream_.ended) {
      script_.Fail(DialogueFailure::Kind::kClosed, expected, "the end of the stream");
    } else {
      script_.NeedMore(expected);
    }
    return nullptr;
  }

  static std::string Describe(const XmlElement& element) {
    std::string text = fmt::format("<{}>", Escape(LocalName(element.name)));
    for (const std::string& child : element.children) {
      text += fmt::format(" {}", Escape(LocalName(child)));
    }
    if (!element.text.empty()) text += fmt::format(" \"{}\"", Escape(element.text));
    return text;
  }

  Script& script_;
  const XmlStream stream_;
  size_t next_ = 0;
  size_t taken_ = 0;
};

// Opens a stream; what the server offers on it.
const XmlElement* OpenStream(Script& script, Reader& reader, std::string_view kind,
                             const DialogueInput& input) {
  script.Send(
      fmt::format("<?xml version='1.0'?><stream:stream xmlns='jabber:{}' "
                  "xmlns:stream='http://etherx.jabber.org/streams' to='{}' version='1.0'>",
                  kind, EscapeXml(input.xmpp_domain)));
  const XmlElement* features = reader.Read(kFeatures, "<stream:features> after our stream header");
  if (features == nullptr) return nullptr;
  for (const std::string& child : features->children) script.Offer(LocalName(child));
  return features;
}

void RunXmpp(Script& script, std::string_view kind, const DialogueInput& input) {
  Reader reader(script);
  const XmlElement* features = OpenStream(script, reader, kind, input);
  if (features == nullptr) return;
  const bool offered = std::ranges::find(features->children, kStartTls) != features->children.end();
  if (!offered &&
      !script.TryUnoffered("<starttls/>", "Switch TLS on in the server's configuration.")) {
    return;
  }
  script.Send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
  reader.Read(kProceed, "<proceed/> after <starttls/>");
}

void Ask(Script& script, std::string_view kind, const DialogueInput& input) {
  Reader reader(script);
  OpenStream(script, reader, kind, input);
}

}  // namespace

void RunXmppClient(Script& script, const DialogueInput& input) { RunXmpp(script, "client", input); }
void RunXmppServer(Script& script, const DialogueInput& input) { RunXmpp(script, "server", input); }
void AskXmppClient(Script& script, const DialogueInput& input) { Ask(script, "client", input); }
void AskXmppServer(Script& script, const DialogueInput& input) { Ask(script, "server", input); }

}  // namespace tlsprobe
