// Which CRL is asked about a certificate, out of all there are (RFC 5280 section 6.3.3): OpenSSL
// rates each and takes the best.
#ifndef TLSPROBE_CHECK_CRL_CHOICE_H_
#define TLSPROBE_CHECK_CRL_CHOICE_H_

#include <cstddef>
#include <cstdint>

#include "tlsprobe/check/chain_walk.h"
#include "tlsprobe/check/crl_facts.h"

namespace tlsprobe {

// What speaks for a CRL. The weights are such that the sums are in OpenSSL's order.
enum CrlMerit : unsigned {
  kDeltaInTime = 0x002,
  kKeyIdFits = 0x004,       // of a certificate with the name of the CRL's issuer
  kIssuerOnPath = 0x008,    // that certificate is on the path
  kIssuerIsParent = 0x018,  // and it is the certificate's own issuer
  kSameIssuerName = 0x020,
  kInTime = 0x040,
  kInScope = 0x080,
  kNoUnknownCritical = 0x100,
};
inline constexpr unsigned kFitCrl = kNoUnknownCritical | kInScope | kInTime;

struct CrlChoice {
  const KnownCrl* crl = nullptr;    // null: there is none
  const KnownCrl* delta = nullptr;  // null: none is used
  const ChainLink* issuer = nullptr;
  unsigned merits = 0;
  uint16_t reasons = 0;  // known about with it, those known before included

  bool Has(CrlMerit merit) const { return (merits & merit) == merit; }
  bool fit() const { return merits >= kFitCrl; }
};

// ChooseCrl asks for the certificate at `depth`. `before` is the choice that was made last for the
// same certificate, which told of its `reasons`; at first an empty one.
CrlChoice ChooseCrl(ChainWalk& walk, size_t depth, const CrlChoice& before);

// DeltaFits is true where `delta` says what changed since `base` (RFC 5280 section 5.2.4).
bool DeltaFits(const KnownCrl& delta, const KnownCrl& base);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_CRL_CHOICE_H_
