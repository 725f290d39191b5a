// What verification asks of a CRL, and of the distribution points of a certificate, worked out
// once.
#ifndef TLSPROBE_CHECK_CRL_FACTS_H_
#define TLSPROBE_CHECK_CRL_FACTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tlsprobe/model/certificate.h"
#include "tlsprobe/model/crl.h"

namespace tlsprobe {

// Every reason a certificate can be revoked for; bit 0 of ReasonFlags means nothing.
inline constexpr uint16_t kEveryReason = kAllReasons & ~1U;

// The names of one distribution point, so written that equal ones are the same bytes.
class PointNames {
 public:
  PointNames() = default;
  // A relative name is put behind `issuer`, a DER Name.
  PointNames(const DistributionPointName& name, BytesView issuer);

  bool empty() const { return !named_; }
  // They have a name in common, or one of them has none (RFC 5280 section 6.3.3 (b)(2)(i)).
  bool Meet(const PointNames& other) const;

 private:
  bool named_ = false;
  std::vector<std::string> keys_ = {};  // sorted
};

struct KnownCrl {
  CrlFact fact = {};  // its CRL is not null
  Bytes canonical_issuer = {};
  // Members of extensions that are there twice are as if absent.
  std::optional<Bytes> authority_key_id = {};
  std::optional<Bytes> authority_serial = {};
  std::optional<Bytes> authority_issuer = {};  // canonical
  std::optional<Bytes> number = {};
  std::optional<Bytes> base_number = {};  // a delta CRL
  // What the CRL is about; null: every certificate of its issuer.
  const IssuingDistributionPoint* scope = nullptr;
  PointNames point = {};
  uint16_t reasons = kEveryReason;
  bool contradictory = false;     // only about users and only about CAs, or the like
  bool critical_unknown = false;  // of the list or of an entry
  bool names_deltas = false;      // freshestCRL
  // What decides whom the CRL is about, or that it is a delta, cannot be read.
  bool malformed = false;
  // The extensions a delta shares with its base, as sent; null: absent.
  const Bytes* authority_bytes = nullptr;
  const Bytes* scope_bytes = nullptr;
  bool ambiguous = false;  // one of the two is there twice

  const Crl& operator*() const { return *fact.crl; }
  const Crl* operator->() const { return fact.crl.get(); }
  bool indirect() const { return scope != nullptr && scope->indirect; }
  bool names_reasons() const { return scope != nullptr && scope->only_some_reasons.has_value(); }
};

KnownCrl KnowCrl(CrlFact fact);

// A distribution point of a certificate.
struct KnownPoint {
  PointNames names = {};
  uint16_t reasons = kEveryReason;
  bool other_issuer = false;            // cRLIssuer is there
  std::vector<Bytes> crl_issuers = {};  // its directory names, canonical
};

struct KnownPoints {
  std::vector<KnownPoint> points = {};
  bool names_deltas = false;  // freshestCRL
};

KnownPoints KnowPoints(const Certificate& certificate);

// CompareIntegers compares the contents of two INTEGERs: negative, 0 or positive.
int CompareIntegers(BytesView a, BytesView b);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_CRL_FACTS_H_
