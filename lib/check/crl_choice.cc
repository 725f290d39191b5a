#include "tlsprobe/check/crl_choice.h"

#include <algorithm>
#include <initializer_list>
#include <optional>

#include "tlsprobe/check/crl_memory.h"
#include "tlsprobe/check/crl_times.h"

namespace tlsprobe {
namespace {

// What the CRL says of its issuer's key is true of `issuer`, as far as both say anything.
bool FitsKeyId(const KnownCrl& crl, const ChainLink& issuer) {
  if (crl.authority_key_id && issuer->subject_key_id &&
      *crl.authority_key_id != *issuer->subject_key_id) {
    return false;
  }
  if (crl.authority_serial && *crl.authority_serial != issuer->serial) return false;
  return !crl.authority_issuer || *crl.authority_issuer == issuer.canonical_issuer();
}

bool IsIssuer(const KnownCrl& crl, const ChainLink& issuer) {
  return issuer.canonical_subject() == crl.canonical_issuer && FitsKeyId(crl, issuer);
}

bool IsNewer(const KnownCrl& crl, const KnownCrl& than) {
  return !crl->bad_this_update && !than->bad_this_update && crl->this_update > than->this_update;
}

// RFC 5280 section 6.3.3 (b)(1).
bool PointAllowsIssuer(const KnownPoint& point, const KnownCrl& crl, bool same_issuer) {
  if (!point.other_issuer) return same_issuer;
  return std::ranges::find(point.crl_issuers, crl.canonical_issuer) != point.crl_issuers.end();
}

// The reasons for which `crl` could tell that the certificate is revoked; nullopt: it is not about
// that certificate at all (RFC 5280 section 6.3.3 (b)(2)).
std::optional<uint16_t> ReasonsInScope(const KnownCrl& crl, const Certificate& certificate,
                                       const KnownPoints& points, bool same_issuer) {
  const bool ca = certificate.basic_constraints && certificate.basic_constraints->ca;
  if (crl.scope != nullptr) {
    if (crl.scope->only_attribute_certificates) return std::nullopt;
    if (ca ? crl.scope->only_user_certificates : crl.scope->only_ca_certificates) {
      return std::nullopt;
    }
  }
  for (const KnownPoint& point : points.points) {
    if (PointAllowsIssuer(point, crl, same_issuer) && point.names.Meet(crl.point)) {
      return crl.reasons & point.reasons;
    }
  }
  if (!crl.point.empty() || !same_issuer) return std::nullopt;
  return crl.reasons;
}

class Chooser {
 public:
  Chooser(ChainWalk& walk, size_t depth, const CrlChoice& before)
      : walk_(walk),
        crls_(walk.memory.crls()),
        depth_(depth),
        subject_(walk.chain[depth]),
        points_(crls_.Points(subject_)),
        delta_counts_(before.Has(kDeltaInTime)),
        best_{.reasons = before.reasons} {}

  CrlChoice Choose() {
    const CrlMemory::List& given = crls_.Given(walk_.input);
    const CrlMemory::List& stored = crls_.Stored(walk_.input, subject_);
    if (!walk_.input.options.crl_files_first) {
      Consider({&stored, &given});
      return best_;
    }
    Consider({&given});
    if (!best_.fit()) Consider({&stored});
    return best_;
  }

 private:
  // Taken as one.
  using Lists = std::initializer_list<const CrlMemory::List*>;

  // A choice without delta; `merits` is 0 where the CRL cannot be used.
  CrlChoice Rate(const KnownCrl& crl) const;
  bool Refused(const KnownCrl& crl) const;
  void FindIssuer(CrlChoice& choice) const;
  void Consider(Lists lists);
  void AddDelta(Lists lists);
  bool InTime(const KnownCrl& crl) const {
    return !FindTimeFaults(walk_, *crl, delta_counts_).any();
  }

