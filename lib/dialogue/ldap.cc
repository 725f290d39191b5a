// StartTLS of LDAP (RFC 4511 section 4.14). We speak first; both sides in BER.
#include <fmt/format.h>

#include <algorithm>

#include "tlsprobe/base/text.h"
#include "tlsprobe/dialogue/dialogues.h"

namespace tlsprobe {
namespace {

// LDAPMessage { messageID 1, extendedReq { requestName 1.3.6.1.4.1.1466.20037 } }
constexpr uint8_t kRequest[] = {0x30, 0x1d, 0x02, 0x01, 0x01, 0x77, 0x18, 0x80, 0x16, '1', '.',
                                '3',  '.',  '6',  '.',  '1',  '.',  '4',  '.',  '1',  '.', '1',
                                '4',  '6',  '6',  '.',  '2',  '0',  '0',  '3',  '7'};

constexpr uint8_t kSequence = 0x30, kInteger = 0x02, kEnumerated = 0x0a, kOctetString = 0x04,
                  kSet = 0x31;
// [APPLICATION n], constructed.
constexpr uint8_t kSearchRequest = 0x63, kSearchResultEntry = 0x64, kSearchResultDone = 0x65,
                  kExtendedResponse = 0x78;
constexpr uint8_t kPresent = 0x87;  // [7] of a Filter

struct ResultName {
  uint64_t code;
  std::string_view name;
};
// RFC 4511 section 4.1.9, those a server answers StartTLS with.
constexpr ResultName kResults[] = {
    {0, "success"},
    {1, "operationsError"},
    {2, "protocolError"},
    {3, "timeLimitExceeded"},
    {7, "authMethodNotSupported"},
    {8, "strongerAuthRequired"},
    {10, "referral"},
    {12, "unavailableCriticalExtension"},
    {13, "confidentialityRequired"},
    {50, "insufficientAccessRights"},
    {51, "busy"},
    {52, "unavailable"},
    {53, "unwillingToPerform"},
    {80, "other"},
};

std::string NameOf(uint64_t code) {
  const auto* row = std::ranges::find(kResults, code, &ResultName::code);
  return fmt::format("{} ({})", row == std::end(kResults) ? "result" : row->name, code);
}

// The head of every answer that ends an operation (LDAPResult).
struct Response {
  uint64_t result = 0;
  std::string words = {};
};

// The head of the BER element that `bytes` begin with. Lengths are not always the shortest that
// would do (Active Directory writes four bytes), which is why this is no DER.
struct Head {
  bool complete = false;  // false: more bytes are needed to tell
  size_t head = 0;
  size_t body = 0;
};
std::optional<Head> ReadHead(BytesView bytes, uint8_t tag) {
  constexpr uint8_t kLong = 0x80;
  if (bytes.empty()) return Head{};
  if (bytes[0] != tag) return std::nullopt;
  if (bytes.size() < 2) return Head{};
  if (bytes[1] < kLong) return Head{true, 2, bytes[1]};
  const size_t count = bytes[1] - size_t{kLong};
  if (count == 0 || count > 4) return std::nullopt;
  if (bytes.size() < 2 + count) return Head{};
  size_t size = 0;
  for (size_t i = 0; i < count; ++i) size = size << 8 | bytes[2 + i];
  return Head{true, 2 + count, size};
}

// Takes an element off the front of `in`; nullopt where it is not of that tag, or not whole.
std::optional<BytesView> TakeElement(BytesView& in, uint8_t tag) {
  const std::optional<Head> head = ReadHead(in, tag);
  if (!head || !head->complete || in.size() - head->head < head->body) return std::nullopt;
  const BytesView body = in.subspan(head->head, head->body);
  in = in.subspan(head->head + head->body);
  return body;
}

std::optional<uint64_t> TakeNumber(BytesView& in, uint8_t tag) {
  const std::optional<BytesView> body = TakeElement(in, tag);
  if (!body || body->empty() || body->size() > 4) return std::nullopt;
  uint64_t number = 0;
  for (const uint8_t byte : *body) number = number << 8 | byte;
  return number;
}

// One LDAPMessage, apart.
struct Message {
  BytesView whole = {};
  uint64_t id = 0;
  BytesView operation = {};
};

// Nullopt: it is not here yet, or is none, and the dialogue has failed.
std::optional<Message> ReadMessage(Script& script, std::string_view expected) {
  constexpr std::string_view kAdvice = "Is this an LDAP server?";
  const std::optional<Head> head = ReadHead(script.unread(), kSequence);
  if (!head) {
    script.FailGarbled(expected, script.unread().first(1), kAdvice);
    return std::nullopt;
  }
  if (!head->complete) {
    script.NeedMore(expected);
    return std::nullopt;
  }
  const std::optional<BytesView> whole = script.Exactly(head->head + head->body, expected);
  if (!whole) return std::nullopt;
  BytesView rest = *whole;
  std::optional<BytesView> body = TakeElement(rest, kSequence);
  const std::optional<uint64_t> id = body ? TakeNumber(*body, kInteger) : std::nullopt;
  if (id) return Message{.whole = *whole, .id = *id, .operation = *body};
  script.FailGarbled(expected, *whole, kAdvice);
  return std::nullopt;
}

// The LDAPResult in the operation of that tag; nullopt where it is another one.
std::optional<Response> ParseResponse(BytesView operation, uint8_t tag) {
  std::optional<BytesView> response = TakeElement(operation, tag);
  if (!response) return std::nullopt;
  const std::optional<uint64_t> result = TakeNumber(*response, kEnumerated);
  const std::optional<BytesView> matched_dn = TakeElement(*response, kOctetString);
  const std::optional<BytesView> words = TakeElement(*response, kOctetString);
  if (!result || !matched_dn || !words) return std::nullopt;
  return Response{.result = *result, .words = std::string(AsText(*words))};
}

std::string Describe(const Response& response) {
  return fmt::format("{} \"{}\"", NameOf(response.result), Escape(response.words));
}

// One short element, as all of ours are.
std::string Element(uint8_t tag, std::string_view content) {
  return fmt::format("{}{}{}", static_cast<char>(tag), static_cast<char>(content.size()), content);
}

// The root of the directory and what it says it can do (RFC 4512 section 5.1), as message 2.
std::string RootSearch() {
  const std::string zero(1, '\0');
  const std::string search = Element(kOctetString, "") +         // baseObject
                             Element(kEnumerated, zero) +        // scope: baseObject
                             Element(kEnumerated, zero) +        // derefAliases: never
                             Element(kInteger, zero) +           // sizeLimit
                             Element(kInteger, zero) +           // timeLimit
                             Element(0x01, zero) +               // typesOnly: false
                             Element(kPresent, "objectClass") +  // filter
                             Element(kSequence, Element(kOctetString, "supportedSASLMechanisms") +
                                                    Element(kOctetString, "supportedExtension"));
  return Element(kSequence, Element(kInteger, "\2") + Element(kSearchRequest, search));
}

// "supportedExtension: 1.3.6.1.4.1.1466.20037", one for each value of the entry. What is not whole
// ends it.
void OfferAttributes(Script& script, BytesView operation) {
  std::optional<BytesView> entry = TakeElement(operation, kSearchResultEntry);
  if (!entry || !TakeElement(*entry, kOctetString)) return;
  std::optional<BytesView> attributes = TakeElement(*entry, kSequence);
  while (attributes && !attributes->empty()) {
    std::optional<BytesView> attribute = TakeElement(*attributes, kSequence);
    if (!attribute) return;
    const std::optional<BytesView> type = TakeElement(*attribute, kOctetString);
    std::optional<BytesView> values = TakeElement(*attribute, kSet);
    while (type && values && !values->empty()) {
      const std::optional<BytesView> value = TakeElement(*values, kOctetString);
      if (!value) return;
      script.Offer(fmt::format("{}: {}", AsText(*type), AsText(*value)));
    }
  }
}

}  // namespace

void RunLdap(Script& script, const DialogueInput&) {
  constexpr std::string_view kExpected = "an ExtendedResponse with success (0)";
  script.Send(BytesView(kRequest));
  const std::optional<Message> message = ReadMessage(script, kExpected);
  if (!message) return;
  const std::optional<Response> response = ParseResponse(message->operation, kExtendedResponse);
  const bool ours = message->id == 1;
  if (!response || (response->result == 0 && !ours)) {
    script.FailGarbled(kExpected, message->whole, "Is this an LDAP server?");
    return;
  }
  // Message 0 is the notice that the server hangs up (RFC 4511 section 4.4).
  if (response->result == 0) return;
  script.Fail(DialogueFailure::Kind::kRefused, kExpected, Describe(*response),
              "Give the server a certificate and a key; the log says why it does not start TLS.");
}

void AskLdap(Script& script, const DialogueInput&) {
  constexpr std::string_view kExpected = "the root of the directory";
  script.Send(AsBytes(RootSearch()));
  while (true) {
    const std::optional<Message> message = ReadMessage(script, kExpected);
    if (!message) return;
    const auto done = ParseResponse(message->operation, kSearchResultDone);
    if (done && done->result == 0) return;
    if (done) {
      script.Fail(DialogueFailure::Kind::kRefused, kExpected, Describe(*done));
      return;
    }
    OfferAttributes(script, message->operation);
  }
}

}  // namespace tlsprobe
