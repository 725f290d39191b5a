#include "tlsprobe/base/hex.h"

#include <algorithm>

#include "fmt/format.h"
#include "tlsprobe/base/status.h"

namespace tlsprobe {
namespace {

constexpr std::string_view kLower = "0123456789abcdef";
constexpr std::string_view kUpper = "0123456789ABCDEF";
constexpr size_t kBytesInLine = 16;

std::string Digits(BytesView bytes, std::string_view digits) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const uint8_t byte : bytes) {
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

// The value of a digit, or 16.
constexpr uint8_t DigitValue(char c) {
  if (c >= '0' && c <= '9') return static_cast<uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<uint8_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<uint8_t>(c - 'A' + 10);
  return 16;
}

void AppendDumpLine(BytesView line, size_t offset, size_t indent, std::string& out) {
  out.append(indent, ' ');
  out += fmt::format("{:04x} - ", offset);
  for (size_t i = 0; i < kBytesInLine; ++i) {
    if (i >= line.size()) {
      out += "   ";
      continue;
    }
    out += kLower[line[i] >> 4];
    out += kLower[line[i] & 15];
    out += i == 7 ? '-' : ' ';
  }
  out += "  ";
  for (const uint8_t byte : line) {
    out += byte >= ' ' && byte <= '~' ? static_cast<char>(byte) : '.';
  }
  out += '\n';
}

}  // namespace

std::string ToHex(BytesView bytes) { return Digits(bytes, kLower); }
std::string ToHexUpper(BytesView bytes) { return Digits(bytes, kUpper); }

absl::StatusOr<Bytes> FromHex(std::string_view text) {
  Bytes out;
  out.reserve(text.size() / 2);
  for (size_t i = 0; i < text.size(); ++i) {
    const uint8_t value = DigitValue(text[i]);
    if (value > 15) {
      return InvalidArgument(
          fmt::format("hex text: expected a digit 0-9, a-f or A-F at offset {}", i));
    }
    if (i % 2 == 0) {
      out.push_back(static_cast<uint8_t>(value << 4));
    } else {
      out.back() = static_cast<uint8_t>(out.back() | value);
    }
  }
  if (text.size() % 2 != 0) {
    return InvalidArgument(fmt::format(
        "hex text: expected pairs of digits, got one alone at offset {}", text.size() - 1));
  }
  return out;
}

std::string HexDump(BytesView bytes, int indent) {
  std::string out;
  const size_t blanks = indent > 0 ? static_cast<size_t>(indent) : 0;
  for (size_t offset = 0; offset < bytes.size(); offset += kBytesInLine) {
    const size_t size = std::min(kBytesInLine, bytes.size() - offset);
    AppendDumpLine(bytes.subspan(offset, size), offset, blanks, out);
  }
  return out;
}

}  // namespace tlsprobe
