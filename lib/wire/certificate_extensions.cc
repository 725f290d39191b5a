#include "tlsprobe/wire/certificate_extensions.h"

#include "tlsprobe/wire/authority_key_id.h"
#include "tlsprobe/wire/cbs.h"
#include "tlsprobe/wire/certificate_locations.h"
#include "tlsprobe/wire/certificate_policies.h"
#include "tlsprobe/wire/general_name.h"
#include "tlsprobe/wire/known_extensions.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

// Reads a BIT STRING of named bits that is all of `value`.
std::optional<Bytes> ReadBits(BytesView value) {
  CBS in(value), content;
  if (!CBS_get_asn1(&in, &content, CBS_ASN1_BITSTRING) || CBS_len(&in) != 0) return {};
  return ReadNamedBits(View(content));
}

// RFC 5280 section 4.2.1.9. A path length that does not fit is as good as none: UINT64_MAX.
bool ReadBasicConstraints(BytesView value, Certificate& certificate) {
  CBS content, length;
  BasicConstraints constraints;
  if (!OpenSequence(value, content) ||
      !TakeOptionalBoolean(content, CBS_ASN1_BOOLEAN, constraints.ca)) {
    return false;
  }
  if (CBS_len(&content) != 0) {
    if (!CBS_get_asn1(&content, &length, CBS_ASN1_INTEGER)) return false;
    constraints.path_length = ReadNumber(View(length));
    if (!constraints.path_length) return false;
  }
  if (CBS_len(&content) != 0) return false;
  certificate.basic_constraints = constraints;
  return true;
}

bool ReadKeyUsage(BytesView value, Certificate& certificate) {
  const std::optional<Bytes> bits = ReadBits(value);
  if (bits) certificate.key_usage = LowBits(*bits, kDecipherOnly + 1);
  return bits.has_value();
}

bool ReadNetscapeCertType(BytesView value, Certificate& certificate) {
  const std::optional<Bytes> bits = ReadBits(value);
  if (bits) certificate.netscape_cert_type = bits->empty() ? uint8_t{0} : bits->front();
  return bits.has_value();
}

bool ReadExtendedKeyUsage(BytesView value, Certificate& certificate) {
  CBS content, oid;
  std::vector<std::string> usages;
  if (!OpenSequence(value, content)) return false;
  while (CBS_len(&content) != 0) {
    if (!CBS_get_asn1(&content, &oid, CBS_ASN1_OBJECT)) return false;
    usages.push_back(DottedOid(View(oid)));
  }
  certificate.extended_key_usage = std::move(usages);
  return true;
}

bool ReadSubjectAltNames(BytesView value, Certificate& certificate) {
  CBS content;
  if (!OpenSequence(value, content)) return false;
  certificate.subject_alt_names = ParseGeneralNames(View(content));
  return certificate.subject_alt_names.has_value();
}

bool IsZero(const CBS& number) { return CBS_len(&number) == 1 && *CBS_data(&number) == 0; }

// GeneralSubtree ::= SEQUENCE { base, minimum [0] DEFAULT 0, maximum [1] OPTIONAL }
bool ReadSubtrees(CBS subtrees, std::vector<GeneralName>& names, bool& has_bounds) {
  while (CBS_len(&subtrees) != 0) {
    CBS subtree;
    if (!CBS_get_asn1(&subtrees, &subtree, CBS_ASN1_SEQUENCE)) return false;
    BytesView rest = View(subtree);
    if (!TakeGeneralName(rest, names.emplace_back())) return false;
    CBS bounds(rest), minimum, maximum;
    int has_minimum = 0, has_maximum = 0;
    if (!CBS_get_optional_asn1(&bounds, &minimum, &has_minimum, kContext | 0) ||
        !CBS_get_optional_asn1(&bounds, &maximum, &has_maximum, kContext | 1) ||
        CBS_len(&bounds) != 0) {
      return false;
    }
    const bool has_real_minimum = has_minimum && !IsZero(minimum);
    has_bounds = has_bounds || has_real_minimum || has_maximum;
  }
  return true;
}

