// Certificates out of files the user named. Nobody hostile chose them, so that there is no limit to
// their number; those that are sent or fetched have one (wire/fetched.h).
#ifndef TLSPROBE_DRIVER_CERTIFICATE_FILES_H_
#define TLSPROBE_DRIVER_CERTIFICATE_FILES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tlsprobe/driver/broken_blocks.h"
#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// What the settings of a "TRUSTED CERTIFICATE" (openssl-x509(1), Trust Settings) are good for.
enum class TrustSettings : uint8_t {
  kIgnore,  // the certificate completes a chain, or is judged itself
  kObey,    // it would be trusted: one that is not for TLS servers is as good as broken
};

// CertificatesOfText takes what `openssl verify -untrusted` takes: the one certificate of a text in
// DER, or every certificate of one in PEM ("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED
// CERTIFICATE"), in their order; and, where there is none of them, those of a PKCS#7 message in
// DER, BER or PEM, which OpenSSL refuses. Blocks of other kinds do not count, nor do any inside of
// DER, which OpenSSL would take: whoever makes a certificate must not choose which one is judged.
// Errors: kInvalidArgument, why there is none, or what is broken.
absl::StatusOr<std::vector<CertificatePtr>> CertificatesOfText(
    std::string_view text, TrustSettings settings, BrokenBlocks broken = BrokenBlocks::kSkip);

// ReadCertificateFile reads a file of certificates that may complete a chain, so. Errors begin with
// the path: unreadable, none in it.
absl::StatusOr<std::vector<CertificatePtr>> ReadCertificateFile(const std::string& path);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_CERTIFICATE_FILES_H_
