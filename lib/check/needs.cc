#include "tlsprobe/check/needs.h"

#include <algorithm>
#include <utility>

#include "tlsprobe/check/chain_link.h"

namespace tlsprobe {

void AddNeed(std::vector<Need>& needs, Need need) {
  if (IsFull(needs) || std::ranges::find(needs, need) != needs.end()) return;
  needs.push_back(std::move(need));
}

std::vector<CertificatePtr> OpenEnds(const std::vector<CertificationPath>& paths) {
  std::vector<CertificatePtr> ends;
  for (const CertificationPath& path : paths) {
    const CertificatePtr& end = path.certificates.back();
    const bool seen = std::ranges::find(ends, end->sha256, &Certificate::sha256) != ends.end();
    if (!seen && !ChainLink(end).self_signed()) ends.push_back(end);
  }
  return ends;
}

}  // namespace tlsprobe
