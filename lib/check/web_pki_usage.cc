// Rules for what a certificate may be used for: basicConstraints, keyUsage, extendedKeyUsage.
#include <algorithm>
#include <iterator>

#include "tlsprobe/check/facts.h"
#include "tlsprobe/check/list_words.h"
#include "tlsprobe/check/oids.h"
#include "tlsprobe/check/web_pki_rules.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

// Empty where the extension is absent, too.
std::span<const std::string> UsagesOf(const WebPkiSubject& it) {
  if (!it.certificate.extended_key_usage) return {};
  return *it.certificate.extended_key_usage;
}

bool Allows(const WebPkiSubject& it, std::string_view usage) {
  return std::ranges::find(UsagesOf(it), usage) != UsagesOf(it).end();
}

// No extended key usage limits what this CA issues.
bool IsUnrestricted(const WebPkiSubject& it) {
  const bool any = UsagesOf(it).size() == 1 && UsagesOf(it)[0] == oid::kAnyExtendedKeyUsage;
  return !it.certificate.extended_key_usage || any;
}

bool IsForbiddenUsage(std::string_view usage) {
  constexpr std::string_view kForbidden[] = {
      oid::kCodeSigning, oid::kEmailProtection,       oid::kTimeStamping,
      oid::kOcspSigning, oid::kPrecertificateSigning, oid::kAnyExtendedKeyUsage,
  };
  return std::ranges::find(kForbidden, usage) != std::end(kForbidden);
}

bool IsOtherUsage(std::string_view usage) {
  return usage != oid::kServerAuth && usage != oid::kClientAuth && !IsForbiddenUsage(usage);
}

std::string UsageList(const WebPkiSubject& it, std::string_view what,
                      bool (*wanted)(std::string_view)) {
  std::vector<std::string> names;
  for (const std::string& usage : UsagesOf(it)) {
    if (wanted(usage)) names.push_back(OidLongName(usage));
  }
  return WithList(what, names);
}

bool AllowsServers(const WebPkiSubject& it) {
  return Allows(it, oid::kServerAuth) || Allows(it, oid::kAnyExtendedKeyUsage);
}

std::string NoUsages(const WebPkiSubject& it) {
  return it.certificate.extended_key_usage ? "" : "has no extended key usage";
}

std::string NoServerAuth(const WebPkiSubject& it) {
  if (!it.certificate.extended_key_usage || AllowsServers(it)) return "";
  return "is not for TLS servers by its extended key usage";
}

std::string CaNoServerAuth(const WebPkiSubject& it) {
  if (!it.certificate.extended_key_usage || AllowsServers(it)) return "";
  return "may not issue certificates for TLS servers by its extended key usage";
}

std::string Unrestricted(const WebPkiSubject& it) {
  return IsUnrestricted(it) ? "is not limited to TLS servers by an extended key usage" : "";
}

std::string ForbiddenUsages(const WebPkiSubject& it) {
  return UsageList(it, "may be used for more than TLS:", IsForbiddenUsage);
}

std::string CaForbiddenUsages(const WebPkiSubject& it) {
  return IsUnrestricted(it) ? "" : ForbiddenUsages(it);
}

std::string OtherUsages(const WebPkiSubject& it) {
  return UsageList(it, "has extended key usages that are not recommended:", IsOtherUsage);
}

std::string ClientAuth(const WebPkiSubject& it) {
  return Allows(it, oid::kClientAuth) ? "has the extended key usage clientAuth" : "";
}

constexpr uint16_t Bit(KeyUsageBit bit) { return static_cast<uint16_t>(1U << bit); }
constexpr uint16_t kSignBits = Bit(kKeyCertSign) | Bit(kCrlSign);
constexpr uint16_t kAllBits = (1U << (kDecipherOnly + 1)) - 1;

struct BitName {
  KeyUsageBit bit;
  std::string_view name;
};
constexpr BitName kBitNames[] = {
    {kDigitalSignature, "digitalSignature"},
    {kNonRepudiation, "nonRepudiation"},
    {kKeyEncipherment, "keyEncipherment"},
    {kDataEncipherment, "dataEncipherment"},
    {kKeyAgreement, "keyAgreement"},
    {kKeyCertSign, "keyCertSign"},
    {kCrlSign, "cRLSign"},
    {kEncipherOnly, "encipherOnly"},
    {kDecipherOnly, "decipherOnly"},
};

