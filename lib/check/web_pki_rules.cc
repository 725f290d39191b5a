#include "tlsprobe/check/web_pki_rules.h"

#include <algorithm>

namespace tlsprobe {

bool HasPolicy(const Certificate& certificate, std::string_view oid) {
  return certificate.policies &&
         std::ranges::find(*certificate.policies, oid, &PolicyInformation::oid) !=
             certificate.policies->end();
}

}  // namespace tlsprobe
