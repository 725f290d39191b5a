#include "tlsprobe/model/crl.h"

#include <iterator>

namespace tlsprobe {

std::string CrlReasonName(int reason) {
  constexpr std::string_view kNames[] = {
      "unspecified",   "keyCompromise",        "cACompromise",    "affiliationChanged",
      "superseded",    "cessationOfOperation", "certificateHold", "",
      "removeFromCRL", "privilegeWithdrawn",   "aACompromise"};
  const bool named =
      reason >= 0 && static_cast<size_t>(reason) < std::size(kNames) && !kNames[reason].empty();
  return named ? std::string(kNames[reason]) : "reason " + std::to_string(reason);
}

}  // namespace tlsprobe
