#include "tlsprobe/check/path_order.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

#include "tlsprobe/check/chain_link.h"
#include "tlsprobe/check/verify_codes.h"

namespace tlsprobe {
namespace {

bool HasBadSignature(const CertificationPath& path, size_t depth) {
  const VerifyError bad{.depth = static_cast<int>(depth), .code = kSignatureFailure};
  return depth + 1 < path.certificates.size() &&
         std::ranges::find(path.errors, bad) != path.errors.end();
}

UnixTime EndOf(const CertificationPath& path) {
  return (*std::ranges::min_element(path.certificates, {}, &Certificate::not_after))->not_after;
}

std::vector<std::string_view> HashesOf(const CertificationPath& path) {
  std::vector<std::string_view> hashes;
  for (const CertificatePtr& each : path.certificates) hashes.push_back(AsText(each->sha256));
  return hashes;
}

// Whether what would have to be sent for this path has come to its end. The leaf is the same on
// all.
bool HasLapsed(const CertificationPath& path, UnixTime judged_at) {
  const bool top_stays = path.anchored || path.certificates.back()->self_issued;
  const size_t count = path.certificates.size() - (top_stays ? 1 : 0);
  for (size_t depth = 1; depth < count; ++depth) {
    if (path.certificates[depth]->not_after <= judged_at) return true;
  }
  return false;
}

// What is compared, the most important first; less is better. The hashes only keep the order of
// equals from being chance.
using Rank = std::tuple<bool, bool, bool, bool, int64_t, size_t, bool, int64_t, int64_t,
                        std::vector<std::string_view>>;

Rank RankOf(const CertificationPath& path, UnixTime judged_at) {
  const int64_t length = static_cast<int64_t>(path.certificates.size());
  return {!path.anchored,
          IsBroken(path),
          !path.errors.empty(),
          HasLapsed(path, judged_at),
          path.anchored ? 0 : -length,
          path.errors.size(),
          path.not_checked,
          length,
          -EndOf(path).seconds,
          HashesOf(path)};
}

}  // namespace

bool IsChanged(const CertificationPath& path, size_t depth) {
  return HasBadSignature(path, depth) &&
         NamesKeyOf(*path.certificates[depth], *path.certificates[depth + 1]);
}

bool IsBroken(const CertificationPath& path) {
  for (size_t depth = 0; depth < path.certificates.size(); ++depth) {
    if (HasBadSignature(path, depth) && !IsChanged(path, depth)) return true;
  }
  return false;
}

bool PathOrder::operator()(const CertificationPath& a, const CertificationPath& b) const {
  return RankOf(a, judged_at_) < RankOf(b, judged_at_);
}

}  // namespace tlsprobe
