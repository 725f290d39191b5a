// Rules for extensions: which must be there and which may not be critical, policies, and where
// CRLs, OCSP responders and issuers are found.
#include <algorithm>
#include <iterator>

#include "tlsprobe/base/url.h"
#include "tlsprobe/check/facts.h"
#include "tlsprobe/check/list_words.h"
#include "tlsprobe/check/oids.h"
#include "tlsprobe/check/web_pki_rules.h"
#include "tlsprobe/wire/cbs.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

bool Malformed(const Certificate& certificate, std::string_view oid) {
  return std::ranges::find(certificate.bad_extensions, oid) != certificate.bad_extensions.end();
}

// The names of those of `oids` that are there and as critical as asked.
std::vector<std::string> WithCritical(const Certificate& certificate,
                                      std::initializer_list<std::string_view> oids, bool critical) {
  std::vector<std::string> names;
  for (const std::string_view oid : oids) {
    const CertificateExtension* extension = FindExtension(certificate, oid);
    if (extension == nullptr || extension->critical != critical) continue;
    names.push_back(OidLongName(oid));
  }
  return names;
}

std::string Critical(const WebPkiSubject& it) {
  return WithList(
      "marks as critical what may not be:",
      WithCritical(it.certificate,
                   {oid::kSubjectKeyId, oid::kCrlDistributionPoints, oid::kCertificatePolicies,
                    oid::kAuthorityKeyId, oid::kExtendedKeyUsage, oid::kAuthorityInfoAccess,
                    oid::kEmbeddedScts},
                   true));
}

std::string NotCritical(const WebPkiSubject& it) {
  return WithList("does not mark as critical what must be:",
                  WithCritical(it.certificate, {oid::kKeyUsage, oid::kBasicConstraints}, false));
}

std::string Duplicates(const WebPkiSubject& it) {
  std::vector<std::string> names;
  for (const std::string& oid : it.certificate.duplicate_extensions) {
    names.push_back(OidLongName(oid));
  }
  return WithList("has an extension twice:", names);
}

std::string NoAuthorityKeyId(const WebPkiSubject& it) {
  const bool needs_none = HasAuthorityKeyId(it.certificate) || it.certificate.self_issued;
  return needs_none ? "" : "does not name the key of its issuer";
}

std::string AuthorityIssuer(const WebPkiSubject& it) {
  const auto& identifier = it.certificate.authority_key_id;
  if (!identifier || (identifier->issuer.empty() && !identifier->serial)) return "";
  return "names its issuer's certificate by issuer or serial number";
}

std::string NoSubjectKeyId(const WebPkiSubject& it) {
  return it.certificate.subject_key_id ? "" : "has no subjectKeyIdentifier";
}

size_t ReservedPolicies(const Certificate& certificate) {
  constexpr std::string_view kReserved[] = {kExtendedValidation, kDomainValidated,
                                            kOrganizationValidated, kIndividualValidated};
  return static_cast<size_t>(std::ranges::count_if(
      kReserved, [&](std::string_view oid) { return HasPolicy(certificate, oid); }));
}

std::string NoPolicies(const WebPkiSubject& it) {
  const bool some = it.certificate.policies && !it.certificate.policies->empty();
  return some ? "" : "has no certificate policies";
}

std::string NoReservedPolicy(const WebPkiSubject& it) {
  if (!NoPolicies(it).empty()) return "";  // said already
  if (ReservedPolicies(it.certificate) > 0) return "";
  return "has no policy that says how it was validated (2.23.140.1...)";
}

std::string ManyReservedPolicies(const WebPkiSubject& it) {
  if (ReservedPolicies(it.certificate) <= 1) return "";
  return "has more than one policy that says how it was validated";
}

std::string LeafAnyPolicy(const WebPkiSubject& it) {
  return HasPolicy(it.certificate, oid::kAnyPolicy) ? "has anyPolicy among its policies" : "";
}

