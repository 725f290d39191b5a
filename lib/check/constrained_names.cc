// The step of the walk that holds every certificate's names against the constraints of all above
// it (RFC 5280 section 6.1.3), and a proxy certificate's against its issuer's (RFC 3820 section
// 3.4).
#include <optional>
#include <vector>

#include "tlsprobe/check/chain_walk.h"
#include "tlsprobe/check/name_constraints.h"
#include "tlsprobe/check/verify_codes.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

// For the whole chain: one of a hundred certificates could multiply OpenSSL's bound for two of them
// by thousands.
constexpr size_t kMostInAll = size_t{1} << 22;

// The subject is the issuer's name and one common name more.
bool ProxyNameFits(const Certificate& proxy) {
  const auto& subject = proxy.subject.attributes;
  const auto& issuer = proxy.issuer.attributes;
  if (subject.size() < 2 || subject.size() != issuer.size() + 1) return false;
  if (subject.back().rdn == subject[subject.size() - 2].rdn) return false;
  if (subject.back().oid != "2.5.4.3") return false;
  const Bytes whole = CanonicalName(proxy.subject.der), start = CanonicalName(proxy.issuer.der);
  return whole.size() > start.size() && std::equal(start.begin(), start.end(), whole.begin());
}

class ConstraintsWalk {
 public:
  explicit ConstraintsWalk(ChainWalk& walk) : walk_(walk), constraints_(walk.chain.size()) {
    for (size_t depth = 0; depth < walk.chain.size(); ++depth) {
      const auto& constraints = walk.chain[depth]->name_constraints;
      if (constraints) constraints_[depth] = PrepareConstraints(*constraints);
    }
  }

  void Visit(size_t depth) {
    const ChainLink& link = walk_.chain[depth];
    if (depth != 0 && link.self_issued()) return;
    if (link->proxy_certificate && !ProxyNameFits(*link)) {
      walk_.Fail(depth, kProxySubjectViolation);
    }
    std::optional<PreparedNames> names;
    for (size_t above = walk_.chain.size() - 1; above > depth; --above) {
      if (!constraints_[above]) continue;
      if (!names) names = PrepareNames(*link, depth == 0);
      const int error = Compare(*names, *constraints_[above]);
      if (error != kVerifyOk) walk_.Fail(depth, error);
    }
  }

 private:
  int Compare(const PreparedNames& names, const PreparedConstraints& constraints) {
    const size_t work = NameComparisons(names, constraints);
    if (work > kMostNameComparisons || (spent_ += work) > kMostInAll) return kUnspecified;
    return MatchConstraints(names, constraints);
  }

  ChainWalk& walk_;
  std::vector<std::optional<PreparedConstraints>> constraints_;
  size_t spent_ = 0;
};

}  // namespace

bool CheckNameConstraints(ChainWalk& walk) {
  ConstraintsWalk constraints(walk);
  for (size_t depth = walk.chain.size(); depth-- > 0;) constraints.Visit(depth);
  return true;
}

}  // namespace tlsprobe
