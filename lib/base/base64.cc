#include "tlsprobe/base/base64.h"

#include <algorithm>
#include <array>
#include <optional>

#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint8_t kBlank = 64;
constexpr uint8_t kPadding = 65;
constexpr uint8_t kBad = 66;

constexpr std::array<uint8_t, 256> MakeDecodeTable() {
  std::array<uint8_t, 256> table = {};
  for (uint8_t& value : table) value = kBad;
  for (size_t i = 0; i < kAlphabet.size(); ++i) {
    table[static_cast<uint8_t>(kAlphabet[i])] = static_cast<uint8_t>(i);
  }
  for (const char c : {' ', '\t', '\r', '\n', '\v', '\f'}) table[static_cast<uint8_t>(c)] = kBlank;
  table[static_cast<uint8_t>('=')] = kPadding;
  return table;
}
constexpr std::array<uint8_t, 256> kDecode = MakeDecodeTable();

// Each begins a line.
constexpr std::string_view kBeginLine = "\n-----BEGIN ", kBegin = kBeginLine.substr(1);
constexpr std::string_view kEndLine = "\n-----END ", kEnd = kEndLine.substr(1);
constexpr std::string_view kDashes = "-----";

// Takes the next line off `rest`, without its line end.
std::string_view TakeLine(std::string_view& rest) {
  const size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) {
    line.remove_suffix(1);
  }
  return line;
}

// Where a line begins as `line` (with the end of the one before it); npos where none does.
size_t FindLine(std::string_view text, std::string_view line) {
  if (text.starts_with(line.substr(1))) return 0;
  const size_t at = text.find(line);
  return at == std::string_view::npos ? at : at + 1;
}

// The last of them.
size_t FindLastLine(std::string_view text, std::string_view line) {
  const size_t at = text.rfind(line);
  if (at != std::string_view::npos) return at + 1;
  return text.starts_with(line.substr(1)) ? 0 : std::string_view::npos;
}

// The label of a line "-----BEGIN label-----"; nullopt where it is none.
std::optional<std::string_view> BoundaryLabel(std::string_view line, std::string_view start) {
  if (!line.starts_with(start)) return std::nullopt;
  line.remove_prefix(start.size());
  if (!line.ends_with(kDashes)) return std::nullopt;
  line.remove_suffix(kDashes.size());
  return line;
}

enum class Found : uint8_t {
  kBlock,
  kNothing,
  kOtherEnd,  // it has the END line of another block
  kNoEnd,     // there is no END line any more
};

struct FoundBlock {
  std::string_view label = {};
  std::string_view content = {};
  size_t offset = 0;
};

// Takes one block off `rest`. kOtherEnd and kNoEnd: it begins at `block.offset`; `rest` is then
// behind its BEGIN line, and `block.content` goes to the END line there is.
Found TakeBlock(std::string_view& rest, FoundBlock& block) {
  const std::string_view whole = rest;
  while (true) {
    const size_t begin = FindLine(rest, kBeginLine);
    if (begin == std::string_view::npos) return Found::kNothing;
    rest.remove_prefix(begin);
    block.offset = static_cast<size_t>(rest.data() - whole.data());
    const std::optional<std::string_view> label = BoundaryLabel(TakeLine(rest), kBegin);
    if (!label) continue;
    block.label = *label;
    const size_t end = FindLine(rest, kEndLine);
    if (end == std::string_view::npos) return Found::kNoEnd;
    block.content = rest.substr(0, end);
    std::string_view behind = rest.substr(end);
    if (BoundaryLabel(TakeLine(behind), kEnd) != label) return Found::kOtherEnd;
    rest = behind;
    return Found::kBlock;
  }
}

// RFC 1421 section 4.6: headers end at an empty line; a line that begins with a blank continues.
std::vector<std::pair<std::string, std::string>> TakeHeaders(std::string_view& content) {
  std::vector<std::pair<std::string, std::string>> headers;
  std::string_view rest = content;
  while (!rest.empty()) {
    const bool continues = rest.front() == ' ' || rest.front() == '\t';
    const std::string_view line = TakeLine(rest);
    if (line.empty()) {
      if (!headers.empty()) content = rest;
      return headers;
    }
    if (continues && !headers.empty()) {
      headers.back().second += line.substr(line.find_first_not_of(" \t"));
      continue;
    }
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
      if (!headers.empty())
        content.remove_prefix(static_cast<size_t>(line.data() - content.data()));
      return headers;
    }
    std::string_view value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    headers.emplace_back(line.substr(0, colon), value);
  }
  return headers;
}

