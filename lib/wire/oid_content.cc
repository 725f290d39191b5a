#include "tlsprobe/wire/oid_content.h"

#include <optional>

#include "absl/numeric/int128.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

constexpr absl::uint128 kMost = absl::Uint128Max();

std::optional<absl::uint128> ParseArc(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  absl::uint128 arc = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    const auto digit = static_cast<unsigned>(c - '0');
    if (arc > (kMost - digit) / 10) return std::nullopt;
    arc = arc * 10 + digit;
  }
  return arc;
}

// Base 128, the high bit says that more follows (X.690 section 8.19).
void AppendArc(Bytes& out, absl::uint128 arc) {
  int shift = 126;
  while (shift > 0 && (arc >> shift) == 0) shift -= 7;
  for (; shift > 0; shift -= 7) {
    out.push_back(static_cast<uint8_t>(0x80 | (absl::Uint128Low64(arc >> shift) & 0x7f)));
  }
  out.push_back(static_cast<uint8_t>(absl::Uint128Low64(arc) & 0x7f));
}

}  // namespace

Bytes OidContent(std::string_view dotted) {
  Bytes out;
  std::optional<absl::uint128> first;
  bool second = true;
  for (const std::string_view text : Split(dotted, '.')) {
    std::optional<absl::uint128> arc = ParseArc(text);
    if (!arc) return {};
    if (!first) {
      first = arc;
      if (*first > 2) return {};
      continue;
    }
    if (second) {  // the first two share one number
      const absl::uint128 base = *first * 40;
      if (*arc > (*first < 2 ? absl::uint128(39) : kMost - base)) return {};
      arc = base + *arc;
      second = false;
    }
    AppendArc(out, *arc);
  }
  return out;
}

}  // namespace tlsprobe
