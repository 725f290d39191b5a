// The files of `tlsprobe verify`, read as `openssl verify` reads them.
#ifndef TLSPROBE_CLI_VERIFY_FILES_H_
#define TLSPROBE_CLI_VERIFY_FILES_H_

#include <string>
#include <variant>

#include "cli/command_line.h"
#include "cli/parser.h"
#include "tlsprobe/model/certificate.h"
#include "tlsprobe/model/materials.h"

namespace tlsprobe::cli {

// LoadVerifyFiles reads what certificates are judged by: anchors, untrusted certificates, CRLs. The
// default trust stores count beside what is named, as in `openssl verify`. Of those that would be
// trusted only such count as their own settings trust for `purpose`. Errors: OpenSSL's line
// for the first file that is of no use, and one that says why.
std::variant<Materials, UsageError> LoadVerifyFiles(const CommandLine& line, Purpose purpose);

// LoadCertificate takes the first certificate of a file (PEM, DER or PKCS#7), or, with null, of
// standard input. Errors: as LoadVerifyFiles.
std::variant<CertificatePtr, UsageError> LoadCertificate(const std::string* path);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_VERIFY_FILES_H_