std::string CaPolicies(const WebPkiSubject& it) {
  if (!NoPolicies(it).empty()) return "";  // said already
  if (!HasPolicy(it.certificate, oid::kAnyPolicy)) {
    return ReservedPolicies(it.certificate) > 0
               ? ""
               : "has neither anyPolicy nor a policy that says how certificates are validated";
  }
  return it.certificate.policies->size() == 1 ? "" : "has other policies beside anyPolicy";
}

std::string Qualifiers(const WebPkiSubject& it) {
  if (!it.certificate.policies) return "";
  for (const PolicyInformation& policy : *it.certificate.policies) {
    const bool other = std::ranges::any_of(policy.qualifiers, [&](const PolicyQualifier& each) {
      return each.oid != oid::kCpsQualifier;
    });
    if (other) return "has policies with texts in them, where an address is all that is allowed";
  }
  return "";
}

std::vector<std::string> NotHttp(const std::vector<std::string>& urls) {
  std::vector<std::string> others;
  std::ranges::copy_if(urls, std::back_inserter(others),
                       [](const std::string& url) { return !IsHttpUrl(url); });
  return others;
}

std::string NoAccess(const WebPkiSubject& it) {
  return FindExtension(it.certificate, oid::kAuthorityInfoAccess) ? ""
                                                                  : "has no authorityInfoAccess";
}

std::string NoIssuerUrl(const WebPkiSubject& it) {
  if (!NoAccess(it).empty() || !it.certificate.issuer_urls.empty()) return "";
  return "does not say where its issuer's certificate is";
}

// How many locations there are of any kind; the certificate has the addresses of those known.
size_t AccessCount(const Certificate& certificate) {
  const CertificateExtension* extension = FindExtension(certificate, oid::kAuthorityInfoAccess);
  size_t count = 0;
  CBS content;
  if (extension == nullptr || !OpenSequence(extension->value, content)) return 0;
  while (CBS_len(&content) != 0 && CBS_get_asn1(&content, nullptr, CBS_ASN1_SEQUENCE)) ++count;
  return count;
}

std::string AccessLocations(const WebPkiSubject& it) {
  const Certificate& certificate = it.certificate;
  if (Malformed(certificate, oid::kAuthorityInfoAccess)) return "";
  std::vector<std::string> urls = certificate.ocsp_urls;
  urls.insert(urls.end(), certificate.issuer_urls.begin(), certificate.issuer_urls.end());
  const std::vector<std::string> others = NotHttp(urls);
  if (!others.empty()) return WithList("has an authorityInfoAccess without http:", others);
  if (AccessCount(certificate) == urls.size()) return "";
  return "has an authorityInfoAccess of another kind than OCSP and issuers by http";
}

bool IsShortLived(const Certificate& certificate) {
  constexpr int64_t kDaySeconds = 86400;
  const int64_t days = certificate.not_before >= DayOf(2026, 3, 15) ? 7 : 10;
  return certificate.not_after.seconds - certificate.not_before.seconds + 1 <= days * kDaySeconds;
}

std::string LeafNoCrl(const WebPkiSubject& it) {
  const Certificate& certificate = it.certificate;
  if (FindExtension(certificate, oid::kCrlDistributionPoints) || !certificate.ocsp_urls.empty() ||
      IsShortLived(certificate)) {
    return "";
  }
  return "says neither where its CRL is nor where an OCSP responder is";
}

std::string CaNoCrl(const WebPkiSubject& it) {
  return FindExtension(it.certificate, oid::kCrlDistributionPoints)
             ? ""
             : "does not say where its CRL is";
}

bool IsPlainPoint(const DistributionPoint& point) {
  if (point.reasons || !point.crl_issuer.empty() || point.name.full_name.empty()) return false;
  return std::ranges::all_of(point.name.full_name, [](const GeneralName& name) {
    return name.type == GeneralName::Type::kUri && IsHttpUrl(AsText(name.value));
  });
}

