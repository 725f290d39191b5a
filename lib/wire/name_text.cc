#include "tlsprobe/wire/name_text.h"

#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

void AppendUtf8(std::string& out, uint32_t character) {
  const auto put = [&out](uint32_t byte) { out += static_cast<char>(byte); };
  if (character < 0x80) return put(character);
  if (character < 0x800) {
    put(0xc0 | (character >> 6));
    return put(0x80 | (character & 0x3f));
  }
  if (character < 0x10000) {
    put(0xe0 | (character >> 12));
  } else {
    put(0xf0 | (character >> 18));
    put(0x80 | ((character >> 12) & 0x3f));
  }
  put(0x80 | ((character >> 6) & 0x3f));
  put(0x80 | (character & 0x3f));
}

std::optional<std::string> WideToUtf8(BytesView value, size_t width) {
  if (value.size() % width != 0) return {};
  std::string out;
  out.reserve(value.size());
  for (; !value.empty(); value = value.subspan(width)) {
    uint32_t character = 0;
    for (const uint8_t byte : value.first(width)) character = (character << 8) | byte;
    if (character > 0x10ffff || (character >= 0xd800 && character <= 0xdfff)) return {};
    AppendUtf8(out, character);
  }
  return out;
}

}  // namespace

int CharacterWidth(uint8_t tag) {
  switch (tag) {
    case 0x0c:  // UTF8String
      return 0;
    case 0x12:  // NumericString
    case 0x13:  // PrintableString
    case 0x14:  // TeletexString
    case 0x16:  // IA5String
    case 0x17:  // UTCTime
    case 0x18:  // GeneralizedTime
    case 0x1a:  // VisibleString
      return 1;
    case 0x1e:  // BMPString
      return 2;
    case 0x1c:  // UniversalString
      return 4;
    default:
      return -1;
  }
}

std::optional<std::string> StringToUtf8(uint8_t tag, BytesView value) {
  const int width = CharacterWidth(tag);
  if (width < 0) return {};
  if (width == 1) return Latin1ToUtf8(value);
  if (width > 1) return WideToUtf8(value, static_cast<size_t>(width));
  if (!IsUtf8(AsText(value))) return {};
  return std::string(AsText(value));
}

std::string Latin1ToUtf8(BytesView value) {
  std::string out;
  out.reserve(value.size());
  for (const uint8_t byte : value) AppendUtf8(out, byte);
  return out;
}

}  // namespace tlsprobe
