// Stores of trust anchors that read and decode no more than they are asked for.
#ifndef TLSPROBE_DRIVER_TRUST_STORE_H_
#define TLSPROBE_DRIVER_TRUST_STORE_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tlsprobe/model/materials.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe {

using CertificateSourcePtr = std::shared_ptr<const CertificateSource>;

// Each leaves out certificates whose own settings do not trust them for `purpose`
// (trusted_certificate.h).

// NewBundle is OpenBundle over a text at hand; `name` begins its errors.
absl::StatusOr<CertificateSourcePtr> NewBundle(std::string text, const std::string& name,
                                               Purpose purpose = Purpose::kSslServer);

// NewLenientBundle is NewBundle that passes over blocks that are no certificate, as
// NewDeferredBundle does, and tells of them.
struct LenientBundle {
  CertificateSourcePtr source = {};
  size_t bad_block = 0;           // the first that is no certificate, counted from 1; 0: all are
  bool has_certificates = false;  // one at least
  bool empty = false;             // no certificate and no CRL
};
LenientBundle NewLenientBundle(std::string text, Purpose purpose);

// NewDeferredBundle reads its file when first asked; one that cannot be read or has nothing in it
// is an empty store. For defaults, which nobody named.
CertificateSourcePtr NewDeferredBundle(std::string path, Purpose purpose = Purpose::kSslServer);

// NewHashedDirectories asks each directory of a colon-separated list; one that is not there has
// nothing. Null for an empty list.
CertificateSourcePtr NewHashedDirectories(std::string_view paths,
                                          Purpose purpose = Purpose::kSslServer);

// What all of `sources` have.
CertificateSourcePtr NewUnion(std::vector<CertificateSourcePtr> sources);

// What the first of `sources` has that has anything. For sources expected to hold the same: the
// cheap one first.
CertificateSourcePtr NewFirstOf(std::vector<CertificateSourcePtr> sources);

// DefaultTrust is the system's: SSL_CERT_FILE and SSL_CERT_DIR, or where distributions keep them.
// Null where neither is wanted or there. As for OpenSSL, a variable that names nothing usable is no
// error; `notes` (may be null) gets a sentence about each.
CertificateSourcePtr DefaultTrust(bool use_file, bool use_directory,
                                  std::vector<std::string>* notes = nullptr,
                                  Purpose purpose = Purpose::kSslServer);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_TRUST_STORE_H_
