#include "tlsprobe/wire/certificate_policies.h"

#include <utility>

#include "tlsprobe/wire/cbs.h"
#include "tlsprobe/wire/user_notice.h"

namespace tlsprobe {
namespace {

constexpr std::string_view kCps = "1.3.6.1.5.5.7.2.1";
constexpr std::string_view kUserNotice = "1.3.6.1.5.5.7.2.2";

// PolicyQualifierInfo ::= SEQUENCE { policyQualifierId, qualifier ANY }
bool TakeQualifier(CBS& list, PolicyQualifier& qualifier) {
  CBS content, value;
  if (!CBS_get_asn1(&list, &content, CBS_ASN1_SEQUENCE) || !TakeOid(content, qualifier.oid) ||
      !CBS_get_any_asn1_element(&content, &value, nullptr, nullptr) || CBS_len(&content) != 0) {
    return false;
  }
  qualifier.value = ToBytes(View(value));
  if (qualifier.oid == kCps) return CBS_peek_asn1_tag(&value, CBS_ASN1_IA5STRING);
  return qualifier.oid != kUserNotice || ParseUserNotice(qualifier.value).has_value();
}

// PolicyInformation ::= SEQUENCE { policyIdentifier, policyQualifiers SEQUENCE OF … OPTIONAL }
bool TakePolicy(CBS& list, PolicyInformation& policy) {
  CBS content, qualifiers;
  int has_qualifiers = 0;
  if (!CBS_get_asn1(&list, &content, CBS_ASN1_SEQUENCE) || !TakeOid(content, policy.oid) ||
      !CBS_get_optional_asn1(&content, &qualifiers, &has_qualifiers, CBS_ASN1_SEQUENCE) ||
      CBS_len(&content) != 0) {
    return false;
  }
  while (has_qualifiers && CBS_len(&qualifiers) != 0) {
    if (!TakeQualifier(qualifiers, policy.qualifiers.emplace_back())) return false;
  }
  return true;
}

// [tag] IMPLICIT INTEGER (0..MAX) OPTIONAL
bool TakeSkipCertificates(CBS& in, CBS_ASN1_TAG tag, std::optional<uint64_t>& number) {
  CBS content;
  int present = 0;
  if (!CBS_get_optional_asn1(&in, &content, &present, tag)) return false;
  if (present) number = ReadNumber(View(content));
  return !present || number.has_value();
}

}  // namespace

bool ReadPolicies(BytesView value, Certificate& certificate) {
  CBS content;
  std::vector<PolicyInformation> policies;
  if (!OpenSequence(value, content)) return false;
  while (CBS_len(&content) != 0) {
    if (!TakePolicy(content, policies.emplace_back())) return false;
  }
  certificate.policies = std::move(policies);
  return true;
}

bool ReadPolicyMappings(BytesView value, Certificate& certificate) {
  CBS content, pair;
  std::vector<PolicyMapping> mappings;
  if (!OpenSequence(value, content)) return false;
  while (CBS_len(&content) != 0) {
    PolicyMapping& mapping = mappings.emplace_back();
    if (!CBS_get_asn1(&content, &pair, CBS_ASN1_SEQUENCE) ||
        !TakeOid(pair, mapping.issuer_policy) || !TakeOid(pair, mapping.subject_policy) ||
        CBS_len(&pair) != 0) {
      return false;
    }
  }
  certificate.policy_mappings = std::move(mappings);
  return true;
}

bool ReadPolicyConstraints(BytesView value, Certificate& certificate) {
  CBS content;
  PolicyConstraints constraints;
  if (!OpenSequence(value, content) ||
      !TakeSkipCertificates(content, kContext | 0, constraints.require_explicit_policy) ||
      !TakeSkipCertificates(content, kContext | 1, constraints.inhibit_policy_mapping) ||
      CBS_len(&content) != 0) {
    return false;
  }
  certificate.policy_constraints = constraints;
  return true;
}

bool ReadInhibitAnyPolicy(BytesView value, Certificate& certificate) {
  CBS in(value), content;
  if (!CBS_get_asn1(&in, &content, CBS_ASN1_INTEGER) || CBS_len(&in) != 0) return false;
  const std::optional<uint64_t> number = ReadNumber(View(content));
  if (number) certificate.inhibit_any_policy = number;
  return number.has_value();
}

}  // namespace tlsprobe