// RFC 5280 section 4.2.1.10
bool ReadNameConstraints(BytesView value, Certificate& certificate) {
  CBS content, permitted, excluded;
  int has_permitted = 0, has_excluded = 0;
  NameConstraints constraints;
  bool& bounds = constraints.has_minimum_or_maximum;
  if (!OpenSequence(value, content) ||
      !CBS_get_optional_asn1(&content, &permitted, &has_permitted, kContextConstructed | 0) ||
      !CBS_get_optional_asn1(&content, &excluded, &has_excluded, kContextConstructed | 1) ||
      CBS_len(&content) != 0 ||
      (has_permitted && !ReadSubtrees(permitted, constraints.permitted, bounds)) ||
      (has_excluded && !ReadSubtrees(excluded, constraints.excluded, bounds))) {
    return false;
  }
  certificate.name_constraints = std::move(constraints);
  return true;
}

bool ReadSubjectKeyId(BytesView value, Certificate& certificate) {
  CBS in(value), content;
  if (!CBS_get_asn1(&in, &content, CBS_ASN1_OCTETSTRING) || CBS_len(&in) != 0) return false;
  certificate.subject_key_id = ToBytes(View(content));
  return true;
}

bool ReadAuthorityKeyId(BytesView value, Certificate& certificate) {
  certificate.authority_key_id = ParseAuthorityKeyId(value);
  return certificate.authority_key_id.has_value();
}

// Features ::= SEQUENCE OF INTEGER, the numbers of TLS extensions (RFC 7633 section 4.1).
bool ReadTlsFeatures(BytesView value, Certificate& certificate) {
  constexpr uint64_t kStatusRequest = 5;
  CBS content;
  bool must_staple = false;
  if (!OpenSequence(value, content)) return false;
  while (CBS_len(&content) != 0) {
    uint64_t feature = 0;
    if (!CBS_get_asn1_uint64(&content, &feature)) return false;
    must_staple = must_staple || feature == kStatusRequest;
  }
  certificate.must_staple = must_staple;
  return true;
}

bool NoteEmbeddedScts(BytesView, Certificate& certificate) {
  certificate.has_embedded_scts = true;
  return true;
}

bool NoteProxyCertificate(BytesView, Certificate& certificate) {
  certificate.proxy_certificate = true;
  return true;
}

constexpr ExtensionRow<Certificate> kExtensions[] = {
    {"2.5.29.14", ReadSubjectKeyId},
    {"2.5.29.15", ReadKeyUsage},
    {"2.5.29.17", ReadSubjectAltNames},
    {"2.5.29.19", ReadBasicConstraints},
    {"2.5.29.30", ReadNameConstraints},
    {"2.5.29.31", ReadCrlDistributionPoints},
    {"2.5.29.32", ReadPolicies},
    {"2.5.29.33", ReadPolicyMappings},
    {"2.5.29.35", ReadAuthorityKeyId},
    {"2.5.29.36", ReadPolicyConstraints},
    {"2.5.29.37", ReadExtendedKeyUsage},
    {"2.5.29.46", ReadFreshestCrl},
    {"2.5.29.54", ReadInhibitAnyPolicy},
    {"1.3.6.1.5.5.7.1.1", ReadAuthorityInfoAccess},
    {"1.3.6.1.5.5.7.1.14", NoteProxyCertificate},
    {"1.3.6.1.5.5.7.1.24", ReadTlsFeatures},
    {"1.3.6.1.4.1.11129.2.4.2", NoteEmbeddedScts},
    {"2.16.840.1.113730.1.1", ReadNetscapeCertType},
};

}  // namespace

void ParseKnownExtensions(Certificate& certificate) {
  ReadKnownExtensions<Certificate>(kExtensions, certificate);
}

}  // namespace tlsprobe
