// One certificate out of a trust store: its DER, its subject, and whether the store itself says
// that it must not be trusted for TLS servers.
#ifndef TLSPROBE_DRIVER_TRUSTED_CERTIFICATE_H_
#define TLSPROBE_DRIVER_TRUSTED_CERTIFICATE_H_

#include <optional>
#include <string_view>

#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE" (openssl-x509(1), Trust Settings).
bool IsCertificateLabel(std::string_view label);

// SubjectOf finds the DER Name of the subject in a certificate (RFC 5280 section 4.1) and parses
// nothing else. `der` may be cut off behind the subject. Nullopt where the outline is not one of a
// certificate; the view is into `der`.
std::optional<BytesView> SubjectOf(BytesView der);

// DecodeCertificate gives the certificate of a block, whatever trust settings stand behind it;
// nullopt where it is not one.
std::optional<Bytes> DecodeCertificate(const RawPemBlock& block);

// DecodeTrusted is nullopt, too, for a "TRUSTED CERTIFICATE" whose settings reject, or do not list,
// server authentication.
std::optional<Bytes> DecodeTrusted(const RawPemBlock& block);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_TRUSTED_CERTIFICATE_H_
