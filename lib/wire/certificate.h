// Parses X.509 certificates. Our own parser on CBS: it reads what others reject, and says which
// part does not follow the standard instead of giving up.
#ifndef TLSPROBE_WIRE_CERTIFICATE_H_
#define TLSPROBE_WIRE_CERTIFICATE_H_

#include "absl/status/statusor.h"
#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// ParseCertificate reads one DER certificate to its end (RFC 5280 section 4.1). It does not check
// signatures, times, or that extensions make sense together. A part that the outline of the
// structure does not need (a time, a known extension) and that is malformed is reported in the
// result. A time is malformed where OpenSSL could not compare it: no seconds, fractions, another
// zone than Z; it is then 1970. Errors: kInvalidArgument, with what was expected and the byte
// offset.
absl::StatusOr<CertificatePtr> ParseCertificate(BytesView der);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_CERTIFICATE_H_
