#include "tlsprobe/driver/extension_values.h"

#include <optional>

#include "tlsprobe/driver/der.h"

namespace tlsprobe {
namespace {

constexpr std::string_view kCpsOid = "1.3.6.1.5.5.7.2.1";
constexpr std::string_view kUserNoticeOid = "1.3.6.1.5.5.7.2.2";
constexpr std::string_view kOcspOid = "1.3.6.1.5.5.7.48.1";
constexpr std::string_view kCaIssuersOid = "1.3.6.1.5.5.7.48.2";

Bytes ObjectId(std::string_view dotted) {
  return DerObjectId(dotted).value_or(Der(kDerOid, BytesView()));
}

// [number] IMPLICIT INTEGER.
Bytes TaggedUint(int number, uint64_t value) {
  Bytes element = DerUint(value);
  element[0] = static_cast<uint8_t>(kDerContext + number);
  return element;
}

// The content of a BIT STRING of named bits, bit n being 1 << n, without trailing zeros (X.690
// section 11.2.2).
Bytes NamedBits(uint16_t set) {
  constexpr size_t kBits = 16;
  Bytes bits(1 + kBits / 8);
  size_t count = 0;  // up to the last that is set
  for (size_t bit = 0; bit < kBits; ++bit) {
    if ((set >> bit & 1) == 0) continue;
    uint8_t& byte = bits[1 + bit / 8];
    byte = static_cast<uint8_t>(byte | (0x80 >> bit % 8));
    count = bit + 1;
  }
  bits.resize(1 + (count + 7) / 8);
  bits[0] = static_cast<uint8_t>((bits.size() - 1) * 8 - count);  // unused bits
  return bits;
}

Bytes OneName(const GeneralName& name) {
  using Type = GeneralName::Type;
  const int number = static_cast<int>(name.type);
  switch (name.type) {
    case Type::kOther:
    case Type::kX400:
    case Type::kEdiParty:
      return name.value;  // with its tag
    case Type::kDirectory:
      return Der(kDerContextConstructed + number, name.value);  // a CHOICE: the tag is explicit
    default:
      return Der(kDerContext + number, name.value);
  }
}

Bytes NamesContent(const std::vector<GeneralName>& names) {
  Bytes content;
  for (const GeneralName& name : names) Append(content, OneName(name));
  return content;
}

// [number] IMPLICIT GeneralNames; nothing where there are none.
Bytes TaggedNames(int number, const std::vector<GeneralName>& names) {
  return names.empty() ? Bytes() : Der(kDerContextConstructed + number, NamesContent(names));
}

Bytes Subtrees(int number, const std::vector<GeneralName>& names) {
  Bytes content;
  for (const GeneralName& name : names) Append(content, Der(kDerSequence, OneName(name)));
  return names.empty() ? Bytes() : Der(kDerContextConstructed + number, content);
}

Bytes OnePolicy(const PolicyInformation& policy) {
  Bytes qualifiers;
  for (const PolicyQualifier& each : policy.qualifiers) {
    Append(qualifiers, Der(kDerSequence, {ObjectId(each.oid), each.value}));
  }
  if (!qualifiers.empty()) qualifiers = Der(kDerSequence, qualifiers);
  return Der(kDerSequence, {ObjectId(policy.oid), qualifiers});
}

// [0] DistributionPointName, a CHOICE: the tag is explicit.
Bytes PointName(const DistributionPointName& name) {
  if (name.empty()) return {};
  const Bytes choice = name.full_name.empty() ? Der(kDerContextConstructed + 1, name.relative_name)
                                              : TaggedNames(0, name.full_name);
  return Der(kDerContextConstructed, choice);
}

Bytes Reasons(int number, const std::optional<uint16_t>& reasons) {
  return reasons ? Der(kDerContext + number, NamedBits(*reasons)) : Bytes();
}

// [number] IMPLICIT BOOLEAN DEFAULT FALSE.
Bytes Flag(int number, bool set) { return set ? Der(kDerContext + number, Bytes{0xff}) : Bytes(); }

void AppendAccess(Bytes& content, std::string_view method, const std::vector<std::string>& urls) {
  for (const std::string& url : urls) {
    const Bytes location = OneName({GeneralName::Type::kUri, ToBytes(url)});
    Append(content, Der(kDerSequence, {ObjectId(method), location}));
  }
}

}  // namespace

Bytes BasicConstraintsValue(const BasicConstraints& constraints) {
  Bytes content;
  if (constraints.ca) Append(content, Der(kDerBoolean, Bytes{0xff}));
  if (constraints.path_length) Append(content, DerUint(*constraints.path_length));
  return Der(kDerSequence, content);
}

Bytes KeyUsageValue(uint16_t usage) { return Der(kDerBitString, NamedBits(usage)); }

Bytes ExtendedKeyUsageValue(const std::vector<std::string>& oids) {
  Bytes content;
  for (const std::string& oid : oids) Append(content, ObjectId(oid));
  return Der(kDerSequence, content);
}

Bytes GeneralNamesValue(const std::vector<GeneralName>& names) {
  return Der(kDerSequence, NamesContent(names));
}

Bytes NameConstraintsValue(const NameConstraints& constraints) {
  return Der(kDerSequence, {Subtrees(0, constraints.permitted), Subtrees(1, constraints.excluded)});
}

Bytes CertificatePoliciesValue(const std::vector<PolicyInformation>& policies) {
  Bytes content;
  for (const PolicyInformation& policy : policies) Append(content, OnePolicy(policy));
  return Der(kDerSequence, content);
}

PolicyQualifier CpsQualifier(std::string_view uri) {
  return {.oid = std::string(kCpsOid), .value = Der(kDerIa5String, AsBytes(uri))};
}

PolicyQualifier UserNoticeQualifier(std::string_view explicit_text, std::string_view organization,
                                    const std::vector<uint64_t>& notice_numbers) {
  Bytes reference, text;
  if (!organization.empty()) {
    Bytes numbers;
    for (const uint64_t number : notice_numbers) Append(numbers, DerUint(number));
    reference =
        Der(kDerSequence, {Der(kDerUtf8String, AsBytes(organization)), Der(kDerSequence, numbers)});
  }
  if (!explicit_text.empty()) text = Der(kDerUtf8String, AsBytes(explicit_text));
  return {.oid = std::string(kUserNoticeOid), .value = Der(kDerSequence, {reference, text})};
}

Bytes PolicyMappingsValue(const std::vector<PolicyMapping>& mappings) {
  Bytes content;
  for (const PolicyMapping& each : mappings) {
    Append(content,
           Der(kDerSequence, {ObjectId(each.issuer_policy), ObjectId(each.subject_policy)}));
  }
  return Der(kDerSequence, content);
}

Bytes PolicyConstraintsValue(const PolicyConstraints& constraints) {
  Bytes content;
  if (constraints.require_explicit_policy) {
    Append(content, TaggedUint(0, *constraints.require_explicit_policy));
  }
  if (constraints.inhibit_policy_mapping) {
    Append(content, TaggedUint(1, *constraints.inhibit_policy_mapping));
  }
  return Der(kDerSequence, content);
}

Bytes InhibitAnyPolicyValue(uint64_t skip_certificates) { return DerUint(skip_certificates); }

Bytes DistributionPointsValue(const std::vector<DistributionPoint>& points) {
  Bytes content;
  for (const DistributionPoint& point : points) {
    Append(content, Der(kDerSequence, {PointName(point.name), Reasons(1, point.reasons),
                                       TaggedNames(2, point.crl_issuer)}));
  }
  return Der(kDerSequence, content);
}

Bytes IssuingDistributionPointValue(const IssuingDistributionPoint& point) {
  return Der(kDerSequence,
             {PointName(point.name), Flag(1, point.only_user_certificates),
              Flag(2, point.only_ca_certificates), Reasons(3, point.only_some_reasons),
              Flag(4, point.indirect), Flag(5, point.only_attribute_certificates)});
}

Bytes AuthorityKeyIdentifierValue(const AuthorityKeyIdentifier& identifier) {
  Bytes key_id, serial;
  if (identifier.key_id) key_id = Der(kDerContext, *identifier.key_id);
  if (identifier.serial) serial = Der(kDerContext + 2, *identifier.serial);
  return Der(kDerSequence, {key_id, TaggedNames(1, identifier.issuer), serial});
}

Bytes AuthorityInfoAccessValue(const std::vector<std::string>& ocsp_urls,
                               const std::vector<std::string>& issuer_urls) {
  Bytes content;
  AppendAccess(content, kOcspOid, ocsp_urls);
  AppendAccess(content, kCaIssuersOid, issuer_urls);
  return Der(kDerSequence, content);
}

}  // namespace tlsprobe
