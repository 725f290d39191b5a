#include "tlsprobe/wire/name_value.h"

#include <optional>
#include <string_view>
#include <vector>

#include "fmt/format.h"
#include "tlsprobe/base/hex.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/wire/der.h"
#include "tlsprobe/wire/name_format.h"
#include "tlsprobe/wire/name_text.h"

namespace tlsprobe {
namespace {

constexpr uint8_t kBitString = 0x03;
constexpr uint8_t kGeneralString = 0x1b;
constexpr uint8_t kSequence = 0x30;

constexpr uint32_t kEscapes =
    kNameEscape2253 | kNameEscape2254 | kNameQuote | kNameEscapeControls | kNameEscapeHigh;

// As ASN1_tag2str; the empty ones are "<ASN1 n>".
// clang-format off
constexpr std::string_view kTypeNames[] = {
    "EOC", "BOOLEAN", "INTEGER", "BIT STRING", "OCTET STRING", "NULL", "OBJECT",
    "OBJECT DESCRIPTOR", "EXTERNAL", "REAL", "ENUMERATED", "", "UTF8STRING", "", "", "",
    "SEQUENCE", "SET", "NUMERICSTRING", "PRINTABLESTRING", "T61STRING", "VIDEOTEXSTRING",
    "IA5STRING", "UTCTIME", "GENERALIZEDTIME", "GRAPHICSTRING", "VISIBLESTRING", "GENERALSTRING",
    "UNIVERSALSTRING", "", "BMPSTRING",
};
// clang-format on

std::string TypeName(uint8_t tag) {
  constexpr uint8_t kNumber = 0x1f, kClass = 0xc0;
  const size_t number = tag & kNumber;
  if ((tag & kClass) != 0 || number >= std::size(kTypeNames)) return "(unknown)";
  const std::string_view name = kTypeNames[number];
  return name.empty() ? fmt::format("<ASN1 {}>", number) : std::string(name);
}

Bytes WholeElement(const NameAttribute& attribute) {
  Bytes element;
  AppendDerHeader(element, attribute.tag, attribute.value.size());
  element.insert(element.end(), attribute.value.begin(), attribute.value.end());
  return element;
}

// What OpenSSL keeps of a value: of a BIT STRING not the count of unused bits, of a SEQUENCE the
// header too.
Bytes ContentOf(const NameAttribute& attribute) {
  if (attribute.tag == kSequence) return WholeElement(attribute);
  const bool skip = attribute.tag == kBitString && !attribute.value.empty();
  return {attribute.value.begin() + (skip ? 1 : 0), attribute.value.end()};
}

std::string Dump(const NameAttribute& attribute, uint32_t flags) {
  const bool der = (flags & kNameDumpDer) != 0;
  return "#" + ToHexUpper(der ? WholeElement(attribute) : ContentOf(attribute));
}

// How wide characters are taken to be; nullopt: dump it.
std::optional<int> WidthFor(uint8_t tag, uint32_t flags) {
  if ((flags & kNameDumpAll) != 0) return {};
  if ((flags & kNameIgnoreType) != 0) return 1;
  const int width = CharacterWidth(tag);
  if (width >= 0) return width;
  if ((flags & kNameDumpNoString) != 0) return {};
  return 1;
}

// The next character of UTF-8 that was checked.
uint32_t TakeUtf8(BytesView& rest) {
  const uint8_t first = rest.front();
  const size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  uint32_t character = size == 1 ? first : first & (0x7fu >> size);
  for (const uint8_t byte : rest.first(size).subspan(1)) character = character << 6 | (byte & 0x3f);
  rest = rest.subspan(size);
  return character;
}

uint32_t TakeWide(BytesView& rest, size_t width) {
  uint32_t character = 0;
  for (const uint8_t byte : rest.first(width)) character = character << 8 | byte;
  rest = rest.subspan(width);
  return character;
}

// The characters to escape one by one: bytes of UTF-8 where that is asked for. Nullopt: not
// well-formed.
std::optional<std::vector<uint32_t>> CharactersOf(const NameAttribute& attribute, int width,
                                                  uint32_t flags) {
  Bytes content = ContentOf(attribute);
  if ((flags & kNameToUtf8) != 0) {
    if (width > 1) {
      const std::optional<std::string> text = StringToUtf8(attribute.tag, content);
      if (!text) return {};
      content = ToBytes(*text);
    } else if (width == 1) {
      content = ToBytes(Latin1ToUtf8(content));
    }
    width = 1;
  }
  if (width == 0 && !IsUtf8(AsText(content))) return {};
  if (width > 1 && content.size() % static_cast<size_t>(width) != 0) return {};
  std::vector<uint32_t> characters;
  for (BytesView rest = content; !rest.empty();) {
    characters.push_back(width == 0 ? TakeUtf8(rest) : TakeWide(rest, static_cast<size_t>(width)));
  }
  return characters;
}

// RFC 2253 section 2.4: characters with a meaning anywhere, at the begin, at the end. A lone
// character counts as the last only, which is why a lone '#' goes unescaped.
bool Has2253Meaning(char c, bool first, bool last) {
  if (std::string_view("\",+<>;\\").find(c) != std::string_view::npos) return true;
  if (c == ' ') return first || last;
  return c == '#' && first && !last;
}

// Those that quotes around the value make harmless.
bool QuotesHelp(char c) { return c != '"' && c != '\\'; }

bool NeedsHex(uint8_t byte, uint32_t flags) {
  if (byte >= 0x80) return (flags & kNameEscapeHigh) != 0;
  const bool control = byte < 0x20 || byte == 0x7f;
  if (control && (flags & kNameEscapeControls) != 0) return true;
  const bool has_2254_meaning =
      byte == 0 || byte == '*' || byte == '(' || byte == ')' || byte == '\\';
  return has_2254_meaning && (flags & kNameEscape2254) != 0;
}

class ValueWriter {
 public:
  explicit ValueWriter(uint32_t flags) : flags_(flags) {}

