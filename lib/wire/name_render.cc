// Names as OpenSSL's programs print them: X509_NAME_print_ex with XN_FLAG_ONELINE, the default of
// 3.2 and later, and X509_NAME_oneline.
#include <algorithm>

#include "tlsprobe/base/hex.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/wire/der.h"
#include "tlsprobe/wire/name.h"
#include "tlsprobe/wire/name_text.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

constexpr char kHexDigits[] = "0123456789ABCDEF";

void AppendHex(std::string& out, std::string_view prefix, uint8_t byte) {
  out += prefix;
  out += kHexDigits[byte >> 4];
  out += kHexDigits[byte & 0x0f];
}

// "#" and the whole element in hex (RFC 2253 section 2.4).
std::string DumpElement(const NameAttribute& attribute) {
  Bytes header;
  AppendDerHeader(header, attribute.tag, attribute.value.size());
  return "#" + ToHexUpper(header) + ToHexUpper(attribute.value);
}

// The value as UTF-8 bytes, unchecked: a UTF8String goes through as it was sent.
std::optional<std::string> PrintableBytes(const NameAttribute& attribute) {
  if (CharacterWidth(attribute.tag) == 0) return std::string(AsText(attribute.value));
  return StringToUtf8(attribute.tag, attribute.value);
}

// Whether a character takes quotes: anywhere, or as the first or last of the value. A lone
// character counts as last only, which is why a lone '#' goes unquoted.
bool NeedsQuotes(std::string_view text) {
  if (text.find_first_of(",+<>;") != std::string_view::npos) return true;
  if (text.empty()) return false;
  if (text.back() == ' ') return true;
  return text.size() > 1 && (text.front() == ' ' || text.front() == '#');
}

// ASN1_STRFLGS_RFC2253 | ASN1_STRFLGS_ESC_QUOTE: the value goes into quotes where RFC 2253 would
// put a backslash before one of its characters, save that a quote or backslash gets one.
std::string OnelineValue(const NameAttribute& attribute) {
  const std::optional<std::string> text = PrintableBytes(attribute);
  if (!text) return DumpElement(attribute);
  std::string out;
  const bool quoted = NeedsQuotes(*text);
  if (quoted) out += '"';
  for (const char c : *text) {
    const auto byte = static_cast<uint8_t>(c);
    if (byte < 0x20 || byte >= 0x7f) {
      AppendHex(out, "\\", byte);
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  if (quoted) out += '"';
  return out;
}

// OpenSSL 3.2 and later print the text as it is. Here control characters are escaped and what is
// not UTF-8 too: it goes to terminals.
std::string CompactValue(const NameAttribute& attribute) {
  return EscapeControls(PrintableBytes(attribute).value_or(Latin1ToUtf8(attribute.value)));
}

// X509_NAME_oneline sees bytes only. GeneralString with nothing but zeros in three of four bytes
// is taken for UCS-4.
std::string SlashValue(const NameAttribute& attribute) {
  constexpr uint8_t kGeneralString = 0x1b;
  const Bytes& value = attribute.value;
  bool only_fourth = attribute.tag == kGeneralString && value.size() % 4 == 0;
  for (size_t i = 0; only_fourth && i < value.size(); ++i) {
    only_fourth = i % 4 == 3 || value[i] == 0;
  }
  std::string out;
  for (size_t i = only_fourth ? 3 : 0; i < value.size(); i += only_fourth ? 4 : 1) {
    const uint8_t byte = value[i];
    if (byte < 0x20 || byte > 0x7e) {
      AppendHex(out, "\\x", byte);
    } else {
      out += static_cast<char>(byte);
    }
  }
  return out;
}

struct StyleRow {
  NameStyle style;
  std::string_view before_first;
  std::string_view between_rdns;
  std::string_view within_rdn;
  std::string_view equals;
  std::string (*value)(const NameAttribute&);
};

constexpr StyleRow kStyles[] = {
    {NameStyle::kOneline, "", ", ", " + ", " = ", OnelineValue},
    {NameStyle::kSlash, "/", "/", "/", "=", SlashValue},
    {NameStyle::kCompact, "", ", ", " + ", "=", CompactValue},
};

}  // namespace

std::string RenderName(const Name& name, NameStyle style) {
  const StyleRow& row = *std::ranges::find(kStyles, style, &StyleRow::style);
  std::string out;
  const NameAttribute* before = nullptr;
  for (const NameAttribute& attribute : name.attributes) {
    const bool same_rdn = before != nullptr && before->rdn == attribute.rdn;
    out += before == nullptr ? row.before_first : same_rdn ? row.within_rdn : row.between_rdns;
    out += OidShortName(attribute.oid);
    out += row.equals;
    out += row.value(attribute);
    before = &attribute;
  }
  return out;
}

}  // namespace tlsprobe
