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
    return is_meant == nullptr || is_meant(*fact.crl, it.judged_at);
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
  return fmt::format("{} expired {} ago, on {}", Of(fact),
                     SpanWords(it.judged_at.seconds - end.seconds), FormatRfc3339(end));
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

struct Row {
  int code;
  std::string (*words)(const CrlFault& it);
};
constexpr Row kRows[] = {
    {kNoCrl, NoCrl},
    {kRevoked, Revoked},
    {kCrlExpired, Expired},
    {kCrlNotYetValid, NotYetValid},
    {kBadCrlThisUpdate, BadTime},
    {kBadCrlNextUpdate, BadTime},
    {kCrlSignatureFailure, BadSignature},
    {kNoCrlSign, NoSigning},
    {kDifferentCrlScope, OtherScope},
    {kUnhandledCriticalCrl, UnknownCritical},
    {kCrlPathFailure, BadPath},
};

const Row* FindRow(int code) {
  const auto* row = std::ranges::find(kRows, code, &Row::code);
  return row == std::end(kRows) ? nullptr : row;
}

}  // namespace

bool IsCrlError(int code) { return FindRow(code) != nullptr; }

std::string CrlWords(const CrlFact& fact) {
  const std::string_view kind = fact.crl->is_delta() ? "delta CRL" : "CRL";
  return fmt::format("the {} of {} ({})", kind, IssuerWords(fact.crl->issuer),
                     EscapeControls(fact.source));
}

std::string CrlFaultWords(const CrlFault& it) {
  const Row* row = FindRow(it.code);
  return row == nullptr ? Other(it) : row->words(it);
}

}  // namespace tlsprobe
