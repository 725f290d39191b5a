#include "tests/fuzz/extension_checks.h"

#include <openssl/asn1t.h>
#include <openssl/err.h>
#include <openssl/mem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

// Anything of BoringSSL's, freed by its description.
template <typename T>
class Read {
 public:
  Read(const ASN1_ITEM* item, BytesView value);
  ~Read() { ASN1_item_free(reinterpret_cast<ASN1_VALUE*>(value_), item_); }
  Read(const Read&) = delete;
  Read& operator=(const Read&) = delete;

  // Null where BoringSSL does not take it or it is no DER.
  const T* get() const { return is_der_ ? value_ : nullptr; }

 private:
  const ASN1_ITEM* item_;
  T* value_ = nullptr;
  bool is_der_ = false;
};

template <typename T>
Read<T>::Read(const ASN1_ITEM* item, BytesView value) : item_(item) {
  const uint8_t* rest = value.data();
  value_ =
      reinterpret_cast<T*>(ASN1_item_d2i(nullptr, &rest, static_cast<long>(value.size()), item));
  if (value_ == nullptr || rest != value.data() + value.size()) return;
  uint8_t* again = nullptr;
  const int size = ASN1_item_i2d(reinterpret_cast<ASN1_VALUE*>(value_), &again, item);
  bssl::UniquePtr<uint8_t> owner(again);
  is_der_ = size >= 0 && std::ranges::equal(value, BytesView(again, static_cast<size_t>(size)));
}

// Empty where an arc is beyond all that exist.
std::string Dotted(const ASN1_OBJECT* object) {
  return DottedOid({OBJ_get0_data(object), OBJ_length(object)});
}

bool IsNegative(const ASN1_INTEGER* number) {
  return number != nullptr && (number->type & V_ASN1_NEG) != 0;
}

bool SameNumber(const std::optional<uint64_t>& ours, const ASN1_INTEGER* theirs) {
  uint64_t number = UINT64_MAX;
  if (theirs != nullptr) ASN1_INTEGER_get_uint64(&number, theirs);
  return ours == (theirs == nullptr ? std::nullopt : std::optional(number));
}

void CheckPolicies(BytesView value, const Certificate& certificate) {
  const Read<CERTIFICATEPOLICIES> theirs(ASN1_ITEM_rptr(CERTIFICATEPOLICIES), value);
  if (theirs.get() == nullptr) return;
  const auto& ours = certificate.policies;
  for (size_t i = 0; i < sk_POLICYINFO_num(theirs.get()); ++i) {
    const POLICYINFO* policy = sk_POLICYINFO_value(theirs.get(), i);
    const size_t count =
        policy->qualifiers == nullptr ? 0 : sk_POLICYQUALINFO_num(policy->qualifiers);
    for (size_t j = 0; j < count; ++j) {
      const POLICYQUALINFO* qualifier = sk_POLICYQUALINFO_value(policy->qualifiers, j);
      const std::string oid = Dotted(qualifier->pqualid);
      if (oid.empty()) return;
      Require(ours.has_value() && ours->at(i).qualifiers.at(j).oid == oid);
    }
    const std::string oid = Dotted(policy->policyid);
    if (oid.empty()) return;
    Require(ours.has_value() && ours->at(i).oid == oid && ours->at(i).qualifiers.size() == count);
  }
  Require(ours.has_value() && ours->size() == sk_POLICYINFO_num(theirs.get()));
}

void CheckMappings(BytesView value, const Certificate& certificate) {
  const Read<POLICY_MAPPINGS> theirs(ASN1_ITEM_rptr(POLICY_MAPPINGS), value);
  if (theirs.get() == nullptr) return;
  const auto& ours = certificate.policy_mappings;
  for (size_t i = 0; i < sk_POLICY_MAPPING_num(theirs.get()); ++i) {
    const POLICY_MAPPING* mapping = sk_POLICY_MAPPING_value(theirs.get(), i);
    const std::string issuer = Dotted(mapping->issuerDomainPolicy);
    const std::string subject = Dotted(mapping->subjectDomainPolicy);
    if (issuer.empty() || subject.empty()) return;
    Require(ours.has_value() && ours->at(i).issuer_policy == issuer);
    Require(ours->at(i).subject_policy == subject);
  }
  Require(ours.has_value() && ours->size() == sk_POLICY_MAPPING_num(theirs.get()));
}

void CheckConstraints(BytesView value, const Certificate& certificate) {
  const Read<POLICY_CONSTRAINTS> theirs(ASN1_ITEM_rptr(POLICY_CONSTRAINTS), value);
  if (theirs.get() == nullptr || IsNegative(theirs.get()->requireExplicitPolicy) ||
      IsNegative(theirs.get()->inhibitPolicyMapping)) {
    return;
  }
  const auto& ours = certificate.policy_constraints;
  Require(ours.has_value());
  Require(SameNumber(ours->require_explicit_policy, theirs.get()->requireExplicitPolicy));
  Require(SameNumber(ours->inhibit_policy_mapping, theirs.get()->inhibitPolicyMapping));
}

void CheckInhibitAny(BytesView value, const Certificate& certificate) {
  const Read<ASN1_INTEGER> theirs(ASN1_ITEM_rptr(ASN1_INTEGER), value);
  if (theirs.get() == nullptr || IsNegative(theirs.get())) return;
  Require(SameNumber(certificate.inhibit_any_policy, theirs.get()));
}

size_t Count(const GENERAL_NAMES* names) {
  return names == nullptr ? 0 : sk_GENERAL_NAME_num(names);
}

