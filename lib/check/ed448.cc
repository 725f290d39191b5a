#include "tlsprobe/check/ed448.h"

#include <nettle/eddsa.h>

namespace tlsprobe {

bool Ed448Verifies(BytesView key, BytesView message, BytesView signature) {
  if (key.size() != ED448_KEY_SIZE || signature.size() != ED448_SIGNATURE_SIZE) return false;
  return ed448_shake256_verify(key.data(), message.size(), message.data(), signature.data()) == 1;
}

}  // namespace tlsprobe
