#include "tlsprobe/wire/signed_reader.h"

#include <utility>

#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/wire/cbs.h"
#include "tlsprobe/wire/name.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

// Names and extensions take many times their bytes when they are taken apart. Longer ones are
// nobody's.
constexpr size_t kLargestPart = 1 << 20;

}  // namespace

absl::Status SignedReader::Expected(std::string_view what, const CBS& at) const {
  return InvalidArgument(fmt::format("{}: expected {} at byte {} of {} (RFC 5280 section {})",
                                     noun_, what, CBS_data(&at) - der_.data(), der_.size(),
                                     section_));
}

// CBS may be past an element when that is not the one wanted: errors tell where it began.
absl::Status SignedReader::Take(CBS& in, CBS_ASN1_TAG tag, std::string_view what,
                                CBS& content) const {
  const CBS start = in;
  return CBS_get_asn1(&in, &content, tag) ? absl::OkStatus() : Expected(what, start);
}

absl::Status SignedReader::TakeElement(CBS& in, CBS_ASN1_TAG tag, std::string_view what,
                                       CBS& element) const {
  const CBS start = in;
  return CBS_get_asn1_element(&in, &element, tag) ? absl::OkStatus() : Expected(what, start);
}

absl::Status SignedReader::TakeSigned(std::string_view what, CBS& signed_part,
                                      SignatureAlgorithm& algorithm, Bytes& signature) const {
  CBS in(der_), outer, bits;
  if (absl::Status status = Take(in, CBS_ASN1_SEQUENCE, "a SEQUENCE", outer); !status.ok()) {
    return status;
  }
  if (CBS_len(&in) != 0) return Expected("the end", in);
  if (absl::Status status =
          TakeElement(outer, CBS_ASN1_SEQUENCE, fmt::format("the {}", what), signed_part);
      !status.ok()) {
    return status;
  }
  if (absl::Status status = TakeAlgorithm(outer, algorithm); !status.ok()) return status;
  const CBS start = outer;
  if (!CBS_get_asn1(&outer, &bits, CBS_ASN1_BITSTRING) || !CBS_skip(&bits, 1)) {
    return Expected("the signature as a BIT STRING", start);
  }
  if (CBS_len(&outer) != 0) return Expected("the end behind the signature", outer);
  signature = ToBytes(View(bits));
  return absl::OkStatus();
}

absl::Status SignedReader::TakeAlgorithm(CBS& in, SignatureAlgorithm& algorithm) const {
  const CBS start = in;
  CBS content, oid;
  if (!CBS_get_asn1(&in, &content, CBS_ASN1_SEQUENCE) ||
      !CBS_get_asn1(&content, &oid, CBS_ASN1_OBJECT)) {
    return Expected("the signature algorithm", start);
  }
  algorithm.oid = DottedOid(View(oid));
  algorithm.parameters = ToBytes(View(content));
  return absl::OkStatus();
}

absl::Status SignedReader::TakeName(CBS& in, std::string_view what, Name& name) const {
  CBS element;
  if (absl::Status status =
          TakeElement(in, CBS_ASN1_SEQUENCE, fmt::format("the {}", what), element);
      !status.ok()) {
    return status;
  }
  if (CBS_len(&element) > kLargestPart) {
    return Expected(fmt::format("no more than {} bytes of {}", kLargestPart, what), element);
  }
  absl::StatusOr<Name> parsed = ParseName(View(element));
  if (!parsed.ok()) {
    return InvalidArgument(fmt::format("{}: {} at byte {}: {}", noun_, what,
                                       CBS_data(&element) - der_.data(), Message(parsed.status())));
  }
  name = *std::move(parsed);
  return absl::OkStatus();
}

absl::Status SignedReader::TakeExtensions(CBS& in, unsigned number, std::string_view signed_part,
                                          std::vector<CertificateExtension>& extensions) const {
  CBS wrapped, list;
  const CBS start = in;
  int present = 0;
  if (!CBS_get_optional_asn1(&in, &wrapped, &present, kContextConstructed | number)) {
    return Expected("the extensions", start);
  }
  if (CBS_len(&in) != 0) return Expected(fmt::format("the end of the {}", signed_part), in);
  if (!present) return absl::OkStatus();
  const CBS content = wrapped;
  if (!CBS_get_asn1(&wrapped, &list, CBS_ASN1_SEQUENCE) || CBS_len(&wrapped) != 0) {
    return Expected("a SEQUENCE of extensions", content);
  }
  if (CBS_len(&list) > kLargestPart) {
    return Expected(fmt::format("no more than {} bytes of extensions", kLargestPart), list);
  }
  while (CBS_len(&list) != 0) {
    const CBS at = list;
    ExtensionView extension;
    if (!TakeExtension(list, extension)) return Expected("an extension", at);
    extensions.push_back({.oid = DottedOid(extension.oid),
                          .critical = extension.critical,
                          .value = ToBytes(extension.value)});
  }
  return absl::OkStatus();
}

bool TakeExtension(CBS& list, ExtensionView& extension) {
  CBS content, oid, critical, value;
  int has_critical = 0;
  if (!CBS_get_asn1(&list, &content, CBS_ASN1_SEQUENCE) ||
      !CBS_get_asn1(&content, &oid, CBS_ASN1_OBJECT) ||
      !CBS_get_optional_asn1(&content, &critical, &has_critical, CBS_ASN1_BOOLEAN) ||
      !CBS_get_asn1(&content, &value, CBS_ASN1_OCTETSTRING) || CBS_len(&content) != 0) {
    return false;
  }
  extension.oid = View(oid);
  extension.critical = has_critical && CBS_len(&critical) != 0 && *CBS_data(&critical) != 0;
  extension.value = View(value);
  return true;
}

}  // namespace tlsprobe
