#include "tlsprobe/driver/certificate_files.h"

#include <fmt/format.h>

#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/files.h"
#include "tlsprobe/wire/fetched.h"

namespace tlsprobe {

absl::StatusOr<std::vector<CertificatePtr>> ReadCertificateFile(const std::string& path) {
  absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return text.status();
  absl::StatusOr<std::vector<CertificatePtr>> certificates = CertificatesFromBytes(AsBytes(*text));
  if (certificates.ok()) return certificates;
  return InvalidArgument(fmt::format("{}: {}", path, Message(certificates.status())));
}

}  // namespace tlsprobe
