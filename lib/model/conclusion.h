// What a whole report comes to, in one word. The verdict line and the exit status both follow it,
// so that they cannot disagree.
#ifndef TLSPROBE_MODEL_CONCLUSION_H_
#define TLSPROBE_MODEL_CONCLUSION_H_

#include <cstdint>

#include "tlsprobe/model/finding.h"
#include "tlsprobe/model/probe_report.h"

namespace tlsprobe {

enum class Conclusion : uint8_t {
  kNotReached,   // the phase in the outcome failed: no handshake, or the client was refused
  kBadChain,     // the certificate chain does not verify, or could not be checked
  kWrongName,    // the certificate is for another name
  kRevocation,   // a certificate is revoked, or whether it is must be known and is not
  kClosedEarly,  // the connection ended otherwise than by close_notify
  kFinding,      // another finding at or above `fail_on`
  kFine,
};

// Conclude gives the first that applies, in the order they stand above. What was not asked for
// raises none.
Conclusion Conclude(const ProbeReport& report, Severity fail_on);

}  // namespace tlsprobe

#endif  // TLSPROBE_MODEL_CONCLUSION_H_
