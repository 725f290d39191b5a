// One certificate out of a trust store: its DER, and whether the store itself says that it must not
// be trusted for a purpose.
#ifndef TLSPROBE_DRIVER_TRUSTED_CERTIFICATE_H_
#define TLSPROBE_DRIVER_TRUSTED_CERTIFICATE_H_

#include <optional>
#include <string_view>

#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/bytes.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe {

// "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE" (openssl-x509(1), Trust Settings).
bool IsCertificateLabel(std::string_view label);

// DecodeCertificate gives the certificate of a block, whatever trust settings stand behind it;
// nullopt where it is not one.
std::optional<Bytes> DecodeCertificate(const RawPemBlock& block);

// DecodeTrusted is nullopt, too, for a "TRUSTED CERTIFICATE" whose settings reject what `purpose`
// is about, or list uses and not that one. As in OpenSSL: "any use" counts for each; kAny is about
// exactly that; for kCrlSign and kOcspHelper settings do not count.
std::optional<Bytes> DecodeTrusted(const RawPemBlock& block, Purpose purpose);

// IsRejected is true for a certificate that is not trusted for its settings.
bool IsRejected(const RawPemBlock& block, Purpose purpose);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_TRUSTED_CERTIFICATE_H_
