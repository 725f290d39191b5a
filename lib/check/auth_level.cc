// OpenSSL's security levels for the keys and signatures of a chain: 80, 112, 128, 192 and 256 bits
// of strength for levels 1 to 5, anything for level 0.
#include <algorithm>
#include <iterator>

#include "tlsprobe/check/chain_walk.h"
#include "tlsprobe/check/verify_codes.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

int RequiredBits(int level) {
  constexpr int kBits[] = {0, 80, 112, 128, 192, 256};
  return kBits[std::clamp(level, 0, static_cast<int>(std::size(kBits)) - 1)];
}

bool KeyFits(const ChainLink& link, int level) {
  if (level <= 0) return true;
  return link.key().state != KeyState::kBroken &&
         KeySecurityBits(link->public_key) >= RequiredBits(level);
}

bool SignatureFits(const ChainLink& link, int level) {
  return DescribeSignature(link->signature_algorithm).security_bits >= RequiredBits(level);
}

}  // namespace

bool CheckLeafKeyLevel(ChainWalk& walk) {
  if (!KeyFits(walk.chain[0], walk.input.security_level)) walk.Fail(0, kLeafKeyTooSmall);
  return true;
}

bool CheckAuthLevel(ChainWalk& walk) {
  const int level = walk.input.security_level;
  if (level <= 0) return true;
  for (size_t depth = 0; depth < walk.chain.size(); ++depth) {
    const ChainLink& link = walk.chain[depth];
    if (depth > 0 && !KeyFits(link, level)) walk.Fail(depth, kCaKeyTooSmall);
    // Nobody relies on the signature of what ends the chain.
    const bool last = depth + 1 == walk.chain.size();
    if (!last && !SignatureFits(link, level)) walk.Fail(depth, kDigestTooWeak);
  }
  return true;
}

}  // namespace tlsprobe
