#include "tlsprobe/check/chain_link.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>

#include "tlsprobe/check/facts.h"
#include "tlsprobe/check/oids.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

// Extensions that OpenSSL reads before it does anything with a certificate.
constexpr std::string_view kAlwaysRead[] = {
    oid::kBasicConstraints, oid::kKeyUsage,
    oid::kExtendedKeyUsage, oid::kSubjectKeyId,
    oid::kAuthorityKeyId,   oid::kSubjectAltName,
    oid::kNameConstraints,  oid::kCrlDistributionPoints,
    oid::kProxyCertInfo,    oid::kNetscapeCertType,
};

// Extensions that may be critical: verification knows what they mean, or says so. Not those of RFC
// 3779, whose resources are not followed up the chain here.
constexpr std::string_view kUnderstood[] = {
    oid::kNetscapeCertType,    oid::kKeyUsage,
    oid::kSubjectAltName,      oid::kBasicConstraints,
    oid::kCertificatePolicies, oid::kCrlDistributionPoints,
    oid::kExtendedKeyUsage,    oid::kOcspNoCheck,
    oid::kPolicyConstraints,   oid::kProxyCertInfo,
    oid::kNameConstraints,     oid::kPolicyMappings,
    oid::kInhibitAnyPolicy,
};

bool Contains(std::span<const std::string_view> list, std::string_view oid) {
  return std::ranges::find(list, oid) != list.end();
}

bool IsUnusable(const Certificate& certificate) {
  const auto always_read = [](const std::string& oid) { return Contains(kAlwaysRead, oid); };
  if (std::ranges::any_of(certificate.bad_extensions, always_read) ||
      std::ranges::any_of(certificate.duplicate_extensions, always_read)) {
    return true;
  }
  if (certificate.key_usage && *certificate.key_usage == 0) return true;  // RFC 5280 4.2.1.3
  // RFC 3820 sections 3.3, 3.5 and 3.6.
  return certificate.proxy_certificate &&
         (IsCa(certificate) || FindExtension(certificate, oid::kSubjectAltName) ||
          FindExtension(certificate, oid::kIssuerAltName));
}

bool HasUnknownCritical(const Certificate& certificate) {
  return std::ranges::any_of(certificate.extensions, [](const CertificateExtension& each) {
    return each.critical && !IsUnderstoodExtension(each.oid);
  });
}

// What the subject's authority key identifier says of its issuer, as far as it says anything.
bool AuthorityKeyIdFits(const ChainLink& issuer, const Certificate& subject) {
  if (!subject.authority_key_id) return true;
  const AuthorityKeyIdentifier& authority = *subject.authority_key_id;
  if (authority.key_id && issuer->subject_key_id && *authority.key_id != *issuer->subject_key_id) {
    return false;
  }
  if (authority.serial && *authority.serial != issuer->serial) return false;
  const auto name =
      std::ranges::find(authority.issuer, GeneralName::Type::kDirectory, &GeneralName::type);
  return name == authority.issuer.end() || CanonicalName(name->value) == issuer.canonical_issuer();
}

CaKind FindCaKind(const Certificate& certificate, bool self_signed) {
  constexpr uint8_t kAnyNetscapeCa = 0x07;
  if (KeyUsageRefuses(certificate, 1U << kKeyCertSign)) return CaKind::kNone;
  if (certificate.basic_constraints) {
    return certificate.basic_constraints->ca ? CaKind::kBasicConstraints : CaKind::kNone;
  }
  if (certificate.version == 1 && self_signed) return CaKind::kVersion1Root;
  if (certificate.key_usage) return CaKind::kKeyUsage;
  const bool netscape = (certificate.netscape_cert_type.value_or(0) & kAnyNetscapeCa) != 0;
  return netscape ? CaKind::kNetscape : CaKind::kNone;
}

}  // namespace

ChainLink::ChainLink(CertificatePtr certificate)
    : certificate_(std::move(certificate)),
      canonical_subject_(CanonicalName(certificate_->subject.der)),
      canonical_issuer_(CanonicalName(certificate_->issuer.der)) {
  unusable_ = IsUnusable(*certificate_);
  self_signed_ = self_issued() && AuthorityKeyIdFits(*this, *certificate_) &&
                 AlgorithmFitsKey(certificate_->tbs_signature, certificate_->public_key.type);
  ca_kind_ = unusable_ ? CaKind::kNone : FindCaKind(*certificate_, self_signed_);
  critical_unknown_ = HasUnknownCritical(*certificate_);
}

const LoadedKey& ChainLink::key() const {
  if (!key_) key_ = LoadKey(certificate_->public_key);
  return *key_;
}

bool IsUnderstoodExtension(std::string_view oid) { return Contains(kUnderstood, oid); }

bool KeyUsageRefuses(const Certificate& certificate, unsigned bits) {
  return certificate.key_usage && (*certificate.key_usage & bits) == 0;
}

bool NamesKeyOf(const Certificate& subject, const Certificate& issuer) {
  return subject.authority_key_id && subject.authority_key_id->key_id && issuer.subject_key_id &&
         *subject.authority_key_id->key_id == *issuer.subject_key_id;
}

bool LikelyIssued(const ChainLink& issuer, const ChainLink& subject) {
  return issuer.canonical_subject() == subject.canonical_issuer() && !issuer.unusable() &&
         !subject.unusable() && AuthorityKeyIdFits(issuer, *subject) &&
         AlgorithmFitsKey(subject->tbs_signature, issuer->public_key.type) &&
         issuer.key().state != KeyState::kBroken;
}

}  // namespace tlsprobe
