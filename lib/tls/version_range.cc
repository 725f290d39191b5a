#include "tlsprobe/tls/version_range.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "tlsprobe/base/status.h"
#include "tlsprobe/wire/tls_names.h"

namespace tlsprobe {
namespace {

constexpr TlsVersion kSpoken[] = {TlsVersion::kTls1, TlsVersion::kTls1_1, TlsVersion::kTls1_2,
                                  TlsVersion::kTls1_3};

std::string NameOf(TlsVersion version) { return TlsVersionName(static_cast<uint16_t>(version)); }

absl::Status NothingLeft(const TlsOptions& options) {
  std::string asked =
      fmt::format("{} to {}", NameOf(options.min_version.value_or(TlsVersion::kTls1)),
                  NameOf(options.max_version.value_or(TlsVersion::kTls1_3)));
  for (const TlsVersion version : options.disabled_versions) {
    asked += fmt::format(" without {}", NameOf(version));
  }
  return InvalidArgument(fmt::format(
      "TLS versions: expected at least one of TLSv1, TLSv1.1, TLSv1.2 and TLSv1.3 to be left, got "
      "{}: no protocols available. Allow one of them",
      asked));
}

}  // namespace

absl::StatusOr<VersionRange> OfferedVersions(const TlsOptions& options) {
  const auto allowed = [&options](TlsVersion version) {
    if (options.min_version && version < *options.min_version) return false;
    if (options.max_version && version > *options.max_version) return false;
    return std::ranges::find(options.disabled_versions, version) == options.disabled_versions.end();
  };
  VersionRange range;
  for (const TlsVersion version : kSpoken) {
    const auto number = static_cast<uint16_t>(version);
    if (!allowed(version)) {
      if (range.min != 0) break;  // the hole above the lowest range
      continue;
    }
    if (range.min == 0) range.min = number;
    range.max = number;
  }
  if (range.min == 0) return NothingLeft(options);
  return range;
}

}  // namespace tlsprobe
