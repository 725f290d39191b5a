// The checks there are, one function each. check.cc has them in a table.
#ifndef TLSPROBE_CHECK_CHECKS_H_
#define TLSPROBE_CHECK_CHECKS_H_

#include "tlsprobe/check/check.h"

namespace tlsprobe {

// Fills verification.chain: OpenSSL 3.0's verification, step for step.
void CheckChain(const CheckInput& input, CheckOutput& output);
// Fills verification.name from the leaf and what was to be reached.
void CheckNames(const CheckInput& input, CheckOutput& output);
// Findings about what CheckChain met, in an administrator's words.
void ExplainChain(const CheckInput& input, CheckOutput& output);
// Findings about the list of certificates as the server sends it.
void CheckSentChain(const CheckInput& input, CheckOutput& output);
// Findings about certificates that are valid, but not for long.
void CheckValidity(const CheckInput& input, CheckOutput& output);
// Findings about a protocol version that is deprecated.
void CheckVersion(const CheckInput& input, CheckOutput& output);
// Findings about a server that cannot renegotiate securely.
void CheckRenegotiation(const CheckInput& input, CheckOutput& output);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_CHECKS_H_
