// The checks there are, one function each. check.cc has them in a table.
#ifndef TLSPROBE_CHECK_CHECKS_H_
#define TLSPROBE_CHECK_CHECKS_H_

#include "tlsprobe/check/check.h"

namespace tlsprobe {

// Fills verification.chain: OpenSSL 3.0's verification, step for step.
void CheckChain(const CheckInput& input, CheckOutput& output);
// Fills verification.name from the leaf and what was to be reached.
void CheckNames(const CheckInput& input, CheckOutput& output);
// Fills verification.crl from what CheckChain met with CRLs, and adds findings about that.
void ExplainCrls(const CheckInput& input, CheckOutput& output);
// Fills verification.chain.paths: every path there is, and what is wrong with each.
void FindAllPaths(const CheckInput& input, CheckOutput& output);
// Fills verification.chain.should_send, and asks for issuers that are nowhere.
void FindWhatToSend(const CheckInput& input, CheckOutput& output);
// Findings about what CheckChain met, in an administrator's words.
void ExplainChain(const CheckInput& input, CheckOutput& output);
// Findings about paths that fail where others are fine.
void ExplainPaths(const CheckInput& input, CheckOutput& output);
// Findings about the list of certificates as the server sends it.
void CheckSentChain(const CheckInput& input, CheckOutput& output);
// Findings about what is not on that list, though the chain needs it.
void CheckMissingSent(const CheckInput& input, CheckOutput& output);
// Findings about issuers that were to be fetched, and why fetching did not bring them.
void CheckFetchedIssuers(const CheckInput& input, CheckOutput& output);
// Findings about certificates that are valid, but not for long.
void CheckValidity(const CheckInput& input, CheckOutput& output);
// Fills verification.expiry; findings about CRLs that are near their end.
void CheckExpiry(const CheckInput& input, CheckOutput& output);
// Findings by the rules of the public PKI of the web, where the options ask for them.
void CheckWebPki(const CheckInput& input, CheckOutput& output);
// Findings about musts of RFC 5280 that nothing else has told of.
void CheckMusts(const CheckInput& input, CheckOutput& output);
// Findings about a protocol version that is deprecated.
void CheckVersion(const CheckInput& input, CheckOutput& output);
// Findings about a server that cannot renegotiate securely.
void CheckRenegotiation(const CheckInput& input, CheckOutput& output);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_CHECKS_H_