  ChainWalk& walk_;
  CrlMemory& crls_;
  const size_t depth_;
  const ChainLink& subject_;
  const KnownPoints& points_;
  const bool delta_counts_;
  CrlChoice best_;
};

// Without extended support OpenSSL takes a delta CRL for a complete one, too.
bool Chooser::Refused(const KnownCrl& crl) const {
  if (crl.contradictory) return true;
  if (!walk_.input.options.extended_crl) return crl.indirect() || crl.names_reasons();
  if (crl.names_reasons()) return (crl.reasons & ~best_.reasons) == 0;
  return crl.base_number.has_value();
}

void Chooser::FindIssuer(CrlChoice& choice) const {
  const KnownCrl& crl = *choice.crl;
  const auto found = [&choice](const ChainLink& issuer, unsigned merits) {
    choice.issuer = &issuer;
    choice.merits |= kKeyIdFits | merits;
  };
  const size_t parent = std::min(depth_ + 1, walk_.chain.size() - 1);
  if (choice.Has(kSameIssuerName) && FitsKeyId(crl, walk_.chain[parent])) {
    return found(walk_.chain[parent], kIssuerIsParent);
  }
  for (size_t above = parent + 1; above < walk_.chain.size(); ++above) {
    if (IsIssuer(crl, walk_.chain[above])) return found(walk_.chain[above], kIssuerOnPath);
  }
  if (!walk_.input.options.extended_crl) return;
  for (const ChainLink& each : crls_.Untrusted(walk_.input)) {
    if (IsIssuer(crl, each)) return found(each, 0);
  }
}

CrlChoice Chooser::Rate(const KnownCrl& crl) const {
  const bool same_issuer = crl.canonical_issuer == subject_.canonical_issuer();
  if (Refused(crl) || (!same_issuer && !crl.indirect())) return {};
  CrlChoice choice = {.crl = &crl,
                      .merits = same_issuer ? unsigned{kSameIssuerName} : 0U,
                      .reasons = best_.reasons};
  FindIssuer(choice);
  if (choice.issuer == nullptr) return {};
  if (!crl.critical_unknown) choice.merits |= kNoUnknownCritical;
  if (InTime(crl)) choice.merits |= kInTime;
  const auto reasons = ReasonsInScope(crl, *subject_, points_, same_issuer);
  if (!reasons) return choice;
  if ((*reasons & ~best_.reasons) == 0) return {};  // nothing that is not known already
  choice.reasons |= *reasons;
  choice.merits |= kInScope;
  return choice;
}

void Chooser::Consider(Lists lists) {
  // What earlier lists gave is as good as nothing here, but sets what must be reached.
  CrlChoice here = {.merits = best_.merits};
  for (const CrlMemory::List* crls : lists) {
    for (const KnownCrl& crl : *crls) {
      const CrlChoice rated = Rate(crl);
      if (rated.merits == 0 || rated.merits < here.merits) continue;
      const bool rival = here.crl != nullptr && rated.merits == here.merits;
      if (rival && !IsNewer(crl, *here.crl)) continue;
      here = rated;
    }
  }
  if (here.crl == nullptr) return;
  best_ = here;
  AddDelta(lists);
}

void Chooser::AddDelta(Lists lists) {
  if (!walk_.input.options.use_deltas) return;
  if (!points_.names_deltas && !best_.crl->names_deltas) return;
  for (const CrlMemory::List* crls : lists) {
    const auto delta = std::ranges::find_if(
        *crls, [this](const KnownCrl& each) { return DeltaFits(each, *best_.crl); });
    if (delta == crls->end()) continue;
    best_.delta = &*delta;
    if (InTime(*delta)) best_.merits |= kDeltaInTime;
    return;
  }
}

// The same in both, or in neither.
bool SameBytes(const Bytes* a, const Bytes* b) {
  return a == nullptr || b == nullptr ? a == b : *a == *b;
}

}  // namespace

CrlChoice ChooseCrl(ChainWalk& walk, size_t depth, const CrlChoice& before) {
  return Chooser(walk, depth, before).Choose();
}

bool DeltaFits(const KnownCrl& delta, const KnownCrl& base) {
  return delta.base_number && delta.number && base.number &&
         delta.canonical_issuer == base.canonical_issuer && !delta.ambiguous && !base.ambiguous &&
         SameBytes(delta.authority_bytes, base.authority_bytes) &&
         SameBytes(delta.scope_bytes, base.scope_bytes) &&
         CompareIntegers(*delta.base_number, *base.number) <= 0 &&
         CompareIntegers(*delta.number, *base.number) > 0;
}

}  // namespace tlsprobe
