#include "tlsprobe/wire/name_format.h"

#include <algorithm>
#include <iterator>
#include <ranges>

#include "tlsprobe/wire/name_value.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

struct SeparatorRow {
  uint32_t flags = 0;
  std::string_view between_rdns = {};
  std::string_view within_rdn = {};
};

constexpr SeparatorRow kSeparators[] = {
    {kNameCommaPlusSpace, ", ", " + "},
    {kNameCommaPlus, ",", "+"},
    {kNameSemicolonSpace, "; ", " + "},
    {kNameMultiline, "\n", " + "},
};

const SeparatorRow& SeparatorOf(uint32_t flags) {
  const auto* row =
      std::ranges::find(kSeparators, flags & kNameSeparatorMask, &SeparatorRow::flags);
  return row == std::end(kSeparators) ? kSeparators[0] : *row;
}

bool IsKnown(const NameAttribute& attribute) {
  return OidShortName(attribute.oid) != attribute.oid;
}

// The field's name and the equals sign behind it.
std::string FieldOf(const NameAttribute& attribute, uint32_t flags) {
  constexpr size_t kShortWidth = 10, kLongWidth = 25;
  constexpr size_t kLongestOid = 79;  // OpenSSL's buffer
  const uint32_t field = flags & kNameFieldMask;
  if (field == kNameFieldNone) return {};
  std::string out;
  size_t width = 0;
  if (field == kNameFieldOid || !IsKnown(attribute)) {
    out = attribute.oid.substr(0, kLongestOid);
  } else {
    const bool is_long = field == kNameFieldLong;
    out = is_long ? OidLongName(attribute.oid) : OidShortName(attribute.oid);
    width = is_long ? kLongWidth : kShortWidth;
  }
  if ((flags & kNameAlign) != 0 && out.size() < width) out.resize(width, ' ');
  return out + ((flags & kNameSpaceEquals) != 0 ? " = " : "=");
}

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

// X509_NAME_oneline of 3.0.
std::string SlashForm(const Name& name) {
  std::string out;
  const NameAttribute* before = nullptr;
  for (const NameAttribute& attribute : name.attributes) {
    out += before != nullptr && before->rdn == attribute.rdn ? '+' : '/';
    out += OidShortName(attribute.oid) + "=" + SlashValue(attribute, "/+");
    before = &attribute;
  }
  return out;
}

// X509_NAME_print: the form with slashes, in which those that seem to begin an attribute with a
// name of one or two letters become commas.
std::string CommasForSlashes(std::string_view slashes) {
  const auto begins_attribute = [](std::string_view rest) {
    if (rest.size() < 2 || !IsUpper(rest[0])) return false;
    return rest[1] == '=' || (rest.size() > 2 && IsUpper(rest[1]) && rest[2] == '=');
  };
  std::string out;
  for (size_t i = 1; i < slashes.size(); ++i) {
    if (slashes[i] == '/' && begins_attribute(slashes.substr(i + 1))) {
      out += ", ";
    } else {
      out += slashes[i];
    }
  }
  return out;
}

}  // namespace

std::string RenderName(const Name& name, const NameFormat& format, size_t indent) {
  const uint32_t flags = format.flags;
  if (flags == kNameCompat) return CommasForSlashes(SlashForm(name));
  const SeparatorRow& separator = SeparatorOf(flags);
  const bool lines = (flags & kNameSeparatorMask) == kNameMultiline;
  std::string out(indent, ' ');
  const NameAttribute* before = nullptr;
  const auto add = [&](const NameAttribute& attribute) {
    if (before != nullptr && before->rdn == attribute.rdn) {
      out += separator.within_rdn;
    } else if (before != nullptr) {
      out += separator.between_rdns;
      if (lines) out.append(indent, ' ');
    }
    before = &attribute;
    out += FieldOf(attribute, flags);
    const bool dump = (flags & kNameDumpUnknown) != 0 && !IsKnown(attribute);
    out += NameValue(attribute, dump ? flags | kNameDumpAll : flags);
  };
  if ((flags & kNameReverse) != 0) {
    for (const NameAttribute& attribute : name.attributes | std::views::reverse) add(attribute);
  } else {
    for (const NameAttribute& attribute : name.attributes) add(attribute);
  }
  return out;
}

std::string RenderTitledName(std::string_view title, const Name& name, const NameFormat& format) {
  constexpr size_t kIndent = 4;
  std::string out(title);
  if (format.flags == kNameCompat) return out + SlashForm(name);
  if ((format.flags & kNameSeparatorMask) != kNameMultiline) return out + RenderName(name, format);
  return out + "\n" + RenderName(name, format, kIndent);
}

}  // namespace tlsprobe
