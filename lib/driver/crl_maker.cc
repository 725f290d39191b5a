#include "tlsprobe/driver/crl_maker.h"

#include <utility>

#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/certificate_fields.h"
#include "tlsprobe/driver/der.h"
#include "tlsprobe/driver/extension_values.h"
#include "tlsprobe/driver/made_signature.h"

namespace tlsprobe {
namespace {

constexpr int kEnumerated = 0x0a;

absl::StatusOr<std::vector<CertificateExtension>> EntryExtensions(const CrlEntrySpec& entry) {
  std::vector<CertificateExtension> list;
  if (entry.reason) {
    list.push_back(
        {"2.5.29.21", false, Der(kEnumerated, Bytes{static_cast<uint8_t>(*entry.reason)})});
  }
  if (entry.invalid_since) {
    absl::StatusOr<Bytes> date = EncodeGeneralizedTime(*entry.invalid_since);
    if (!date.ok()) return date.status();
    list.push_back({"2.5.29.24", false, *std::move(date)});
  }
  if (!entry.certificate_issuer.empty()) {
    list.push_back(
        {"2.5.29.29", entry.certificate_issuer_critical,
         GeneralNamesValue({{GeneralName::Type::kDirectory, entry.certificate_issuer}})});
  }
  list.insert(list.end(), entry.extra_extensions.begin(), entry.extra_extensions.end());
  return list;
}

std::vector<CertificateExtension> ListExtensions(const CrlSpec& spec) {
  std::vector<CertificateExtension> list;
  if (spec.authority_key_id) {
    list.push_back(
        {"2.5.29.35", false, AuthorityKeyIdentifierValue({.key_id = spec.issuer->key_id})});
  }
  if (!spec.number.empty()) list.push_back({"2.5.29.20", false, Der(kDerInteger, spec.number)});
  if (!spec.base_number.empty()) {
    list.push_back({"2.5.29.27", spec.base_number_critical, Der(kDerInteger, spec.base_number)});
  }
  if (spec.issuing_distribution_point) {
    list.push_back({"2.5.29.28", spec.issuing_distribution_point_critical,
                    IssuingDistributionPointValue(*spec.issuing_distribution_point)});
  }
  list.insert(list.end(), spec.extra_extensions.begin(), spec.extra_extensions.end());
  return list;
}

absl::StatusOr<Bytes> EncodeEntry(const CrlEntrySpec& entry, bool with_extensions) {
  const absl::StatusOr<Bytes> revoked_at = EncodeTime(entry.revoked_at);
  if (!revoked_at.ok()) return revoked_at.status();
  Bytes extensions;
  if (with_extensions) {
    const auto list = EntryExtensions(entry);
    if (!list.ok()) return list.status();
    absl::StatusOr<Bytes> encoded = EncodeExtensionList(*list);
    if (!encoded.ok()) return encoded.status();
    extensions = *std::move(encoded);
  }
  return Der(kDerSequence, {Der(kDerInteger, entry.serial), *revoked_at, extensions});
}

// The content of revokedCertificates.
absl::StatusOr<Bytes> EncodeEntries(const CrlSpec& spec) {
  Bytes content;
  for (const CrlEntrySpec& entry : spec.entries) {
    const absl::StatusOr<Bytes> element = EncodeEntry(entry, spec.version != 1);
    if (!element.ok()) return element.status();
    Append(content, *element);
  }
  return content;
}

// Both times, the second only where there is one.
absl::StatusOr<Bytes> EncodeUpdates(const CrlSpec& spec) {
  absl::StatusOr<Bytes> times =
      spec.this_update_element.empty() ? EncodeTime(spec.this_update) : spec.this_update_element;
  if (!times.ok()) return times.status();
  Append(*times, spec.next_update_element);
  if (!spec.next_update_element.empty() || !spec.next_update) return times;
  const absl::StatusOr<Bytes> next = EncodeTime(*spec.next_update);
  if (!next.ok()) return next.status();
  Append(*times, *next);
  return times;
}

absl::StatusOr<Bytes> EncodeTbs(const CrlSpec& spec, BytesView algorithm) {
  const absl::StatusOr<Bytes> updates = EncodeUpdates(spec);
  if (!updates.ok()) return updates.status();
  const absl::StatusOr<Bytes> entries = EncodeEntries(spec);
  if (!entries.ok()) return entries.status();
  Bytes version, revoked, extensions;
  if (!entries->empty()) revoked = Der(kDerSequence, *entries);
  if (spec.version != 1) {
    version = DerUint(static_cast<uint64_t>(spec.version - 1));
    const absl::StatusOr<Bytes> list = EncodeExtensionList(ListExtensions(spec));
    if (!list.ok()) return list.status();
    if (!list->empty()) extensions = Der(kDerContextConstructed, *list);
  }
  const Bytes& issuer = spec.issuer_name.empty() ? spec.issuer->subject : spec.issuer_name;
  return Der(kDerSequence, {version, algorithm, issuer, *updates, revoked, extensions});
}

}  // namespace

absl::StatusOr<Bytes> MakeCrl(const CrlSpec& spec) {
  if (spec.issuer == nullptr) return InvalidArgument("CRL maker: expected an issuer");
  return MakeSigned(spec.issuer->private_key, SignatureOf(spec),
                    [&](BytesView algorithm) { return EncodeTbs(spec, algorithm); });
}

std::string CrlPem(BytesView der) { return ToPem("X509 CRL", der); }

}  // namespace tlsprobe
