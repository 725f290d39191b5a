// What becomes of a block in PEM that should hold something, and cannot be read.
#ifndef TLSPROBE_DRIVER_BROKEN_BLOCKS_H_
#define TLSPROBE_DRIVER_BROKEN_BLOCKS_H_

#include <cstdint>

namespace tlsprobe {

enum class BrokenBlocks : uint8_t {
  kSkip,    // in silence, where another can be read: what OpenSSL does with files
  kRefuse,  // the first of them is an error
};

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_BROKEN_BLOCKS_H_
