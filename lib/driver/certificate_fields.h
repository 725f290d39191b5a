// The parts of a certificate that follow from its CertificateSpec alone, in DER, and what a CRL
// has of the same kind.
#ifndef TLSPROBE_DRIVER_CERTIFICATE_FIELDS_H_
#define TLSPROBE_DRIVER_CERTIFICATE_FIELDS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "tlsprobe/base/bytes.h"
#include "tlsprobe/base/time.h"
#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// Each gives a whole element (RFC 5280 section 4.1). Errors: kInvalidArgument, naming what cannot
// be encoded.
absl::StatusOr<Bytes> EncodeSubject(const CertificateSpec& spec);
absl::StatusOr<Bytes> EncodeValidity(const CertificateSpec& spec);

// The SEQUENCE OF Extension. `key_id` is the subject's, `issuer_key_id` the issuer's, empty for a
// self-signed one. Without any extension the result is empty.
absl::StatusOr<Bytes> EncodeExtensions(const CertificateSpec& spec, BytesView key_id,
                                       BytesView issuer_key_id);

// The SEQUENCE OF Extension as listed, empty without any.
absl::StatusOr<Bytes> EncodeExtensionList(const std::vector<CertificateExtension>& list);

// UTCTime up to 2049, then GeneralizedTime (RFC 5280 section 4.1.2.5).
absl::StatusOr<Bytes> EncodeTime(UnixTime time);
absl::StatusOr<Bytes> EncodeGeneralizedTime(UnixTime time);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_CERTIFICATE_FIELDS_H_
