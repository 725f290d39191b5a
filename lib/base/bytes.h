// The two byte types every floor speaks: Bytes owns, BytesView looks.
#ifndef TLSPROBE_BASE_BYTES_H_
#define TLSPROBE_BASE_BYTES_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsprobe {

using Bytes = std::vector<uint8_t>;
using BytesView = std::span<const uint8_t>;

// AsBytes and AsText view the same memory as the other type; nothing is copied or checked.
inline BytesView AsBytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}
inline std::string_view AsText(BytesView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// ToBytes copies what is viewed.
inline Bytes ToBytes(BytesView bytes) { return {bytes.begin(), bytes.end()}; }
inline Bytes ToBytes(std::string_view text) { return ToBytes(AsBytes(text)); }

}  // namespace tlsprobe

#endif  // TLSPROBE_BASE_BYTES_H_
