// What a forger would do who has no CA's key.
#ifndef TLSPROBE_TESTS_SUPPORT_FORGED_H_
#define TLSPROBE_TESTS_SUPPORT_FORGED_H_

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// ClaimSha3 takes a certificate or CRL with a signature by RSA-SHA256 and has it say RSA-SHA3-256,
// which this build cannot verify.
inline Bytes ClaimSha3(Bytes der) {
  const Bytes sha256 = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b};
  const Bytes sha3_256 = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x0e};
  size_t count = 0;
  for (auto found = std::ranges::search(der, sha256); !found.empty(); ++count) {
    std::ranges::copy(sha3_256, found.begin());
    found = std::ranges::search(der, sha256);
  }
  REQUIRE(count == 2);  // inside and outside
  return der;
}

}  // namespace tlsprobe

#endif  // TLSPROBE_TESTS_SUPPORT_FORGED_H_
