#include "tlsprobe/check/crl_facts.h"

#include <openssl/bytestring.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "tlsprobe/wire/der.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

constexpr std::string_view kScopeOid = "2.5.29.28";           // issuingDistributionPoint
constexpr std::string_view kAuthorityKeyIdOid = "2.5.29.35";  // authorityKeyIdentifier
constexpr std::string_view kNumberOid = "2.5.29.20";          // cRLNumber
constexpr std::string_view kDeltaOid = "2.5.29.27";           // deltaCRLIndicator
constexpr std::string_view kFreshestOid = "2.5.29.46";        // freshestCRL

// Extensions of a CRL that may be critical: what they say is heeded.
constexpr std::string_view kUnderstood[] = {kScopeOid, kAuthorityKeyIdOid, kDeltaOid};

bool IsDirectory(const GeneralName& name) { return name.type == GeneralName::Type::kDirectory; }

std::string KeyOf(const GeneralName& name) {
  std::string key(1, static_cast<char>(name.type));
  if (!IsDirectory(name)) return key.append(AsText(name.value));
  return key.append(AsText(CanonicalName(name.value)));
}

// Each attribute of the relative name becomes an RDN of its own, as in OpenSSL. Empty where
// something does not parse.
Bytes FullName(BytesView issuer, BytesView relative) {
  CBS in(issuer), rdns, rest(relative), attribute;
  if (!CBS_get_asn1(&in, &rdns, CBS_ASN1_SEQUENCE)) return {};
  Bytes content(CBS_data(&rdns), CBS_data(&rdns) + CBS_len(&rdns));
  while (CBS_len(&rest) != 0) {
    if (!CBS_get_asn1_element(&rest, &attribute, CBS_ASN1_SEQUENCE)) return {};
    AppendDerHeader(content, 0x31, CBS_len(&attribute));
    content.insert(content.end(), CBS_data(&attribute), CBS_data(&attribute) + CBS_len(&attribute));
  }
  Bytes name;
  AppendDerHeader(name, 0x30, content.size());
  name.insert(name.end(), content.begin(), content.end());
  return name;
}

bool Has(const std::vector<std::string>& list, std::string_view oid) {
  return std::ranges::find(list, oid) != list.end();
}

// OpenSSL looks at extensions in their order, up to the first one that it cannot accept.
void ReadExtensions(KnownCrl& known) {
  for (const CertificateExtension& each : known->extensions) {
    known.names_deltas = known.names_deltas || each.oid == kFreshestOid;
    if (!each.critical || std::ranges::find(kUnderstood, each.oid) != std::end(kUnderstood)) {
      continue;
    }
    known.critical_unknown = true;
    break;
  }
  known.critical_unknown = known.critical_unknown || known->critical_unknown_entry;
}

const Bytes* Find(const Crl& crl, std::string_view oid) {
  const auto found = std::ranges::find(crl.extensions, oid, &CertificateExtension::oid);
  return found == crl.extensions.end() ? nullptr : &found->value;
}

void ReadIdentity(KnownCrl& known) {
  const auto is_bad = [&known](std::string_view oid) {
    return Has(known->bad_extensions, oid) || Has(known->duplicate_extensions, oid);
  };
  known.malformed = is_bad(kScopeOid) || is_bad(kDeltaOid) ||
                    // From there on it is not known whose certificates are meant.
                    (known.indirect() && known->entries_end_early);
  known.authority_bytes = Find(*known, kAuthorityKeyIdOid);
  known.scope_bytes = Find(*known, kScopeOid);
  known.ambiguous = Has(known->duplicate_extensions, kAuthorityKeyIdOid) ||
                    Has(known->duplicate_extensions, kScopeOid);
}

void ReadScope(KnownCrl& known) {
  const auto& scope = known->issuing_distribution_point;
  if (!scope || Has(known->duplicate_extensions, kScopeOid)) return;
  known.scope = &*scope;
  known.point = PointNames(scope->name, known->issuer.der);
  if (scope->only_some_reasons) known.reasons = *scope->only_some_reasons & kEveryReason;
  known.contradictory = (scope->only_user_certificates ? 1 : 0) +
                            (scope->only_ca_certificates ? 1 : 0) +
                            (scope->only_attribute_certificates ? 1 : 0) >
                        1;
}

