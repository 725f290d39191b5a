// Values as the JSON report writes them: absent is null, bytes are base64, and text from a peer
// that is not UTF-8 is shown with replacement characters and has a sibling "…_hex".
#ifndef TLSPROBE_RENDER_JSON_VALUE_H_
#define TLSPROBE_RENDER_JSON_VALUE_H_

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/base/time.h"

namespace tlsprobe {

using Json = nlohmann::ordered_json;

// Sets object[key], and object[key + "_hex"] where the text is not UTF-8.
void SetText(Json& object, std::string_view key, std::string_view text);
// The same; an empty text is null.
void SetTextOrNull(Json& object, std::string_view key, std::string_view text);
// The same for a list; the sibling, a list too, is there where any of them is not UTF-8.
void SetTexts(Json& object, std::string_view key, const std::vector<std::string>& texts);

Json HexOrNull(BytesView bytes);
Json Base64OrNull(BytesView bytes);
// "0x1301", the way registries write two-byte numbers.
std::string Number16(uint16_t number);
// Milliseconds with microseconds behind the point.
Json Milliseconds(std::chrono::nanoseconds duration);

}  // namespace tlsprobe

#endif  // TLSPROBE_RENDER_JSON_VALUE_H_
