#include "tlsprobe/base/text.h"

#include <algorithm>

#include "fmt/format.h"

namespace tlsprobe {
namespace {

constexpr char LowerAscii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

void AppendEscaped(uint8_t byte, std::string& out) {
  switch (byte) {
    case '\\':
      out += "\\\\";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\n':
      out += "\\n";
      return;
    default:
      break;
  }
  if (byte >= ' ' && byte <= '~') {
    out += static_cast<char>(byte);
    return;
  }
  out += fmt::format("\\x{:02x}", byte);
}

struct CodePoint {
  uint32_t value = 0;
  size_t size = 0;  // bytes taken; 0: not UTF-8
};

// Reads one code point (RFC 3629 section 4: no overlong forms, no surrogates, nothing above
// U+10FFFF).
CodePoint ReadCodePoint(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t first = byte(0);
  if (first < 0x80) return {first, 1};
  const size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < size) return {};
  uint32_t value = first & (0x7fU >> size);
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    value = value << 6 | (byte(i) & 0x3fU);
  }
  constexpr uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < kSmallest[size] || value > 0x10ffff) return {};
  if (value >= 0xd800 && value <= 0xdfff) return {};
  return {value, size};
}

// C0, DEL, C1, line and paragraph separators, and what turns the writing direction.
bool IsControl(uint32_t point) {
  if (point < 0x20 || (point >= 0x7f && point <= 0x9f)) return true;
  if (point == 0x061c || point == 0x200e || point == 0x200f) return true;
  if (point >= 0x2028 && point <= 0x202e) return true;
  return point >= 0x2066 && point <= 0x2069;
}

}  // namespace

std::string Escape(BytesView bytes, size_t limit) {
  std::string out;
  for (const uint8_t byte : bytes.first(std::min(limit, bytes.size()))) AppendEscaped(byte, out);
  if (bytes.size() > limit) out += fmt::format("... ({} bytes in all)", bytes.size());
  return out;
}

std::string Escape(std::string_view text, size_t limit) { return Escape(AsBytes(text), limit); }

std::string EscapeControls(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const CodePoint point = ReadCodePoint(text);
    const size_t size = point.size == 0 ? 1 : point.size;
    if (point.size == 0 || IsControl(point.value)) {
      for (const char c : text.substr(0, size)) AppendEscaped(static_cast<uint8_t>(c), out);
    } else {
      out += text.substr(0, size);
    }
    text.remove_prefix(size);
  }
  return out;
}

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const CodePoint point = ReadCodePoint(text);
    if (point.size == 0) return false;
    text.remove_prefix(point.size);
  }
  return true;
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  while (true) {
    const size_t end = text.find(separator);
    pieces.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + 1);
  }
}

std::optional<uint64_t> ParseUint(std::string_view text, uint64_t max) {
  if (text.empty()) return std::nullopt;
  uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    const auto digit = static_cast<uint64_t>(c - '0');
    if (digit > max || value > (max - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return value;
}

std::string ToLowerAscii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), LowerAscii);
  return out;
}

bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return LowerAscii(x) == LowerAscii(y); });
}

}  // namespace tlsprobe
