// Certificate policy processing (RFC 5280 section 6.1) with the outcomes of OpenSSL 3.0, the limit
// to its work included.
#ifndef TLSPROBE_CHECK_POLICY_TREE_H_
#define TLSPROBE_CHECK_POLICY_TREE_H_

#include <cstdint>
#include <span>
#include <string>

#include "tlsprobe/check/policy_facts.h"
#include "tlsprobe/model/verification.h"

namespace tlsprobe {

// The inputs of RFC 5280 section 6.1.1 (c) and (e) to (g).
struct PolicyDemands {
  std::span<const std::string> accepted = {};  // dotted OIDs; empty: no policy is asked for
  bool explicit_policy = false;
  bool inhibit_any = false;
  bool inhibit_mapping = false;
};

enum class PolicyVerdict : uint8_t {
  kMet,
  kNotMet,   // an explicit policy is required, and there is none that is accepted
  kInvalid,  // what a certificate says of policies is at fault
  kTooMany,  // the tree has grown too large
};

struct PolicyResult {
  PolicyVerdict verdict = PolicyVerdict::kMet;
  PolicyOutcome outcome = {};  // processed with kMet and kNotMet
};

// ProcessPolicies goes down `path`, from the certificate below the anchor to the leaf. Where an
// explicit policy is required and none is accepted by name, none is met: anyPolicy has to be
// accepted for any to do.
PolicyResult ProcessPolicies(std::span<const PolicyFacts> path, const PolicyDemands& demands);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_POLICY_TREE_H_
