#include "tlsprobe/driver/text_digest.h"

#include <openssl/sha.h>

#include <array>
#include <cstdint>
#include <string_view>

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

std::string DigestOf(std::span<const std::string> texts) {
  SHA256_CTX context;
  SHA256_Init(&context);
  for (const std::string_view text : texts) {
    // Only compared with others of this process, so that the order of bytes is any.
    const uint64_t size = text.size();
    SHA256_Update(&context, &size, sizeof(size));
    SHA256_Update(&context, text.data(), text.size());
  }
  std::array<uint8_t, SHA256_DIGEST_LENGTH> digest = {};
  SHA256_Final(digest.data(), &context);
  return std::string(AsText(digest));
}

}  // namespace tlsprobe
