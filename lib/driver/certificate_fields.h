// The parts of a certificate that follow from its CertificateSpec alone, in DER.
#ifndef TLSPROBE_DRIVER_CERTIFICATE_FIELDS_H_
#define TLSPROBE_DRIVER_CERTIFICATE_FIELDS_H_

#include "absl/status/statusor.h"
#include "tlsprobe/base/bytes.h"
#include "tlsprobe/driver/certificate_maker.h"

namespace tlsprobe {

// Each gives a whole element (RFC 5280 section 4.1). Errors: kInvalidArgument, naming what cannot
// be encoded.
absl::StatusOr<Bytes> EncodeSubject(const CertificateSpec& spec);
absl::StatusOr<Bytes> EncodeValidity(const CertificateSpec& spec);

// The SEQUENCE OF Extension. `key_id` is the subject's, `issuer_key_id` the issuer's, empty for a
// self-signed one. Without any extension the result is empty.
absl::StatusOr<Bytes> EncodeExtensions(const CertificateSpec& spec, BytesView key_id,
                                       BytesView issuer_key_id);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_CERTIFICATE_FIELDS_H_
