// What would have to be fetched to know more about revocation.
#ifndef TLSPROBE_CHECK_CRL_NEEDS_H_
#define TLSPROBE_CHECK_CRL_NEEDS_H_

#include <span>

#include "tlsprobe/check/chain_walk.h"
#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// AskForCrls adds what can be had by http at `points` to the needs of `walk`, each URL once, where
// VerifyOptions::crl_download allows it.
void AskForCrls(ChainWalk& walk, std::span<const DistributionPoint> points);

// AddNeeds adds those that are not there yet.
void AddNeeds(ChainWalk& walk, std::span<const Need> needs);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_CRL_NEEDS_H_