size_t LineNumber(std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, offset);
  return 1 + static_cast<size_t>(std::count(before.begin(), before.end(), '\n'));
}

}  // namespace

std::string ToBase64(BytesView bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const size_t left = std::min<size_t>(3, bytes.size() - i);
    uint32_t group = static_cast<uint32_t>(bytes[i]) << 16;
    if (left > 1) group |= static_cast<uint32_t>(bytes[i + 1]) << 8;
    if (left > 2) group |= bytes[i + 2];
    out += kAlphabet[group >> 18];
    out += kAlphabet[group >> 12 & 63];
    out += left > 1 ? kAlphabet[group >> 6 & 63] : '=';
    out += left > 2 ? kAlphabet[group & 63] : '=';
  }
  return out;
}

absl::StatusOr<Bytes> FromBase64(std::string_view text) {
  Bytes out;
  out.reserve(text.size() / 4 * 3);
  uint32_t group = 0;
  int digits = 0;
  int padding = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const uint8_t value = kDecode[static_cast<uint8_t>(text[i])];
    if (value == kBlank) continue;
    const bool is_padding = value == kPadding;
    if (value == kBad || (padding > 0 && !is_padding) || (is_padding && digits + padding < 2) ||
        digits + padding == 4) {
      return InvalidArgument(fmt::format("base64: unexpected character \"{}\" at offset {}",
                                         Escape(text.substr(i, 1)), i));
    }
    if (is_padding) {
      ++padding;
      continue;
    }
    group = group << 6 | value;
    if (++digits < 4) continue;
    out.push_back(static_cast<uint8_t>(group >> 16));
    out.push_back(static_cast<uint8_t>(group >> 8));
    out.push_back(static_cast<uint8_t>(group));
    group = 0;
    digits = 0;
  }
  if (digits == 0 && padding == 0) return out;
  if (digits + padding != 4) {
    return InvalidArgument(
        fmt::format("base64: expected groups of 4 characters, the last one, at offset {}, has {}",
                    text.size(), digits + padding));
  }
  const uint32_t last = group << (6 * padding);
  if ((last & (padding == 2 ? 0xffffU : 0xffU)) != 0) {
    return InvalidArgument(
        fmt::format("base64: expected zero bits before the padding, at offset {}", text.size()));
  }
  out.push_back(static_cast<uint8_t>(last >> 16));
  if (padding == 1) out.push_back(static_cast<uint8_t>(last >> 8));
  return out;
}

absl::StatusOr<std::vector<PemBlock>> ParsePem(std::string_view text) {
  std::vector<PemBlock> blocks;
  std::string_view rest = text;
  while (true) {
    const size_t start = text.size() - rest.size();
    FoundBlock found;
    const Found result = TakeBlock(rest, found);
    if (result == Found::kNothing) return blocks;
    const size_t offset = start + found.offset;
    if (result != Found::kBlock) {
      return InvalidArgument(fmt::format("PEM block \"{}\" in line {}: expected a line \"{}{}{}\"",
                                         Escape(found.label, 60), LineNumber(text, offset), kEnd,
                                         Escape(found.label, 60), kDashes));
    }
    PemBlock block;
    block.label = found.label;
    block.offset = offset;
    std::string_view content = found.content;
    block.headers = TakeHeaders(content);
    absl::StatusOr<Bytes> body = FromBase64(content);
    if (!body.ok()) {
      return InvalidArgument(fmt::format("PEM block \"{}\" in line {}: {}", Escape(found.label, 60),
                                         LineNumber(text, offset), Message(body.status())));
    }
    block.body = *std::move(body);
    blocks.push_back(std::move(block));
  }
}

bool NextPemBlock(std::string_view& rest, RawPemBlock& block) {
  while (true) {
    FoundBlock found;
    const Found result = TakeBlock(rest, found);
    if (result == Found::kNothing || result == Found::kNoEnd) return false;
    if (result == Found::kBlock) {
      block.label = found.label;
      block.base64 = found.content;
      return true;
    }
    // Going on at the last BEGIN line before the END line, and not at the next one, keeps this
    // linear in a text of many BEGIN lines.
    const size_t begin = FindLastLine(found.content, kBeginLine);
    rest.remove_prefix(begin == std::string_view::npos ? found.content.size() : begin);
  }
}

std::string ToPem(std::string_view label, BytesView body) {
  std::string out = fmt::format("-----BEGIN {}-----\n", label);
  const std::string base64 = ToBase64(body);
  for (size_t at = 0; at < base64.size(); at += 64) {
    out.append(base64, at, 64);
    out += '\n';
  }
  return out + fmt::format("-----END {}-----\n", label);
}

}  // namespace tlsprobe