  void Add(uint32_t character, bool first, bool last) {
    if (character > 0xffff) {
      out_ += fmt::format("\\W{:08X}", character);
    } else if (character > 0xff) {
      out_ += fmt::format("\\U{:04X}", character);
    } else {
      AddByte(static_cast<uint8_t>(character), first, last);
    }
  }

  std::string Finish() && {
    if (quoted_) return '"' + std::move(out_) + '"';
    return std::move(out_);
  }

 private:
  void AddByte(uint8_t byte, bool first, bool last) {
    const char c = static_cast<char>(byte);
    const bool escaped = (flags_ & kNameEscape2253) != 0 && Has2253Meaning(c, first, last);
    if (escaped && (flags_ & kNameQuote) != 0 && QuotesHelp(c)) {
      quoted_ = true;
      out_ += c;
    } else if (!escaped && NeedsHex(byte, flags_)) {
      out_ += fmt::format("\\{:02X}", byte);
    } else {
      // Where anything is escaped the escape character is, too.
      if (escaped || (c == '\\' && (flags_ & kEscapes) != 0)) out_ += '\\';
      out_ += c;
    }
  }

  uint32_t flags_;
  std::string out_ = {};
  bool quoted_ = false;
};

// What would steer a terminal. Other bytes that are not UTF-8 are Latin-1 and stay: they were asked
// for.
bool IsUnsafe(std::string_view character) {
  if (IsUtf8(character)) return EscapeControls(character) != character;
  const auto byte = static_cast<uint8_t>(character.front());
  return byte >= 0x80 && byte <= 0x9f;
}

std::string WithoutControls(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto lead = static_cast<uint8_t>(text.front());
    std::string_view character = text.substr(0, lead < 0xc0   ? 1
                                                : lead < 0xe0 ? 2
                                                : lead < 0xf0 ? 3
                                                              : 4);
    if (!IsUtf8(character)) character = text.substr(0, 1);
    if (IsUnsafe(character)) {
      for (const char c : character) out += fmt::format("\\{:02X}", static_cast<uint8_t>(c));
    } else {
      out += character;
    }
    text.remove_prefix(character.size());
  }
  return out;
}

}  // namespace

std::string NameValue(const NameAttribute& attribute, uint32_t flags) {
  std::string out;
  if ((flags & kNameShowType) != 0) out = TypeName(attribute.tag) + ":";
  const std::optional<int> width = WidthFor(attribute.tag, flags);
  if (!width) return out + Dump(attribute, flags);
  const auto characters = CharactersOf(attribute, *width, flags);
  if (!characters) return out + Dump(attribute, flags | kNameDumpDer);
  ValueWriter writer(flags);
  for (size_t i = 0; i < characters->size(); ++i) {
    writer.Add((*characters)[i], i == 0, i + 1 == characters->size());
  }
  constexpr uint32_t kNothingRaw = kNameEscapeControls | kNameEscapeHigh;
  const std::string value = std::move(writer).Finish();
  return out + ((flags & kNothingRaw) == kNothingRaw ? value : WithoutControls(value));
}

// OpenSSL sees bytes only. GeneralString with nothing but zeros in three of four bytes is taken for
// UCS-4.
std::string SlashValue(const NameAttribute& attribute, std::string_view separators) {
  const Bytes content = ContentOf(attribute);
  bool only_fourth = attribute.tag == kGeneralString && content.size() % 4 == 0;
  for (size_t i = 0; only_fourth && i < content.size(); ++i) {
    only_fourth = i % 4 == 3 || content[i] == 0;
  }
  std::string out;
  for (size_t i = only_fourth ? 3 : 0; i < content.size(); i += only_fourth ? 4 : 1) {
    const char c = static_cast<char>(content[i]);
    if (c < ' ' || c > '~') {
      out += fmt::format("\\x{:02X}", content[i]);
      continue;
    }
    if (separators.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

}  // namespace tlsprobe
