#include "tlsprobe/driver/certificate_files.h"

#include <fmt/format.h>

#include <limits>
#include <optional>
#include <utility>

#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/files.h"
#include "tlsprobe/driver/outline.h"
#include "tlsprobe/driver/trusted_certificate.h"
#include "tlsprobe/wire/certificate.h"
#include "tlsprobe/wire/fetched.h"

namespace tlsprobe {
namespace {

constexpr char kSequence = '\x30';
constexpr size_t kAnyNumber = std::numeric_limits<size_t>::max();

absl::StatusOr<CertificatePtr> CertificateOf(const RawPemBlock& block) {
  std::optional<Bytes> der = DecodeCertificate(block);
  if (!der) {
    return InvalidArgument("expected certificates in PEM, got a block that is broken");
  }
  return ParseCertificate(*std::move(der));
}

absl::Status NotTrusted() {
  return InvalidArgument(
      "expected certificates that may be trusted, got one whose trust settings do not allow it for "
      "this purpose");
}

}  // namespace

absl::StatusOr<std::vector<CertificatePtr>> CertificatesOfText(std::string_view text,
                                                               std::optional<Purpose> trusted_for,
                                                               BrokenBlocks broken) {
  if (text.starts_with(kSequence)) {
    absl::StatusOr<CertificatePtr> certificate = ParseCertificate(AsBytes(text));
    if (certificate.ok()) return std::vector<CertificatePtr>{*std::move(certificate)};
  }
  if (IsPkcs12(AsBytes(text))) {
    return InvalidArgument(fmt::format(
        "expected certificates in PEM, DER or PKCS#7, got PKCS#12. {}", kConvertPkcs12));
  }
  std::vector<CertificatePtr> certificates;
  absl::Status first_error;
  bool left_out = false;
  std::string_view rest = text;
  RawPemBlock block;
  while (NextPemBlock(rest, block)) {
    if (!IsCertificateLabel(block.label)) continue;
    absl::StatusOr<CertificatePtr> certificate = CertificateOf(block);
    const bool rejected = certificate.ok() && trusted_for && !DecodeTrusted(block, *trusted_for);
    if (rejected && broken == BrokenBlocks::kRefuse) return NotTrusted();
    left_out = left_out || rejected;
    if (rejected) continue;
    if (certificate.ok()) {
      certificates.push_back(*std::move(certificate));
    } else if (broken == BrokenBlocks::kRefuse) {
      return certificate.status();
    } else if (first_error.ok()) {
      first_error = certificate.status();
    }
  }
  if (!certificates.empty() || left_out) return certificates;
  if (!first_error.ok()) return first_error;
  return CertificatesFromBytes(AsBytes(text), kAnyNumber);
}

absl::StatusOr<std::vector<CertificatePtr>> ReadCertificateFile(const std::string& path) {
  absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return text.status();
  absl::StatusOr<std::vector<CertificatePtr>> certificates =
      CertificatesOfText(*text, std::nullopt);
  if (certificates.ok()) return certificates;
  return InvalidArgument(fmt::format("{}: {}", path, Message(certificates.status())));
}

}  // namespace tlsprobe