std::string BitList(std::string_view what, unsigned bits) {
  std::vector<std::string> names;
  for (const BitName& row : kBitNames) {
    if ((bits & Bit(row.bit)) != 0) names.emplace_back(row.name);
  }
  return WithList(what, names);
}

unsigned KeyUsageOf(const WebPkiSubject& it) { return it.certificate.key_usage.value_or(0); }

std::string NoKeyUsage(const WebPkiSubject& it) {
  return it.certificate.key_usage ? "" : "has no key usage";
}

std::string LeafSigns(const WebPkiSubject& it) {
  return BitList("is no CA, but has the key usage", KeyUsageOf(it) & kSignBits);
}

std::string LeafBits(const WebPkiSubject& it) {
  const bool rsa = it.certificate.public_key.type == KeyType::kRsa;
  const unsigned fitting = rsa ? Bit(kKeyEncipherment) | Bit(kDataEncipherment)
                               : static_cast<unsigned>(Bit(kKeyAgreement));
  const unsigned allowed = Bit(kDigitalSignature) | kSignBits | fitting;  // signing is said already
  return BitList("has a key usage that does not fit its key:",
                 KeyUsageOf(it) & ~allowed & kAllBits);
}

bool CannotSign(const WebPkiSubject& it) {
  return it.certificate.key_usage && (KeyUsageOf(it) & Bit(kDigitalSignature)) == 0;
}

std::string EcCannotSign(const WebPkiSubject& it) {
  if (it.certificate.public_key.type == KeyType::kRsa || !CannotSign(it)) return "";
  return "does not have the key usage digitalSignature, all that its key is good for in TLS";
}

std::string RsaCannotSign(const WebPkiSubject& it) {
  if (it.certificate.public_key.type != KeyType::kRsa || !CannotSign(it)) return "";
  return "does not have the key usage digitalSignature, without which there is no TLS 1.3";
}

std::string CaCannotSign(const WebPkiSubject& it) {
  if (!it.certificate.key_usage) return "";  // said already
  return BitList("lacks the key usage", ~KeyUsageOf(it) & kSignBits);
}

std::string CaBits(const WebPkiSubject& it) {
  const unsigned allowed = Bit(kDigitalSignature) | kSignBits;
  return BitList("has a key usage that is no CA's:", KeyUsageOf(it) & ~allowed & kAllBits);
}

std::string NotACa(const WebPkiSubject& it) {
  if (IsCa(it.certificate)) return "";
  return it.certificate.basic_constraints
             ? "issues certificates, though its basicConstraints say that it is no CA"
             : "issues certificates without basicConstraints";
}

std::string CaAsLeaf(const WebPkiSubject& it) {
  return IsCa(it.certificate) ? "is one of a CA" : "";
}

std::string LeafPathLength(const WebPkiSubject& it) {
  const bool wrong = HasPathLength(it.certificate) && !IsCa(it.certificate);
  return wrong ? "has a path length, which is for CAs" : "";
}

std::string IssuedByRoot(const WebPkiSubject& it) {
  if (it.issuer == nullptr || !it.issuer->self_issued || it.certificate.self_issued) return "";
  return "was issued by a root itself, with no intermediate between";
}

constexpr UnixTime kMozillaUsages = DayOf(2019, 1, 1);
constexpr std::string_view kChromeUsages = "Chrome Root Program Policy 1.8 section 1.3.2";
constexpr std::string_view kOnlyServerAuth =
    "Have the CA issue it anew with the extended key usage serverAuth, and no other.";
constexpr std::string_view kFittingUsage =
    "Have the CA issue it anew with the critical key usage digitalSignature (and keyEncipherment, "
    "where old clients need RSA key exchange).";
constexpr std::string_view kCaUsage =
    "Get another intermediate from the CA, with the critical key usages keyCertSign and cRLSign.";
constexpr std::string_view kNoClientAuth =
    "Have the CA issue it anew with serverAuth alone; certificates of clients come from another CA "
    "then, best your own.";
constexpr std::string_view kOtherIntermediate =
    "Get another intermediate from the CA, for TLS servers alone, and have the server's "
    "certificate issued by that.";

