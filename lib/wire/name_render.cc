// Names as OpenSSL's programs print them: X509_NAME_print_ex with XN_FLAG_ONELINE, the default of
// 3.2 and later, and X509_NAME_oneline.
#include <algorithm>

#include "tlsprobe/base/text.h"
#include "tlsprobe/wire/name.h"
#include "tlsprobe/wire/name_format.h"
#include "tlsprobe/wire/name_text.h"
#include "tlsprobe/wire/name_value.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

// The value as UTF-8 bytes, unchecked: a UTF8String goes through as it was sent.
std::optional<std::string> PrintableBytes(const NameAttribute& attribute) {
  if (CharacterWidth(attribute.tag) == 0) return std::string(AsText(attribute.value));
  return StringToUtf8(attribute.tag, attribute.value);
}

std::string OnelineValue(const NameAttribute& attribute) {
  return NameValue(attribute, kNameOneline);
}

// OpenSSL 3.2 and later print the text as it is. Here control characters are escaped and what is
// not UTF-8 too: it goes to terminals.
std::string CompactValue(const NameAttribute& attribute) {
  return EscapeControls(PrintableBytes(attribute).value_or(Latin1ToUtf8(attribute.value)));
}

// Of 1.1.0, which escapes no separators.
std::string OldSlashValue(const NameAttribute& attribute) { return SlashValue(attribute, ""); }

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
    {NameStyle::kSlash, "/", "/", "/", "=", OldSlashValue},
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
