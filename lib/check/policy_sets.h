// What a grown tree of policies comes to.
#ifndef TLSPROBE_CHECK_POLICY_SETS_H_
#define TLSPROBE_CHECK_POLICY_SETS_H_

#include <span>
#include <string>

#include "tlsprobe/check/policy_nodes.h"
#include "tlsprobe/model/verification.h"

namespace tlsprobe {

// FillPolicySets sets `authority` and `user` of the outcome (RFC 5280 section 6.1.6), in OpenSSL's
// order. `tree` is pruned and not empty. A thousand policies can share qualifiers that fill a
// certificate: where those of both sets would take more than 4 MiB, some come without. False: the
// tree becomes too large.
bool FillPolicySets(PolicyNodes& tree, std::span<const std::string> accepted,
                    PolicyOutcome& outcome);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_POLICY_SETS_H_