void ReadAuthority(KnownCrl& known) {
  const auto& authority = known->authority_key_id;
  if (!authority || Has(known->duplicate_extensions, kAuthorityKeyIdOid)) return;
  known.authority_key_id = authority->key_id;
  known.authority_serial = authority->serial;
  const auto name = std::ranges::find_if(authority->issuer, IsDirectory);
  if (name != authority->issuer.end()) known.authority_issuer = CanonicalName(name->value);
}

KnownPoint KnowPoint(const DistributionPoint& point, const Certificate& certificate) {
  KnownPoint known = {.other_issuer = !point.crl_issuer.empty()};
  const auto first = std::ranges::find_if(point.crl_issuer, IsDirectory);
  known.names =
      PointNames(point.name, first == point.crl_issuer.end() ? BytesView(certificate.issuer.der)
                                                             : BytesView(first->value));
  if (point.reasons) known.reasons = *point.reasons & kEveryReason;
  for (const GeneralName& name : point.crl_issuer) {
    if (IsDirectory(name)) known.crl_issuers.push_back(CanonicalName(name.value));
  }
  return known;
}

// Positive numbers without the zeros in front.
BytesView Magnitude(BytesView number) {
  while (!number.empty() && number[0] == 0) number = number.subspan(1);
  return number;
}

bool IsNegative(BytesView number) { return !number.empty() && (number[0] & 0x80) != 0; }

}  // namespace

PointNames::PointNames(const DistributionPointName& name, BytesView issuer)
    : named_(!name.empty()) {
  // Nobody writes so many; those behind are not looked at, which only makes the CRL fit less.
  constexpr size_t kMost = 10000;
  for (const GeneralName& each : name.full_name) {
    if (keys_.size() >= kMost) break;
    keys_.push_back(KeyOf(each));
  }
  if (!name.relative_name.empty()) {
    GeneralName full = {.type = GeneralName::Type::kDirectory,
                        .value = FullName(issuer, name.relative_name)};
    if (!full.value.empty()) keys_.push_back(KeyOf(full));
  }
  std::ranges::sort(keys_);
}

bool PointNames::Meet(const PointNames& other) const {
  if (!named_ || !other.named_) return true;
  const bool smaller = keys_.size() < other.keys_.size();
  const std::vector<std::string>& few = smaller ? keys_ : other.keys_;
  const std::vector<std::string>& many = smaller ? other.keys_ : keys_;
  return std::ranges::any_of(
      few, [&many](const std::string& key) { return std::ranges::binary_search(many, key); });
}

KnownCrl KnowCrl(CrlFact fact) {
  KnownCrl known = {.fact = std::move(fact)};
  known.canonical_issuer = CanonicalName(known->issuer.der);
  if (!Has(known->duplicate_extensions, kNumberOid)) known.number = known->number;
  if (!Has(known->duplicate_extensions, kDeltaOid)) known.base_number = known->base_number;
  ReadScope(known);
  ReadAuthority(known);
  ReadExtensions(known);
  ReadIdentity(known);
  return known;
}

KnownPoints KnowPoints(const Certificate& certificate) {
  KnownPoints known;
  for (const DistributionPoint& point : certificate.crl_distribution_points) {
    known.points.push_back(KnowPoint(point, certificate));
  }
  known.names_deltas =
      std::ranges::find(certificate.extensions, kFreshestOid, &CertificateExtension::oid) !=
      certificate.extensions.end();
  return known;
}

int CompareIntegers(BytesView a, BytesView b) {
  const bool negative = IsNegative(a);
  if (negative != IsNegative(b)) return negative ? -1 : 1;
  // Two's complement of one length is in the order of its bytes.
  if (!negative) a = Magnitude(a), b = Magnitude(b);
  if (a.size() != b.size()) return (a.size() < b.size()) != negative ? -1 : 1;
  const auto order = std::lexicographical_compare_three_way(a.begin(), a.end(), b.begin(), b.end());
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

}  // namespace tlsprobe