std::string CrlLocations(const WebPkiSubject& it) {
  const Certificate& certificate = it.certificate;
  if (!FindExtension(certificate, oid::kCrlDistributionPoints) ||
      Malformed(certificate, oid::kCrlDistributionPoints))
    return "";
  const auto& points = certificate.crl_distribution_points;
  if (!points.empty() && std::ranges::all_of(points, IsPlainPoint)) return "";
  return "has CRL distribution points that are not simply http addresses";
}

// An OCSP response can hold SCTs (RFC 6962 section 3.3), in an extension of this OID. That it
// stands somewhere in the response is enough here: what is in it is not judged.
bool MayHoldScts(const Bytes& ocsp_response) {
  constexpr uint8_t kOid[] = {0x06, 0x0a, 0x2b, 0x06, 0x01, 0x04,
                              0x01, 0xd6, 0x79, 0x02, 0x04, 0x05};  // 1.3.6.1.4.1.11129.2.4.5
  return !std::ranges::search(ocsp_response, kOid).empty();
}

// Browsers want more than one, of logs they know. They may come in the handshake as well.
std::string NoScts(const WebPkiSubject& it) {
  const PeerFacts& peer = it.input.peer;
  if (it.certificate.has_embedded_scts || !peer.sct_list.empty()) return "";
  if (MayHoldScts(peer.ocsp_staple)) return "";
  return "comes without a signed certificate timestamp (SCT)";
}

std::string LeafNameConstraints(const WebPkiSubject& it) {
  return FindExtension(it.certificate, oid::kNameConstraints)
             ? "has name constraints, which are for CAs"
             : "";
}

std::string SoftNameConstraints(const WebPkiSubject& it) {
  const CertificateExtension* extension = FindExtension(it.certificate, oid::kNameConstraints);
  return extension == nullptr || extension->critical ? ""
                                                     : "has name constraints that are not critical";
}

constexpr std::string_view kOtherIntermediate = "Get another intermediate from the CA.";
constexpr std::string_view kNewPolicies =
    "Have the CA issue it anew with one policy of 2.23.140.1.2.1 (domain validated), .2.2 "
    "(organization), .2.3 (individual) and 2.23.140.1.1 (extended validation).";
constexpr std::string_view kHttpOnly = "Have the CA issue it anew with http:// addresses alone.";

