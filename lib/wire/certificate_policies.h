// The certificate extensions about policies. Each function gives false, and leaves `certificate` as
// it is, where `value` does not parse or has a negative number. Whether the policies make sense
// (two of one OID, mappings of anyPolicy) is not looked at.
#ifndef TLSPROBE_WIRE_CERTIFICATE_POLICIES_H_
#define TLSPROBE_WIRE_CERTIFICATE_POLICIES_H_

#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// ReadPolicies fills `policies` (RFC 5280 section 4.2.1.4).
bool ReadPolicies(BytesView value, Certificate& certificate);

// ReadPolicyMappings fills `policy_mappings` (RFC 5280 section 4.2.1.5).
bool ReadPolicyMappings(BytesView value, Certificate& certificate);

// ReadPolicyConstraints fills `policy_constraints` (RFC 5280 section 4.2.1.11).
bool ReadPolicyConstraints(BytesView value, Certificate& certificate);

// ReadInhibitAnyPolicy fills `inhibit_any_policy` (RFC 5280 section 4.2.1.14).
bool ReadInhibitAnyPolicy(BytesView value, Certificate& certificate);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_CERTIFICATE_POLICIES_H_