bool SameReasons(const std::optional<uint16_t>& ours, const ASN1_BIT_STRING* theirs) {
  if (theirs == nullptr || !ours) return ours.has_value() == (theirs != nullptr);
  for (int bit = 0; bit < 9; ++bit) {
    if (ASN1_BIT_STRING_get_bit(theirs, bit) != (*ours >> bit & 1)) return false;
  }
  return true;
}

bool SameName(const DistributionPointName& ours, const DIST_POINT_NAME* theirs) {
  if (theirs == nullptr) return ours.empty();
  if (theirs->type == 0) return ours.full_name.size() == Count(theirs->name.fullname);
  return ours.relative_name.empty() == (sk_X509_NAME_ENTRY_num(theirs->name.relativename) == 0);
}

void CheckPoints(BytesView value, bool read, const std::vector<DistributionPoint>& ours) {
  const Read<CRL_DIST_POINTS> theirs(ASN1_ITEM_rptr(CRL_DIST_POINTS), value);
  if (theirs.get() == nullptr) return;
  Require(read && ours.size() == sk_DIST_POINT_num(theirs.get()));
  for (size_t i = 0; i < ours.size(); ++i) {
    const DIST_POINT* point = sk_DIST_POINT_value(theirs.get(), i);
    Require(SameName(ours[i].name, point->distpoint));
    Require(SameReasons(ours[i].reasons, point->reasons));
    Require(ours[i].crl_issuer.size() == Count(point->CRLissuer));
  }
}

void CheckIssuingPoint(BytesView value, const Crl& crl) {
  const Read<ISSUING_DIST_POINT> read(ASN1_ITEM_rptr(ISSUING_DIST_POINT), value);
  const ISSUING_DIST_POINT* theirs = read.get();
  if (theirs == nullptr) return;
  const auto& ours = crl.issuing_distribution_point;
  Require(ours.has_value() && SameName(ours->name, theirs->distpoint));
  Require(SameReasons(ours->only_some_reasons, theirs->onlysomereasons));
  Require(ours->only_user_certificates == (theirs->onlyuser > 0));
  Require(ours->only_ca_certificates == (theirs->onlyCA > 0));
  Require(ours->only_attribute_certificates == (theirs->onlyattr > 0));
  Require(ours->indirect == (theirs->indirectCRL > 0));
}

void CheckKeyId(BytesView value, const std::optional<AuthorityKeyIdentifier>& ours) {
  const Read<AUTHORITY_KEYID> theirs(ASN1_ITEM_rptr(AUTHORITY_KEYID), value);
  if (theirs.get() == nullptr) return;
  Require(ours.has_value());
  Require(ours->key_id.has_value() == (theirs.get()->keyid != nullptr));
  Require(ours->serial.has_value() == (theirs.get()->serial != nullptr));
  Require(ours->issuer.size() == Count(theirs.get()->issuer));
}

void CheckInteger(BytesView value, const std::optional<Bytes>& ours) {
  const Read<ASN1_INTEGER> theirs(ASN1_ITEM_rptr(ASN1_INTEGER), value);
  if (theirs.get() == nullptr) return;
  Require(ours.has_value() && value.size() >= ours->size());
  Require(std::ranges::equal(value.last(ours->size()), *ours));
}

// The extensions that count: the first of each OID.
template <typename Check>
void ForFirst(const std::vector<CertificateExtension>& extensions, std::string_view oid,
              Check check) {
  const auto first = std::ranges::find(extensions, oid, &CertificateExtension::oid);
  if (first != extensions.end()) check(first->value);
  ERR_clear_error();
}

template <typename Model>
bool IsRead(const Model& model, std::string_view oid) {
  return std::ranges::find(model.bad_extensions, oid) == model.bad_extensions.end();
}

}  // namespace

void CheckExtensions(const Certificate& certificate) {
  const auto& list = certificate.extensions;
  const auto check = [&](std::string_view oid, void (*what)(BytesView, const Certificate&)) {
    ForFirst(list, oid, [&](BytesView value) { what(value, certificate); });
  };
  check("2.5.29.32", CheckPolicies);
  check("2.5.29.33", CheckMappings);
  check("2.5.29.36", CheckConstraints);
  check("2.5.29.54", CheckInhibitAny);
  ForFirst(list, "2.5.29.31", [&](BytesView value) {
    CheckPoints(value, IsRead(certificate, "2.5.29.31"), certificate.crl_distribution_points);
  });
  ForFirst(list, "2.5.29.46", [&](BytesView value) {
    CheckPoints(value, IsRead(certificate, "2.5.29.46"), certificate.freshest_crl);
  });
  ForFirst(list, "2.5.29.35",
           [&](BytesView value) { CheckKeyId(value, certificate.authority_key_id); });
}

void CheckExtensions(const Crl& crl) {
  const auto& list = crl.extensions;
  ForFirst(list, "2.5.29.20", [&](BytesView value) { CheckInteger(value, crl.number); });
  ForFirst(list, "2.5.29.27", [&](BytesView value) { CheckInteger(value, crl.base_number); });
  ForFirst(list, "2.5.29.28", [&](BytesView value) { CheckIssuingPoint(value, crl); });
  ForFirst(list, "2.5.29.35", [&](BytesView value) { CheckKeyId(value, crl.authority_key_id); });
  ForFirst(list, "2.5.29.46", [&](BytesView value) {
    CheckPoints(value, IsRead(crl, "2.5.29.46"), crl.freshest_crl);
  });
}

}  // namespace tlsprobe