constexpr WebPkiRule kRules[] = {
    {"webpki.extension.critical", Severity::kWarning, WebPkiScope::kLeaf, kProfiles, "7.1.2.7.6",
     Critical, "Have the CA issue it anew with these extensions not critical."},
    {"webpki.extension.critical", Severity::kWarning, WebPkiScope::kCa, kProfiles, "7.1.2.6.1",
     Critical, kOtherIntermediate},
    {"webpki.extension.not_critical", Severity::kWarning, WebPkiScope::kLeaf, kProfiles,
     "7.1.2.7.6", NotCritical, "Have the CA issue it anew with these extensions critical."},
    {"webpki.extension.not_critical", Severity::kWarning, WebPkiScope::kCa, kFirstRequirements,
     "7.1.2.6.1", NotCritical, kOtherIntermediate},
    {"webpki.extension.duplicate", Severity::kWarning, WebPkiScope::kAny, kAlways, "7.1.2",
     Duplicates, "Have the CA issue it anew with each extension once."},
    {"webpki.authority_key_id.missing", Severity::kWarning, WebPkiScope::kAny, kFirstRequirements,
     "7.1.2.11.1", NoAuthorityKeyId,
     "Have the CA issue it anew with an authorityKeyIdentifier that has the issuer's key "
     "identifier."},
    {"webpki.authority_key_id.issuer", Severity::kWarning, WebPkiScope::kAny, kProfiles,
     "7.1.2.11.1", AuthorityIssuer,
     "Have the CA issue it anew with nothing but the key identifier in its "
     "authorityKeyIdentifier."},
    {"webpki.subject_key_id.missing", Severity::kWarning, WebPkiScope::kCa, kFirstRequirements,
     "7.1.2.6.1", NoSubjectKeyId, kOtherIntermediate},
    {"webpki.policies.missing", Severity::kWarning, WebPkiScope::kLeaf, kFirstRequirements,
     "7.1.2.7.9", NoPolicies, kNewPolicies},
    {"webpki.policies.missing", Severity::kWarning, WebPkiScope::kCa, kFirstRequirements,
     "7.1.2.10.5", NoPolicies, kOtherIntermediate},
    {"webpki.policies.reserved", Severity::kWarning, WebPkiScope::kLeaf, kBrowserAlignment,
     "7.1.2.7.9", NoReservedPolicy, kNewPolicies},
    {"webpki.policies.reserved", Severity::kWarning, WebPkiScope::kLeaf, kProfiles, "7.1.2.7.9",
     ManyReservedPolicies, kNewPolicies},
    {"webpki.policies.reserved", Severity::kWarning, WebPkiScope::kCa, kProfiles, "7.1.2.10.5",
     CaPolicies, kOtherIntermediate},
    {"webpki.policies.any", Severity::kWarning, WebPkiScope::kLeaf, kProfiles, "7.1.2.7.9",
     LeafAnyPolicy, kNewPolicies},
    {"webpki.policies.qualifier", Severity::kWarning, WebPkiScope::kLeaf, kProfiles, "7.1.2.7.9",
     Qualifiers, "Have the CA issue it anew without user notices."},
    {"webpki.policies.qualifier", Severity::kWarning, WebPkiScope::kCa, kProfiles, "7.1.2.10.5",
     Qualifiers, kOtherIntermediate},
    {"webpki.aia.missing", Severity::kWarning, WebPkiScope::kLeaf, kProfiles, "7.1.2.7.6", NoAccess,
     "Have the CA issue it anew with the http address of its issuer's certificate."},
    {"webpki.aia.issuer", Severity::kNotice, WebPkiScope::kLeaf, kProfiles, "7.1.2.7.7",
     NoIssuerUrl, "Have the CA issue it anew with the http address of its issuer's certificate."},
    {"webpki.aia.location", Severity::kWarning, WebPkiScope::kLeaf, kProfiles, "7.1.2.7.7",
     AccessLocations, kHttpOnly},
    {"webpki.aia.location", Severity::kWarning, WebPkiScope::kCa, kProfiles, "7.1.2.10.3",
     AccessLocations, kOtherIntermediate},
    {"webpki.crl.missing", Severity::kWarning, WebPkiScope::kLeaf, DayOf(2024, 3, 15), "7.1.2.11.2",
     LeafNoCrl, "Have the CA issue it anew with the http address of its CRL, or for a few days."},
    {"webpki.crl.missing", Severity::kWarning, WebPkiScope::kCa, kFirstRequirements, "7.1.2.11.2",
     CaNoCrl, kOtherIntermediate},
    {"webpki.crl.location", Severity::kWarning, WebPkiScope::kLeaf, kProfiles, "7.1.2.11.2",
     CrlLocations, kHttpOnly},
    {"webpki.crl.location", Severity::kWarning, WebPkiScope::kCa, kProfiles, "7.1.2.11.2",
     CrlLocations, kOtherIntermediate},
    {"webpki.sct.missing", Severity::kNotice, WebPkiScope::kLeaf, DayOf(2018, 5, 1),
     "Chrome Certificate Transparency Policy", NoScts,
     "Have the CA log it and issue it with SCTs: browsers refuse certificates of public CAs that "
     "come without. How many there are, and of which logs, is not judged here."},
    {"webpki.name_constraints.leaf", Severity::kWarning, WebPkiScope::kLeaf, kProfiles, "7.1.2.7.6",
     LeafNameConstraints, "Have the CA issue it anew without them."},
    {"webpki.name_constraints.not_critical", Severity::kNotice, WebPkiScope::kCa, kAlways,
     "7.1.2.10.8", SoftNameConstraints,
     "Unless old clients need it so, get another intermediate from the CA."},
};

}  // namespace

std::span<const WebPkiRule> WebPkiExtensionRules() { return kRules; }

}  // namespace tlsprobe
