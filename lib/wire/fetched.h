// What a URL of a certificate gave, taken for what it should be. The formats are those RFC 5280
// names, and PEM, which is what servers send, too.
#ifndef TLSPROBE_WIRE_FETCHED_H_
#define TLSPROBE_WIRE_FETCHED_H_

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "tlsprobe/base/bytes.h"
#include "tlsprobe/model/certificate.h"
#include "tlsprobe/model/crl.h"

namespace tlsprobe {

// More would keep whoever builds a path busy, and help nobody.
inline constexpr size_t kMostFetchedCertificates = 100;

// CertificatesFromBytes reads one certificate in DER, a certs-only PKCS#7 message in DER or BER
// (RFC 5280 section 4.2.2.1), or either of them in PEM, any number. A certificate that does not
// parse is left out where another does. Errors: kInvalidArgument, where there is none, or more than
// `most`, which has to hold for what strangers say.
absl::StatusOr<std::vector<CertificatePtr>> CertificatesFromBytes(
    BytesView bytes, size_t most = kMostFetchedCertificates);

// CrlFromBytes reads a CRL in DER (RFC 5280 section 4.2.1.13) or PEM, its first block. Errors:
// kInvalidArgument.
absl::StatusOr<CrlPtr> CrlFromBytes(Bytes bytes);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_FETCHED_H_
