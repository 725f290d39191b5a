#include "tlsprobe/driver/certificate_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tlsprobe/base/address.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/driver/der.h"
#include "tlsprobe/driver/extension_values.h"

namespace tlsprobe {
namespace {

struct AttributeRow {
  std::string_view short_name;
  std::string_view oid;
  DerTag tag;
};
constexpr AttributeRow kAttributes[] = {
    {"CN", "2.5.4.3", kDerUtf8String},
    {"SN", "2.5.4.4", kDerUtf8String},
    {"serialNumber", "2.5.4.5", kDerPrintableString},
    {"C", "2.5.4.6", kDerPrintableString},
    {"L", "2.5.4.7", kDerUtf8String},
    {"ST", "2.5.4.8", kDerUtf8String},
    {"O", "2.5.4.10", kDerUtf8String},
    {"OU", "2.5.4.11", kDerUtf8String},
    {"emailAddress", "1.2.840.113549.1.9.1", kDerIa5String},
    {"DC", "0.9.2342.19200300.100.1.25", kDerIa5String},
    {"UID", "0.9.2342.19200300.100.1.1", kDerUtf8String},
};

absl::StatusOr<Bytes> AltNamesValue(const CertificateSpec& spec) {
  using Type = GeneralName::Type;
  std::vector<GeneralName> names;
  const auto add = [&](Type type, Bytes value) { names.push_back({type, std::move(value)}); };
  for (const std::string& name : spec.dns_names) add(Type::kDns, ToBytes(name));
  for (const std::string& text : spec.ip_addresses) {
    std::optional<Bytes> address = ParseIpAddress(text);
    if (!address) {
      return InvalidArgument(
          fmt::format("certificate maker: expected an IP address, got \"{}\"", text));
    }
    add(Type::kIp, *std::move(address));
  }
  for (const std::string& email : spec.email_addresses) add(Type::kEmail, ToBytes(email));
  for (const std::string& uri : spec.uris) add(Type::kUri, ToBytes(uri));
  return GeneralNamesValue(names);
}

absl::StatusOr<Bytes> ObjectId(const std::string& text) {
  std::optional<Bytes> oid = DerObjectId(text);
  if (oid) return *std::move(oid);
  return InvalidArgument(fmt::format("certificate maker: expected an OID, got \"{}\"", text));
}

bool HasAltNames(const CertificateSpec& spec) {
  return !spec.dns_names.empty() || !spec.ip_addresses.empty() || !spec.email_addresses.empty() ||
         !spec.uris.empty();
}

// All the extensions the members of `spec` ask for, the raw ones last.
absl::StatusOr<std::vector<CertificateExtension>> ListExtensions(const CertificateSpec& spec,
                                                                 BytesView key_id,
                                                                 BytesView issuer_key_id) {
  std::vector<CertificateExtension> list;
  if (spec.ca || spec.path_length) {
    list.push_back({"2.5.29.19", true, BasicConstraintsValue({spec.ca, spec.path_length})});
  }
  if (spec.key_usage) list.push_back({"2.5.29.15", true, KeyUsageValue(*spec.key_usage)});
  if (!spec.extended_key_usage.empty()) {
    for (const std::string& oid : spec.extended_key_usage) {
      if (const auto good = ObjectId(oid); !good.ok()) return good.status();
    }
    list.push_back({"2.5.29.37", false, ExtendedKeyUsageValue(spec.extended_key_usage)});
  }
  if (HasAltNames(spec)) {
    absl::StatusOr<Bytes> value = AltNamesValue(spec);
    if (!value.ok()) return value.status();
    list.push_back({"2.5.29.17", false, *std::move(value)});
  }
  if (spec.subject_key_id) list.push_back({"2.5.29.14", false, Der(kDerOctetString, key_id)});
  if (spec.authority_key_id && !issuer_key_id.empty()) {
    list.push_back(
        {"2.5.29.35", false, AuthorityKeyIdentifierValue({.key_id = ToBytes(issuer_key_id)})});
  }
  list.insert(list.end(), spec.extra_extensions.begin(), spec.extra_extensions.end());
  return list;
}

}  // namespace

absl::StatusOr<Bytes> EncodeSubject(const CertificateSpec& spec) {
  auto attributes = spec.subject;
  if (attributes.empty() && !spec.common_name.empty()) {
    attributes.emplace_back("CN", spec.common_name);
  }
  Bytes content;
  for (const auto& [type, text] : attributes) {
    const auto* row = std::ranges::find(kAttributes, type, &AttributeRow::short_name);
    const bool known = row != std::end(kAttributes);
    const std::optional<Bytes> oid = DerObjectId(known ? row->oid : std::string_view(type));
    if (!oid) {
      return InvalidArgument(fmt::format(
          "certificate maker: expected an attribute's short name or OID, got \"{}\"", type));
    }
    const Bytes value = Der(known ? row->tag : kDerUtf8String, AsBytes(text));
    Append(content, Der(kDerSet, Der(kDerSequence, {*oid, value})));
  }
  return Der(kDerSequence, content);
}

absl::StatusOr<Bytes> EncodeGeneralizedTime(UnixTime time) {
  const CivilTime civil = ToCivil(time);
  if (civil.year < 0 || civil.year > 9999) {
    return InvalidArgument(fmt::format(
        "certificate maker: expected a time within the years 0 to 9999, got year {}", civil.year));
  }
  return Der(kDerGeneralizedTime,
             AsBytes(fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}Z", civil.year, civil.month,
                                 civil.day, civil.hour, civil.minute, civil.second)));
}

absl::StatusOr<Bytes> EncodeTime(UnixTime time) {
  absl::StatusOr<Bytes> generalized = EncodeGeneralizedTime(time);
  const int year = ToCivil(time).year;
  if (!generalized.ok() || year < 1950 || year >= 2050) return generalized;
  constexpr size_t kTagLengthAndCentury = 4;
  return Der(kDerUtcTime, BytesView(*generalized).subspan(kTagLengthAndCentury));
}

absl::StatusOr<Bytes> EncodeValidity(const CertificateSpec& spec) {
  const absl::StatusOr<Bytes> not_before =
      spec.not_before_element.empty() ? EncodeTime(spec.not_before) : spec.not_before_element;
  if (!not_before.ok()) return not_before.status();
  const absl::StatusOr<Bytes> not_after =
      spec.not_after_element.empty() ? EncodeTime(spec.not_after) : spec.not_after_element;
  if (!not_after.ok()) return not_after.status();
  return Der(kDerSequence, {*not_before, *not_after});
}

absl::StatusOr<Bytes> EncodeExtensions(const CertificateSpec& spec, BytesView key_id,
                                       BytesView issuer_key_id) {
  const auto list = ListExtensions(spec, key_id, issuer_key_id);
  if (!list.ok()) return list.status();
  return EncodeExtensionList(*list);
}

absl::StatusOr<Bytes> EncodeExtensionList(const std::vector<CertificateExtension>& list) {
  Bytes content;
  for (const CertificateExtension& extension : list) {
    const absl::StatusOr<Bytes> oid = ObjectId(extension.oid);
    if (!oid.ok()) return oid.status();
    const Bytes critical = extension.critical ? Der(kDerBoolean, Bytes{0xff}) : Bytes();
    Append(content, Der(kDerSequence, {*oid, critical, Der(kDerOctetString, extension.value)}));
  }
  return content.empty() ? Bytes() : Der(kDerSequence, content);
}

}  // namespace tlsprobe
