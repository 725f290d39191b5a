#include "tlsprobe/driver/crl_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/files.h"
#include "tlsprobe/wire/crl.h"
#include "tlsprobe/wire/fetched.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

constexpr uint8_t kSequence = 0x30;

// A SEQUENCE, and its length in more than one byte; "0" of a text has no such byte behind it.
bool LooksLikeDer(std::string_view text) {
  return text.size() > 1 && static_cast<uint8_t>(text[0]) == kSequence &&
         static_cast<uint8_t>(text[1]) >= 0x80;
}

absl::Status Failed(const std::string& path, std::string_view why) {
  return InvalidArgument(fmt::format("{}: {}", path, why));
}

absl::StatusOr<std::vector<CrlFact>> ReadDer(const std::string& path, std::string_view bytes) {
  absl::StatusOr<CrlPtr> crl = ParseCrl(ToBytes(bytes));
  if (!crl.ok()) return Failed(path, Message(crl.status()));
  return std::vector<CrlFact>{{.crl = *std::move(crl), .source = path}};
}

// Why there is no CRL in a text that was to be PEM.
std::string NoneInPem(std::string_view text, FileFormat format) {
  if (format == FileFormat::kAny) {
    return fmt::format("expected a CRL in PEM (\"BEGIN {}\") or DER, got none.", kCrlLabel);
  }
  const bool der = ParseCrl(ToBytes(text)).ok();
  return fmt::format("expected a CRL in PEM (\"BEGIN {}\"), got {}.", kCrlLabel,
                     der ? "one in DER. For DER add -CRLform DER" : "none");
}

absl::StatusOr<std::vector<CrlFact>> ReadPem(const std::string& path, std::string_view text,
                                             FileFormat format) {
  DecodedCrls decoded = DecodeCrls(text, path);
  if (!decoded.error.ok()) return Failed(path, Message(decoded.error));
  if (!decoded.crls.empty()) return std::move(decoded.crls);
  return Failed(path, NoneInPem(text, format));
}

}  // namespace

DecodedCrls DecodeCrls(std::string_view pem, const std::string& source) {
  DecodedCrls decoded;
  RawPemBlock block;
  while (NextPemBlock(pem, block)) {
    if (block.label != kCrlLabel) continue;
    absl::StatusOr<Bytes> der = FromBase64(block.base64);
    absl::StatusOr<CrlPtr> crl = der.ok() ? ParseCrl(*std::move(der)) : der.status();
    if (crl.ok()) {
      decoded.crls.push_back({.crl = *std::move(crl), .source = source});
    } else if (decoded.error.ok()) {
      decoded.error = crl.status();
    }
  }
  return decoded;
}

absl::StatusOr<std::vector<CrlFact>> CrlsOfText(std::string_view text, const std::string& source,
                                                BrokenBlocks broken) {
  std::string_view rest = text;
  RawPemBlock block;
  if (LooksLikeDer(text) || !NextPemBlock(rest, block)) {
    absl::StatusOr<CrlPtr> crl = CrlFromBytes(ToBytes(text));
    if (!crl.ok()) return crl.status();
    return std::vector<CrlFact>{{.crl = *std::move(crl), .source = source}};
  }
  DecodedCrls decoded = DecodeCrls(text, source);
  const bool skip = broken == BrokenBlocks::kSkip && !decoded.crls.empty();
  if (!skip && !decoded.error.ok()) return decoded.error;
  if (decoded.crls.empty()) return InvalidArgument("expected CRLs, got none");
  return std::move(decoded.crls);
}

absl::StatusOr<std::vector<CrlFact>> ReadCrlFile(const std::string& path, FileFormat format) {
  absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return text.status();
  const bool der =
      format == FileFormat::kDer || (format == FileFormat::kAny && LooksLikeDer(*text));
  return der ? ReadDer(path, *text) : ReadPem(path, *text, format);
}

std::vector<CrlFact> WithIssuer(const std::vector<CrlFact>& crls, BytesView name) {
  const Bytes wanted = CanonicalName(name);
  std::vector<CrlFact> found;
  std::ranges::copy_if(crls, std::back_inserter(found), [&wanted](const CrlFact& fact) {
    return CanonicalName(fact.crl->issuer.der) == wanted;
  });
  return found;
}

}  // namespace tlsprobe
