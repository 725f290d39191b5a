// A list of what would have to be fetched.
#ifndef TLSPROBE_CHECK_NEEDS_H_
#define TLSPROBE_CHECK_NEEDS_H_

#include <cstddef>
#include <vector>

#include "tlsprobe/check/check.h"

namespace tlsprobe {

// More than any probe fetches (Limits::fetches), however many URLs a certificate has.
inline constexpr size_t kMostNeeds = 64;

inline bool IsFull(const std::vector<Need>& needs) { return needs.size() >= kMostNeeds; }

// AddNeed adds one that is not there yet; none where the list is full.
void AddNeed(std::vector<Need>& needs, Need need);

// The last certificates of `paths` that have an issuer above them, each once: thousands of URLs may
// stand in one that many paths end at.
std::vector<CertificatePtr> OpenEnds(const std::vector<CertificationPath>& paths);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_NEEDS_H_
