// Which protocol versions are offered.
#ifndef TLSPROBE_TLS_VERSION_RANGE_H_
#define TLSPROBE_TLS_VERSION_RANGE_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe {

struct VersionRange {
  uint16_t min = 0;
  uint16_t max = 0;
};

// OfferedVersions takes the lowest unbroken range of TLS 1.0 to 1.3 that `options` leaves, as
// OpenSSL does where a version in the middle is switched off. Errors: kInvalidArgument where none
// is left.
absl::StatusOr<VersionRange> OfferedVersions(const TlsOptions& options);

}  // namespace tlsprobe

#endif  // TLSPROBE_TLS_VERSION_RANGE_H_
