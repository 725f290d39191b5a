#include "tlsprobe/wire/certificate_extensions.h"

#include <openssl/bytestring.h>

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "tlsprobe/wire/certificate_locations.h"
#include "tlsprobe/wire/general_name.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

constexpr CBS_ASN1_TAG kPrimitive = CBS_ASN1_CONTEXT_SPECIFIC;
constexpr CBS_ASN1_TAG kConstructed = CBS_ASN1_CONTEXT_SPECIFIC | CBS_ASN1_CONSTRUCTED;

BytesView View(const CBS& cbs) { return {CBS_data(&cbs), CBS_len(&cbs)}; }

// Opens the one SEQUENCE that is all of `value`.
bool OpenSequence(BytesView value, CBS& content) {
  CBS in(value);
  return CBS_get_asn1(&in, &content, CBS_ASN1_SEQUENCE) && CBS_len(&in) == 0;
}

// Reads a BIT STRING of named bits, the unused ones at the end taken as zero whatever they are.
bool ReadBits(BytesView value, Bytes& bits) {
  CBS in(value), content;
  uint8_t unused = 0;
  if (!CBS_get_asn1(&in, &content, CBS_ASN1_BITSTRING) || CBS_len(&in) != 0 ||
      !CBS_get_u8(&content, &unused) || unused > 7 || (unused != 0 && CBS_len(&content) == 0)) {
    return false;
  }
  bits = ToBytes(View(content));
  if (unused != 0) bits.back() = static_cast<uint8_t>(bits.back() >> unused << unused);
  return true;
}

// BOOLEAN: anything but zero is true, as BER has it.
bool ReadOptionalBoolean(CBS* in, bool& value) {
  CBS content;
  uint8_t byte = 0;
  if (!CBS_peek_asn1_tag(in, CBS_ASN1_BOOLEAN)) return true;
  if (!CBS_get_asn1(in, &content, CBS_ASN1_BOOLEAN) || CBS_len(&content) != 1 ||
      !CBS_get_u8(&content, &byte)) {
    return false;
  }
  value = byte != 0;
  return true;
}

// RFC 5280 section 4.2.1.9. A path length that does not fit is as good as none: UINT64_MAX.
bool ReadBasicConstraints(BytesView value, Certificate& certificate) {
  CBS content, length;
  BasicConstraints constraints;
  if (!OpenSequence(value, content) || !ReadOptionalBoolean(&content, constraints.ca)) return false;
  if (CBS_len(&content) != 0) {
    int negative = 0;
    if (!CBS_get_asn1(&content, &length, CBS_ASN1_INTEGER) ||
        !CBS_is_valid_asn1_integer(&length, &negative) || negative) {
      return false;
    }
    uint64_t number = 0;
    uint8_t byte = 0;
    while (number <= UINT64_MAX >> 8 && CBS_get_u8(&length, &byte)) number = number << 8 | byte;
    constraints.path_length = CBS_len(&length) == 0 ? number : UINT64_MAX;
  }
  if (CBS_len(&content) != 0) return false;
  certificate.basic_constraints = constraints;
  return true;
}

bool ReadKeyUsage(BytesView value, Certificate& certificate) {
  Bytes bits;
  if (!ReadBits(value, bits)) return false;
  uint16_t usage = 0;
  for (unsigned bit = 0; bit <= kDecipherOnly && bit / 8 < bits.size(); ++bit) {
    if ((bits[bit / 8] & (0x80u >> bit % 8)) != 0) usage = static_cast<uint16_t>(usage | 1u << bit);
  }
  certificate.key_usage = usage;
  return true;
}

