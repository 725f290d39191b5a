// Reads the files a config names into Materials, and nothing else does.
#ifndef TLSPROBE_DRIVER_LOAD_H_
#define TLSPROBE_DRIVER_LOAD_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "tlsprobe/model/materials.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe {

// Load reads certificates, keys, pass phrases, trust stores and a STARTTLS script. Blocks on files
// (and on standard input for a pass phrase "stdin"). Trust stores stay lazy: a hashed directory is
// read when asked, a bundle is indexed and its certificates parsed on demand. Environment:
// SSL_CERT_FILE and SSL_CERT_DIR for the defaults, and NAME for "env:NAME". Errors:
// kInvalidArgument or kNotFound naming option, file, and what was expected.
absl::StatusOr<Materials> Load(const ProbeConfig& config);

// An index over a PEM bundle; kept in memory as text, each certificate decoded when its subject
// is asked for. Certificates whose own settings do not trust them for `purpose` are left out.
// Errors: unreadable file, no certificate in it.
absl::StatusOr<std::shared_ptr<const CertificateSource>> OpenBundle(
    const std::string& path, Purpose purpose = Purpose::kSslServer);

// A directory of `openssl rehash` (files named by NameHash with .0, .1 …), in the same way. Errors:
// not a directory.
absl::StatusOr<std::shared_ptr<const CertificateSource>> OpenHashedDirectory(
    const std::string& path, Purpose purpose = Purpose::kSslServer);

// Resolves a pass phrase source of OpenSSL ("pass:", "env:", "file:", "fd:", "stdin"). Of the last
// three one line is read, and waited for without limit. Errors: kInvalidArgument, kNotFound.
absl::StatusOr<std::string> ReadPassPhrase(std::string_view source);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_LOAD_H_
