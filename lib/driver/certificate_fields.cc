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

// UTCTime up to 2049, then GeneralizedTime (RFC 5280 section 4.1.2.5).
absl::StatusOr<Bytes> EncodeTime(UnixTime time) {
  const CivilTime civil = ToCivil(time);
  if (civil.year < 0 || civil.year > 9999) {
    return InvalidArgument(fmt::format(
        "certificate maker: expected a time within the years 0 to 9999, got year {}", civil.year));
  }
  const bool utc_time = civil.year >= 1950 && civil.year < 2050;
  const std::string digits = fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}Z", civil.year, civil.month,
                                         civil.day, civil.hour, civil.minute, civil.second);
  return Der(utc_time ? kDerUtcTime : kDerGeneralizedTime,
             AsBytes(std::string_view(digits).substr(utc_time ? 2 : 0)));
}

absl::StatusOr<Bytes> AltNamesValue(const CertificateSpec& spec) {
  using Type = GeneralName::Type;
  Bytes names;
  const auto add = [&](Type type, BytesView value) {
    Append(names, Der(kDerContext + static_cast<int>(type), value));
  };
  for (const std::string& name : spec.dns_names) add(Type::kDns, AsBytes(name));
  for (const std::string& text : spec.ip_addresses) {
    const std::optional<Bytes> address = ParseIpAddress(text);
    if (!address) {
      return InvalidArgument(
          fmt::format("certificate maker: expected an IP address, got \"{}\"", text));
    }
    add(Type::kIp, *address);
  }
  for (const std::string& email : spec.email_addresses) add(Type::kEmail, AsBytes(email));
  for (const std::string& uri : spec.uris) add(Type::kUri, AsBytes(uri));
  return Der(kDerSequence, names);
}

// A BIT STRING of named bits has no trailing zeros (X.690 section 11.2.2).
Bytes KeyUsageValue(uint16_t usage) {
  constexpr int kBits = 9;
  Bytes bits(3);
  int highest = -1;
  for (int bit = 0; bit < kBits; ++bit) {
    if ((usage >> bit & 1) == 0) continue;
    uint8_t& byte = bits[static_cast<size_t>(1 + bit / 8)];
    byte = static_cast<uint8_t>(byte | (0x80 >> bit % 8));
    highest = bit;
  }
  bits[0] = static_cast<uint8_t>(highest < 0 ? 0 : 7 - highest % 8);  // unused bits
  return Der(kDerBitString, BytesView(bits).first(static_cast<size_t>(1 + (highest + 8) / 8)));
}

Bytes BasicConstraintsValue(const CertificateSpec& spec) {
  Bytes content;
  if (spec.ca) Append(content, Der(kDerBoolean, Bytes{0xff}));
  if (spec.path_length) Append(content, DerUint(*spec.path_length));
  return Der(kDerSequence, content);
}

absl::StatusOr<Bytes> ExtendedKeyUsageValue(const std::vector<std::string>& oids) {
  Bytes content;
  for (const std::string& text : oids) {
    const std::optional<Bytes> oid = DerObjectId(text);
    if (!oid) {
      return InvalidArgument(fmt::format("certificate maker: expected an OID, got \"{}\"", text));
    }
    Append(content, *oid);
  }
  return Der(kDerSequence, content);
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
  if (spec.ca || spec.path_length) list.push_back({"2.5.29.19", true, BasicConstraintsValue(spec)});
  if (spec.key_usage) list.push_back({"2.5.29.15", true, KeyUsageValue(*spec.key_usage)});
  if (!spec.extended_key_usage.empty()) {
    absl::StatusOr<Bytes> value = ExtendedKeyUsageValue(spec.extended_key_usage);
    if (!value.ok()) return value.status();
    list.push_back({"2.5.29.37", false, *std::move(value)});
  }
  if (HasAltNames(spec)) {
    absl::StatusOr<Bytes> value = AltNamesValue(spec);
    if (!value.ok()) return value.status();
    list.push_back({"2.5.29.17", false, *std::move(value)});
  }
  if (spec.subject_key_id) list.push_back({"2.5.29.14", false, Der(kDerOctetString, key_id)});
  if (spec.authority_key_id && !issuer_key_id.empty()) {
    list.push_back({"2.5.29.35", false, Der(kDerSequence, Der(kDerContext, issuer_key_id))});
  }
  list.insert(list.end(), spec.extra_extensions.begin(), spec.extra_extensions.end());
  return list;
}

Bytes Subtrees(int tag, const std::vector<GeneralName>& names) {
  Bytes content;
  for (const GeneralName& name : names) {
    // A Name is a CHOICE: its tag is explicit.
    const bool directory = name.type == GeneralName::Type::kDirectory;
    const int base =
        (directory ? kDerContextConstructed : kDerContext) + static_cast<int>(name.type);
    Append(content, Der(kDerSequence, Der(base, name.value)));
  }
  return names.empty() ? Bytes() : Der(tag, content);
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

absl::StatusOr<Bytes> EncodeValidity(const CertificateSpec& spec) {
  const absl::StatusOr<Bytes> not_before = EncodeTime(spec.not_before);
  if (!not_before.ok()) return not_before.status();
  const absl::StatusOr<Bytes> not_after = EncodeTime(spec.not_after);
  if (!not_after.ok()) return not_after.status();
  return Der(kDerSequence, {*not_before, *not_after});
}

absl::StatusOr<Bytes> EncodeExtensions(const CertificateSpec& spec, BytesView key_id,
                                       BytesView issuer_key_id) {
  const auto list = ListExtensions(spec, key_id, issuer_key_id);
  if (!list.ok()) return list.status();
  Bytes content;
  for (const CertificateExtension& extension : *list) {
    const std::optional<Bytes> oid = DerObjectId(extension.oid);
    if (!oid) {
      return InvalidArgument(
          fmt::format("certificate maker: expected an OID, got \"{}\"", extension.oid));
    }
    const Bytes critical = extension.critical ? Der(kDerBoolean, Bytes{0xff}) : Bytes();
    Append(content, Der(kDerSequence, {*oid, critical, Der(kDerOctetString, extension.value)}));
  }
  return content.empty() ? Bytes() : Der(kDerSequence, content);
}

Bytes NameConstraintsValue(const NameConstraints& constraints) {
  return Der(kDerSequence, {Subtrees(kDerContextConstructed, constraints.permitted),
                            Subtrees(kDerContextConstructed + 1, constraints.excluded)});
}

}  // namespace tlsprobe
