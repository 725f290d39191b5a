#include "tlsprobe/check/crl_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "tlsprobe/base/text.h"
#include "tlsprobe/check/verify_codes.h"
#include "tlsprobe/check/words.h"
#include "tlsprobe/wire/oid.h"

namespace tlsprobe {
namespace {

std::string IssuerWords(const Name& name) {
  // To write out a name of megabytes would take longer than anyone reads.
  constexpr size_t kReadable = 16384;
  return name.der.size() > kReadable ? "a name of enormous length" : NameWords(name);
}

using IsMeant = bool (*)(const Crl& crl, UnixTime at);

bool IsExpired(const Crl& crl, UnixTime at) { return crl.next_update && *crl.next_update <= at; }
bool IsEarly(const Crl& crl, UnixTime at) { return crl.this_update > at; }
bool HasCritical(const Crl& crl, UnixTime) {
  return crl.critical_unknown_entry ||
         std::ranges::any_of(crl.extensions, &CertificateExtension::critical);
}

// The CRL an error was met with; null: none was there.
const CrlFact* Meant(const CrlFault& it, IsMeant is_meant = nullptr) {
  const std::vector<CrlFact>& used = it.status.used;
  if (used.empty()) return nullptr;
  const auto found = std::ranges::find_if(used, [&](const CrlFact& fact) {
    return is_meant == nullptr || is_meant(*fact.crl, it.moment.at);
  });
  return found == used.end() ? &used.back() : &*found;
}

std::string Of(const CrlFact* fact) { return fact == nullptr ? "the CRL" : CrlWords(*fact); }

std::string NoCrl(const CrlFault& it) {
  if (it.status.used.empty()) {
    return fmt::format("there is no CRL of its issuer {}", IssuerWords(it.certificate.issuer));
  }
  return "the CRLs there are do not tell of it, or not of every reason for revocation";
}

std::string Revoked(const CrlFault& it) {
  if (!it.status.entry) return "revoked";
  const RevokedCertificate& entry = *it.status.entry;
  std::string text = "revoked";
  if (!entry.bad_revoked_at) text += " on " + FormatRfc3339(entry.revoked_at);
  if (entry.reason) text += ": " + CrlReasonName(*entry.reason);
  return text;
}

std::string Expired(const CrlFault& it) {
  const CrlFact* fact = Meant(it, IsExpired);
  if (fact == nullptr || !fact->crl->next_update) return Of(fact) + " is out of date";
  const UnixTime end = *fact->crl->next_update;
  return EndWords(Of(fact), end, it.moment);
}

std::string NotYetValid(const CrlFault& it) {
  const CrlFact* fact = Meant(it, IsEarly);
  if (fact == nullptr) return Of(fact) + " is not valid yet";
  return fmt::format("{} is not valid before {}", Of(fact), FormatRfc3339(fact->crl->this_update));
}

std::string BadTime(const CrlFault& it) {
  return Of(Meant(it, [](const Crl& crl,
                         UnixTime) { return crl.bad_this_update || crl.bad_next_update; })) +
         " has a date that does not follow the standard";
}

std::string BadSignature(const CrlFault& it) {
  return Of(Meant(it)) + " does not have its issuer's signature";
}

std::string NoSigning(const CrlFault& it) {
  return Of(Meant(it)) + " was signed with a certificate whose key usage does not allow that";
}

std::string OtherScope(const CrlFault& it) {
  return Of(Meant(it)) + " is about other certificates than this one";
}

std::string UnknownCritical(const CrlFault& it) {
  const CrlFact* fact = Meant(it, HasCritical);
  std::string oids;
  for (const CertificateExtension& each :
       fact == nullptr ? std::vector<CertificateExtension>() : fact->crl->extensions) {
    if (!each.critical || oids.size() > 100) continue;
    oids += (oids.empty() ? "" : ", ") + OidShortName(each.oid);
  }
  const std::string where = oids.empty() ? " in an entry" : "; its critical ones are ";
  return fmt::format("{} has a critical extension nobody here knows{}{}", Of(fact), where,
                     EscapeControls(oids));
}

std::string BadPath(const CrlFault& it) {
  return Of(Meant(it)) + " is of an issuer whose certificate does not verify";
}

std::string Other(const CrlFault& it) {
  return fmt::format("{}: {}", Of(Meant(it)), VerifyCodeText(it.code));
}

constexpr std::string_view kTellIssuer =
    "Tell whoever runs the CA: nobody who checks can use this list.";
constexpr CrlErrorRow kRows[] = {
    {kRevoked, "crl.revoked", Revoked,
     "Replace the certificate now, with a new key if the old one may be known to others.",
     "RFC 5280 section 5.3.1"},
    {kNoCrl, "crl.missing", NoCrl, "", "RFC 5280 section 6.3.3"},
    {kCrlExpired, "crl.expired", Expired, "", "RFC 5280 section 5.1.2.5"},
    {kCrlNotYetValid, "crl.not_yet_valid", NotYetValid,
     "Check the clock of this machine, and of the one that issued the CRL.",
     "RFC 5280 section 5.1.2.4"},
    {kBadCrlThisUpdate, "crl.bad_time", BadTime, kTellIssuer, "RFC 5280 section 5.1.2.4"},
    {kBadCrlNextUpdate, "crl.bad_time", BadTime, kTellIssuer, "RFC 5280 section 5.1.2.5"},
    {kCrlSignatureFailure, "crl.signature", BadSignature,
     "The CRL was changed, or is of another CA that has the same name: get it anew.",
     "RFC 5280 section 5.1.1.3"},
    {kNoCrlSign, "crl.issuer", NoSigning, "The CA's certificate needs the key usage cRLSign.",
     "RFC 5280 section 4.2.1.3"},
    {kCrlPathFailure, "crl.issuer", BadPath,
     "The issuer of a CRL for others needs a path to the same root as the certificate.",
     "RFC 5280 section 6.3.3"},
    {kDifferentCrlScope, "crl.scope", OtherScope,
     "Get the CRL of the distribution point that the certificate names.", "RFC 5280 section 5.2.5"},
    {kUnhandledCriticalCrl, "crl.critical_extension", UnknownCritical, kTellIssuer,
     "RFC 5280 section 5.2"},
};
constexpr CrlErrorRow kOtherRow = {kUnspecified, "crl.unreliable", Other, "",
                                   "RFC 5280 section 6.3.3"};

// OpenSSL's, with those that our own walk does not meet.
constexpr int kCrlErrors[] = {
    kNoCrl,          kUndecryptableCrl, kCrlSignatureFailure,  kCrlNotYetValid,
    kCrlExpired,     kBadCrlThisUpdate, kBadCrlNextUpdate,     kRevoked,
    kNoCrlIssuer,    kNoCrlSign,        kUnhandledCriticalCrl, kDifferentCrlScope,
    kCrlPathFailure,
};

}  // namespace

bool IsCrlError(int code) { return std::ranges::find(kCrlErrors, code) != std::end(kCrlErrors); }

const CrlErrorRow& FindCrlError(int code) {
  const auto* row = std::ranges::find(kRows, code, &CrlErrorRow::code);
  return row == std::end(kRows) ? kOtherRow : *row;
}

std::string CrlWords(const CrlFact& fact) {
  const std::string_view kind = fact.crl->is_delta() ? "delta CRL" : "CRL";
  return fmt::format("the {} of {} ({})", kind, IssuerWords(fact.crl->issuer),
                     EscapeControls(fact.source));
}

std::string CrlFaultWords(const CrlFault& it) { return FindCrlError(it.code).words(it); }

}  // namespace tlsprobe
