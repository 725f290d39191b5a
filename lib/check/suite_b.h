// What Suite B allows of one key (RFC 5759 section 3), for chains and for CRLs.
#ifndef TLSPROBE_CHECK_SUITE_B_H_
#define TLSPROBE_CHECK_SUITE_B_H_

#include <optional>
#include <string_view>

#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// The levels of security allowed: 128 bits by P-256, 192 bits by P-384.
struct SuiteBLevels {
  bool p256 = false;
  bool p384 = false;

  friend bool operator==(const SuiteBLevels&, const SuiteBLevels&) = default;
};

// SuiteBError is 0 or the error (57 to 60) of a key that made a signature with that algorithm
// (dotted; nullopt: none). P-384 takes P-256 out of `levels`.
int SuiteBError(const PublicKey& key, std::optional<std::string_view> signature,
                SuiteBLevels& levels);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_SUITE_B_H_
