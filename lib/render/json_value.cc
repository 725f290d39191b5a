#include "tlsprobe/render/json_value.h"

#include <fmt/format.h>

#include <algorithm>

#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/hex.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

std::string HexKey(std::string_view key) { return std::string(key) + "_hex"; }

}  // namespace

void SetText(Json& object, std::string_view key, std::string_view text) {
  object[std::string(key)] = text;
  if (!IsUtf8(text)) object[HexKey(key)] = ToHex(AsBytes(text));
}

void SetTextOrNull(Json& object, std::string_view key, std::string_view text) {
  if (!text.empty()) return SetText(object, key, text);
  object[std::string(key)] = nullptr;
}

void SetTexts(Json& object, std::string_view key, const std::vector<std::string>& texts) {
  object[std::string(key)] = texts;
  if (std::ranges::all_of(texts, [](const std::string& text) { return IsUtf8(text); })) return;
  Json hex = Json::array();
  for (const std::string& text : texts) hex.push_back(ToHex(AsBytes(text)));
  object[HexKey(key)] = std::move(hex);
}

Json HexOrNull(BytesView bytes) { return bytes.empty() ? Json(nullptr) : Json(ToHex(bytes)); }

Json Base64OrNull(BytesView bytes) { return bytes.empty() ? Json(nullptr) : Json(ToBase64(bytes)); }

std::string Number16(uint16_t number) { return fmt::format("0x{:04x}", number); }

Json Milliseconds(std::chrono::nanoseconds duration) {
  const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
  return static_cast<double>(microseconds) / 1000.0;
}

}  // namespace tlsprobe
