// The words of -nameopt.
#include <algorithm>
#include <iterator>
#include <vector>

#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/wire/name_format.h"

namespace tlsprobe {
namespace {

struct NameWord {
  std::string_view word = {};
  uint32_t flags = 0;
  uint32_t instead_of = 0;  // cleared first
};

constexpr uint32_t kEverything = 0xffffffffu;

constexpr NameWord kWords[] = {
    {"esc_2253", kNameEscape2253},
    {"esc_2254", kNameEscape2254},
    {"esc_ctrl", kNameEscapeControls},
    {"esc_msb", kNameEscapeHigh},
    {"use_quote", kNameQuote},
    {"utf8", kNameToUtf8},
    {"ignore_type", kNameIgnoreType},
    {"show_type", kNameShowType},
    {"dump_all", kNameDumpAll},
    {"dump_nostr", kNameDumpNoString},
    {"dump_der", kNameDumpDer},
    {"compat", kNameCompat, kEverything},
    {"sep_comma_plus", kNameCommaPlus, kNameSeparatorMask},
    {"sep_comma_plus_space", kNameCommaPlusSpace, kNameSeparatorMask},
    {"sep_semi_plus_space", kNameSemicolonSpace, kNameSeparatorMask},
    {"sep_multiline", kNameMultiline, kNameSeparatorMask},
    {"dn_rev", kNameReverse},
    {"nofname", kNameFieldNone, kNameFieldMask},
    {"sname", kNameFieldShort, kNameFieldMask},
    {"lname", kNameFieldLong, kNameFieldMask},
    {"align", kNameAlign},
    {"oid", kNameFieldOid, kNameFieldMask},
    {"space_eq", kNameSpaceEquals},
    {"dump_unknown", kNameDumpUnknown},
    {"RFC2253", kNameRfc2253, kEverything},
    {"oneline", kNameOneline, kEverything},
    {"multiline", kNameLines, kEverything},
    {"ca_default", kNameLines, kEverything},
};

absl::Status UnknownWord(std::string_view word) {
  std::string all;
  for (const NameWord& row : kWords) all += fmt::format("{}{}", all.empty() ? "" : ", ", row.word);
  return InvalidArgument(
      fmt::format("name options: got \"{}\", expected words out of {}, with commas between them",
                  Escape(word), all));
}

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\n\v\f\r";
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

// X509V3_parse_list: nothing where one item is empty, or has nothing behind its colon.
std::vector<std::string_view> ItemsOf(std::string_view list) {
  std::vector<std::string_view> items;
  for (const std::string_view item : Split(list.substr(0, list.find_first_of("\r\n")), ',')) {
    const size_t colon = item.find(':');
    items.push_back(Trimmed(item.substr(0, colon)));
    const bool empty_value =
        colon != std::string_view::npos && Trimmed(item.substr(colon + 1)).empty();
    if (items.back().empty() || empty_value) return {};
  }
  return items;
}

absl::Status Apply(std::string_view item, uint32_t& flags) {
  const bool off = item.starts_with('-');
  const std::string_view word = item.substr(off || item.starts_with('+') ? 1 : 0);
  const auto* row = std::ranges::find_if(
      kWords, [&](const NameWord& each) { return EqualsIgnoreCase(each.word, word); });
  if (row == std::end(kWords)) return UnknownWord(item);
  flags &= ~row->instead_of;
  flags = off ? flags & ~row->flags : flags | row->flags;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<NameFormat> ParseNameOptions(std::string_view list,
                                            std::optional<NameFormat> before) {
  uint32_t flags = before ? before->flags : kNameCompat;
  for (const std::string_view item : ItemsOf(list)) {
    if (absl::Status status = Apply(item, flags); !status.ok()) return status;
  }
  if (flags != kNameCompat && (flags & kNameSeparatorMask) == 0) flags |= kNameCommaPlusSpace;
  return NameFormat{.flags = flags};
}

}  // namespace tlsprobe
