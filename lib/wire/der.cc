#include "tlsprobe/wire/der.h"

#include <algorithm>
#include <bit>

namespace tlsprobe {

void AppendDerHeader(Bytes& out, uint8_t identifier, size_t length) {
  out.push_back(identifier);
  if (length < 0x80) {
    out.push_back(static_cast<uint8_t>(length));
    return;
  }
  uint8_t size = 0;
  for (size_t rest = length; rest != 0; rest >>= 8) ++size;
  out.push_back(static_cast<uint8_t>(0x80 | size));
  while (size-- != 0) out.push_back(static_cast<uint8_t>(length >> (8 * size)));
}

int IntegerBits(BytesView content) {
  constexpr size_t kLongest = 1 << 20;  // far above any key, far below an overflow
  if (content.empty() || (content.front() & 0x80) != 0) return 0;
  const auto first = std::ranges::find_if(content, [](uint8_t byte) { return byte != 0; });
  if (first == content.end()) return 0;
  const size_t rest = static_cast<size_t>(content.end() - first) - 1;
  return 8 * static_cast<int>(std::min(rest, kLongest)) + std::bit_width(*first);
}

}  // namespace tlsprobe
