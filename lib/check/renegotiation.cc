// Secure renegotiation: without it a stranger can put requests in front of a client's. TLS 1.3 does
// not renegotiate.
#include "tlsprobe/check/checks.h"

namespace tlsprobe {

void CheckRenegotiation(const CheckInput& input, CheckOutput& output) {
  constexpr uint16_t kTls13 = 0x0304;
  const TlsFacts& tls = input.tls;
  // 0: no ServerHello came.
  if (tls.version == 0 || tls.version >= kTls13 || tls.secure_renegotiation) return;
  output.findings.push_back(
      {.id = "protocol.insecure_renegotiation",
       .severity = Severity::kWarning,
       .text = "the server does not support secure renegotiation, and many clients refuse it",
       .advice = "Update the server's TLS library, or switch TLS 1.3 on.",
       .reference = "RFC 5746"});
}

}  // namespace tlsprobe