bool ReadNetscapeCertType(BytesView value, Certificate& certificate) {
  Bytes bits;
  if (!ReadBits(value, bits)) return false;
  certificate.netscape_cert_type = bits.empty() ? uint8_t{0} : bits[0];
  return true;
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
    if (!CBS_get_optional_asn1(&bounds, &minimum, &has_minimum, kPrimitive | 0) ||
        !CBS_get_optional_asn1(&bounds, &maximum, &has_maximum, kPrimitive | 1) ||
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
      !CBS_get_optional_asn1(&content, &permitted, &has_permitted, kConstructed | 0) ||
      !CBS_get_optional_asn1(&content, &excluded, &has_excluded, kConstructed | 1) ||
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

// RFC 5280 section 4.2.1.1
bool ReadAuthorityKeyId(BytesView value, Certificate& certificate) {
  CBS content, key_id, issuer, serial;
  int has_key_id = 0, has_issuer = 0, has_serial = 0;
  if (!OpenSequence(value, content) ||
      !CBS_get_optional_asn1(&content, &key_id, &has_key_id, kPrimitive | 0) ||
      !CBS_get_optional_asn1(&content, &issuer, &has_issuer, kConstructed | 1) ||
      !CBS_get_optional_asn1(&content, &serial, &has_serial, kPrimitive | 2) ||
      CBS_len(&content) != 0) {
    return false;
  }
  AuthorityKeyIdentifier identifier;
  if (has_key_id) identifier.key_id = ToBytes(View(key_id));
  if (has_serial) identifier.serial = ToBytes(View(serial));
  if (has_issuer) {
    std::optional<std::vector<GeneralName>> names = ParseGeneralNames(View(issuer));
    if (!names) return false;
    identifier.issuer = *std::move(names);
  }
  certificate.authority_key_id = std::move(identifier);
  return true;
}

// RFC 5280 section 4.2.1.4; qualifiers are not read.
bool ReadPolicies(BytesView value, Certificate& certificate) {
  CBS content, policy, oid;
  std::vector<std::string> policies;
  if (!OpenSequence(value, content)) return false;
  while (CBS_len(&content) != 0) {
    if (!CBS_get_asn1(&content, &policy, CBS_ASN1_SEQUENCE) ||
        !CBS_get_asn1(&policy, &oid, CBS_ASN1_OBJECT)) {
      return false;
    }
    policies.push_back(DottedOid(View(oid)));
  }
  certificate.policies = std::move(policies);
  return true;
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

struct ExtensionRow {
  std::string_view oid;
  bool (*read)(BytesView value, Certificate& certificate);
};

constexpr ExtensionRow kExtensions[] = {
    {"2.5.29.14", ReadSubjectKeyId},
    {"2.5.29.15", ReadKeyUsage},
    {"2.5.29.17", ReadSubjectAltNames},
    {"2.5.29.19", ReadBasicConstraints},
    {"2.5.29.30", ReadNameConstraints},
    {"2.5.29.31", ReadCrlDistributionPoints},
    {"2.5.29.32", ReadPolicies},
    {"2.5.29.35", ReadAuthorityKeyId},
    {"2.5.29.37", ReadExtendedKeyUsage},
    {"1.3.6.1.5.5.7.1.1", ReadAuthorityInfoAccess},
    {"1.3.6.1.5.5.7.1.14", NoteProxyCertificate},
    {"1.3.6.1.5.5.7.1.24", ReadTlsFeatures},
    {"1.3.6.1.4.1.11129.2.4.2", NoteEmbeddedScts},
    {"2.16.840.1.113730.1.1", ReadNetscapeCertType},
};

}  // namespace

void ParseKnownExtensions(Certificate& certificate) {
  absl::flat_hash_map<absl::string_view, int> seen;
  for (const CertificateExtension& extension : certificate.extensions) {
    if (extension.oid.empty()) continue;  // its identifier is malformed: it has no name to go by
    const int times = ++seen[absl::string_view(extension.oid)];
    if (times == 2) certificate.duplicate_extensions.push_back(extension.oid);
    if (times > 1) continue;
    const auto* row = std::ranges::find(kExtensions, extension.oid, &ExtensionRow::oid);
    if (row == std::end(kExtensions) || row->read(extension.value, certificate)) continue;
    certificate.bad_extensions.push_back(extension.oid);
  }
}

}  // namespace tlsprobe
