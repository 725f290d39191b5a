#include "tlsprobe/check/strict.h"

#include <algorithm>
#include <string_view>

#include "tlsprobe/check/facts.h"
#include "tlsprobe/check/oids.h"
#include "tlsprobe/check/verify_codes.h"

namespace tlsprobe {
namespace {

// OpenSSL looks at no extension behind a critical one that it does not know.
bool IsCritical(const Certificate& certificate, std::string_view oid) {
  for (const CertificateExtension& each : certificate.extensions) {
    if (!each.critical) continue;
    if (!IsUnderstoodExtension(each.oid)) return false;
    if (each.oid == oid) return true;
  }
  return false;
}

bool MaySign(const Certificate& it, KeyUsageBit bit) {
  return (it.key_usage.value_or(0) & (1U << bit)) != 0;
}

bool SubjectEmpty(const Certificate& it) { return it.subject.attributes.empty(); }

struct Rule {
  int code;
  // `last`: it ends the chain, and need not be made by a CA that keeps to RFC 5280.
  bool (*broken)(const Certificate& it, bool last);
};

// In OpenSSL's order. Critical key identifiers are extensions it does not know (error 34): its
// errors 90 and 91 are never met.
constexpr Rule kRules[] = {
    {kPathLengthOfNonCa,
     [](const Certificate& it, bool) { return HasPathLength(it) && !IsCa(it); }},
    {kPathLengthWithoutCertSign,
     [](const Certificate& it, bool) { return HasPathLength(it) && !MaySign(it, kKeyCertSign); }},
    {kBasicConstraintsNotCritical,
     [](const Certificate& it, bool) {
       return IsCa(it) && !IsCritical(it, oid::kBasicConstraints);
     }},
    {kCaWithoutKeyUsage, [](const Certificate& it, bool) { return IsCa(it) && !it.key_usage; }},
    {kCertSignOfNonCa,
     [](const Certificate& it, bool) { return !IsCa(it) && MaySign(it, kKeyCertSign); }},
    {kIssuerEmpty, [](const Certificate& it, bool) { return it.issuer.attributes.empty(); }},
    {kSubjectEmpty,
     [](const Certificate& it, bool) {
       const bool needs_one = IsCa(it) || MaySign(it, kCrlSign) || !it.subject_alt_names;
       return needs_one && SubjectEmpty(it);
     }},
    {kAltNameNotCritical,
     [](const Certificate& it, bool) {
       return SubjectEmpty(it) && it.subject_alt_names && !IsCritical(it, oid::kSubjectAltName);
     }},
    {kAltNameEmpty, [](const Certificate& it,
                       bool) { return it.subject_alt_names && it.subject_alt_names->empty(); }},
    {kAlgorithmsDiffer, [](const Certificate& it, bool) { return !SameAlgorithm(it); }},
    {kAuthorityKeyIdMissing,
     [](const Certificate& it, bool last) {
       return it.version >= 3 && !last && !HasAuthorityKeyId(it);
     }},
    {kSubjectKeyIdMissing,
     [](const Certificate& it, bool) { return it.version >= 3 && IsCa(it) && !it.subject_key_id; }},
    {kExtensionsNeedVersion3,
     [](const Certificate& it, bool) { return it.version < 3 && !it.extensions.empty(); }},
};

}  // namespace

void CheckStrictly(ChainWalk& walk, size_t depth) {
  const bool last = depth + 1 == walk.chain.size();
  for (const Rule& rule : kRules) {
    if (rule.broken(*walk.chain[depth], last)) walk.Fail(depth, rule.code);
  }
}

}  // namespace tlsprobe