constexpr WebPkiRule kRules[] = {
    {"webpki.eku.server_auth", Severity::kError, WebPkiScope::kLeaf, kAlways, "7.1.2.7.10",
     NoServerAuth, kOnlyServerAuth},
    // Browsers take one without the extension for one without limits.
    {"webpki.eku.server_auth", Severity::kWarning, WebPkiScope::kLeaf, kFirstRequirements,
     "7.1.2.7.10", NoUsages, kOnlyServerAuth},
    {"webpki.eku.server_auth", Severity::kError, WebPkiScope::kCa, kAlways, "7.1.2.10.6",
     CaNoServerAuth, kOtherIntermediate},
    {"webpki.eku.unrestricted", Severity::kNotice, WebPkiScope::kCa, kMozillaUsages,
     "Mozilla Root Store Policy section 5.3", Unrestricted,
     "Unless it is the cross certificate of a root, get another intermediate from the CA, with "
     "the extended key usage serverAuth."},
    {"webpki.eku.forbidden", Severity::kWarning, WebPkiScope::kLeaf, kFirstRequirements,
     "7.1.2.7.10", ForbiddenUsages, kOnlyServerAuth},
    {"webpki.eku.forbidden", Severity::kWarning, WebPkiScope::kCa, kProfiles, "7.1.2.10.6",
     CaForbiddenUsages, kOtherIntermediate},
    {"webpki.eku.other", Severity::kNotice, WebPkiScope::kLeaf, kProfiles, "7.1.2.7.10",
     OtherUsages, kOnlyServerAuth},
    {"webpki.eku.other", Severity::kNotice, WebPkiScope::kCa, kProfiles, "7.1.2.10.6", OtherUsages,
     kOtherIntermediate},
    {"webpki.eku.client_auth", Severity::kNotice, WebPkiScope::kLeaf, DayOf(2027, 3, 15),
     kChromeUsages, ClientAuth, kNoClientAuth},
    {"webpki.eku.client_auth", Severity::kNotice, WebPkiScope::kCa, DayOf(2026, 6, 15),
     kChromeUsages, ClientAuth, kOtherIntermediate},
    {"webpki.key_usage.missing", Severity::kNotice, WebPkiScope::kLeaf, kProfiles, "7.1.2.7.6",
     NoKeyUsage, kFittingUsage},
    {"webpki.key_usage.missing", Severity::kWarning, WebPkiScope::kCa, kFirstRequirements,
     "7.1.2.6.1", NoKeyUsage, kCaUsage},
    {"webpki.key_usage.forbidden", Severity::kWarning, WebPkiScope::kLeaf, kFirstRequirements,
     "7.1.2.7.11", LeafSigns, kFittingUsage},
    {"webpki.key_usage.forbidden", Severity::kWarning, WebPkiScope::kLeaf, kProfiles, "7.1.2.7.11",
     LeafBits, kFittingUsage},
    {"webpki.key_usage.forbidden", Severity::kWarning, WebPkiScope::kCa, kProfiles, "7.1.2.10.7",
     CaBits, kCaUsage},
    {"webpki.key_usage.digital_signature", Severity::kWarning, WebPkiScope::kLeaf, kProfiles,
     "7.1.2.7.11", EcCannotSign, kFittingUsage},
    {"webpki.key_usage.digital_signature", Severity::kNotice, WebPkiScope::kLeaf, kProfiles,
     "7.1.2.7.11", RsaCannotSign, kFittingUsage},
    {"webpki.key_usage.ca", Severity::kWarning, WebPkiScope::kCa, kFirstRequirements, "7.1.2.10.7",
     CaCannotSign, kCaUsage},
    {"webpki.basic_constraints.ca", Severity::kError, WebPkiScope::kCa, kAlways, "7.1.2.10.4",
     NotACa, "Have the certificate below it issued by a CA."},
    {"webpki.basic_constraints.leaf", Severity::kError, WebPkiScope::kLeaf, kAlways, "7.1.2.7.8",
     CaAsLeaf, "Have the CA issue a certificate for the server that is none of a CA."},
    {"webpki.basic_constraints.path_length", Severity::kWarning, WebPkiScope::kLeaf, kAlways,
     "7.1.2.7.8", LeafPathLength, "Have the CA issue it anew without the path length."},
    {"webpki.issuer.root", Severity::kWarning, WebPkiScope::kLeaf, DayOf(2016, 6, 30), "6.1.7",
     IssuedByRoot, "Have it issued by an intermediate CA; the key of a root belongs off line."},
};

}  // namespace

std::span<const WebPkiRule> WebPkiUsageRules() { return kRules; }

}  // namespace tlsprobe
