// Certificates out of files, for verification without a connection and to complete a chain.
#ifndef TLSPROBE_DRIVER_CERTIFICATE_FILES_H_
#define TLSPROBE_DRIVER_CERTIFICATE_FILES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// ReadCertificateFile reads every certificate of a file in PEM, the one of a file in DER, or all
// of a PKCS#7 bundle, in their order. Errors begin with the path: unreadable, none in it, one that
// does not parse.
absl::StatusOr<std::vector<CertificatePtr>> ReadCertificateFile(const std::string& path);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_CERTIFICATE_FILES_H_
