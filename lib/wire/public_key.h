// SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7).
#ifndef TLSPROBE_WIRE_PUBLIC_KEY_H_
#define TLSPROBE_WIRE_PUBLIC_KEY_H_

#include "absl/status/statusor.h"
#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// ParsePublicKey reads one SubjectPublicKeyInfo to its end. A key of a type that is not known, or
// whose own encoding is bad, has `bits` 0. Errors: kInvalidArgument for the structure around it.
absl::StatusOr<PublicKey> ParsePublicKey(BytesView spki);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_PUBLIC_KEY_H_
