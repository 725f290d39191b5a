#include "tlsprobe/dialogue/tds_framer.h"

#include <algorithm>

namespace tlsprobe {
namespace {

constexpr size_t kHeader = 8;
constexpr size_t kMostPacket = 4096;  // what both sides take before LOGIN7 says otherwise
constexpr uint8_t kPrelogin = 0x12, kTabularResult = 0x04;
constexpr uint8_t kEndOfMessage = 0x01;

bool IsPacket(uint8_t type) { return type == kPrelogin || type == kTabularResult; }

}  // namespace

void TdsFramer::Feed(BytesView bytes) {
  received_.insert(received_.end(), bytes.begin(), bytes.end());
  while (TakePacket()) {
  }
}

// True where something was taken off `received_`.
bool TdsFramer::TakePacket() {
  if (received_.empty()) return false;
  size_t skip = 0;
  bare_ = bare_ || (left_ == 0 && !IsPacket(received_[0]));
  if (bare_) {
    left_ = received_.size();
  } else if (left_ == 0) {
    if (received_.size() < kHeader) return false;
    const size_t size = size_t{received_[2]} << 8 | received_[3];
    skip = kHeader;
    left_ = size > kHeader ? size - kHeader : 0;
  }
  const size_t here = std::min(left_, received_.size() - skip);
  const auto content = received_.begin() + static_cast<ptrdiff_t>(skip);
  const auto end = content + static_cast<ptrdiff_t>(here);
  unwrapped_.insert(unwrapped_.end(), content, end);
  received_.erase(received_.begin(), end);
  left_ -= here;
  return true;
}

void TdsFramer::Write(BytesView bytes) {
  if (!packing_) {
    output_.insert(output_.end(), bytes.begin(), bytes.end());
    return;
  }
  while (!bytes.empty()) {
    const BytesView part = bytes.first(std::min(bytes.size(), kMostPacket - kHeader));
    bytes = bytes.subspan(part.size());
    const size_t size = part.size() + kHeader;
    const uint8_t status = bytes.empty() ? kEndOfMessage : 0;
    for (const size_t byte : {size_t{kPrelogin}, size_t{status}, size >> 8, size & 0xff, size_t{0},
                              size_t{0}, size_t{0}, size_t{0}}) {
      output_.push_back(static_cast<uint8_t>(byte));
    }
    output_.insert(output_.end(), part.begin(), part.end());
  }
}

void TdsFramer::ConsumeOutput(size_t size) {
  consumed_ += size;
  if (consumed_ < output_.size()) return;
  output_.clear();
  consumed_ = 0;
}

}  // namespace tlsprobe
