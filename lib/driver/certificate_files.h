// Certificates out of files the user named. Nobody hostile chose them, so that there is no limit to
// their number; those that are sent or fetched have one (wire/fetched.h).
#ifndef TLSPROBE_DRIVER_CERTIFICATE_FILES_H_
#define TLSPROBE_DRIVER_CERTIFICATE_FILES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tlsprobe/driver/broken_blocks.h"
#include "tlsprobe/model/certificate.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe {

// CertificatesOfText takes what `openssl verify -untrusted` takes: the one certificate of a text in
// DER, or every certificate of one in PEM ("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED
// CERTIFICATE"), in their order; and, where there is none of them, those of a PKCS#7 message in
// DER, BER or PEM, which OpenSSL refuses. Blocks of other kinds do not count, nor do any inside of
// DER, which OpenSSL would take: whoever makes a certificate must not choose which one is judged.
// With `trusted_for` the certificates would be trusted: one whose own settings
// (trusted_certificate.h) do not allow that for this purpose is left out, or, with kRefuse, as good
// as broken. Without, they complete a chain or are judged themselves, and settings do not count.
// Errors: kInvalidArgument, why there is none, or what is broken.
absl::StatusOr<std::vector<CertificatePtr>> CertificatesOfText(
    std::string_view text, std::optional<Purpose> trusted_for,
    BrokenBlocks broken = BrokenBlocks::kSkip);

// ReadCertificateFile reads a file of certificates that may complete a chain, so. Errors begin with
// the path: unreadable, none in it.
absl::StatusOr<std::vector<CertificatePtr>> ReadCertificateFile(const std::string& path);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_CERTIFICATE_FILES_H_
