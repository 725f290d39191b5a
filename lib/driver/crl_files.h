// CRLs out of files and trust stores.
#ifndef TLSPROBE_DRIVER_CRL_FILES_H_
#define TLSPROBE_DRIVER_CRL_FILES_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tlsprobe/driver/broken_blocks.h"
#include "tlsprobe/model/crl.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe {

inline constexpr std::string_view kCrlLabel = "X509 CRL";

// The CRLs of a text in PEM, and why the first that could not be read could not.
struct DecodedCrls {
  std::vector<CrlFact> crls = {};
  absl::Status error = {};
};
DecodedCrls DecodeCrls(std::string_view pem, const std::string& source);

// CrlsOfText takes all of a text in PEM, or one in DER. Errors: kInvalidArgument, why there is
// none, or what is broken.
absl::StatusOr<std::vector<CrlFact>> CrlsOfText(std::string_view text, const std::string& source,
                                                BrokenBlocks broken);

// ReadCrlFile reads one CRL in DER or all of a file in PEM; kAny looks which it is. Errors begin
// with the path: unreadable, no CRL in it, one that does not parse.
absl::StatusOr<std::vector<CrlFact>> ReadCrlFile(const std::string& path, FileFormat format);

// Those of `crls` whose issuer has this name, canonically.
std::vector<CrlFact> WithIssuer(const std::vector<CrlFact>& crls, BytesView name);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_CRL_FILES_H_
