// What the server should send (RFC 8446 section 4.4.2), and which issuers would have to be fetched
// to know it.
#include <algorithm>
#include <string>
#include <vector>

#include "tlsprobe/base/url.h"
#include "tlsprobe/check/chain_link.h"
#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/crl_words.h"
#include "tlsprobe/check/needs.h"
#include "tlsprobe/check/verify_codes.h"

namespace tlsprobe {
namespace {

// Sending a certificate above the leaf does not help where that one is what is wrong: it would have
// to be another.
bool IsWrongAbove(const CertificationPath& path, size_t count) {
  return std::ranges::any_of(path.errors, [count](const VerifyError& error) {
    return error.depth > 0 && static_cast<size_t>(error.depth) < count &&
           !IsNameError(error.code) && (!IsCrlError(error.code) || error.code == kRevoked);
  });
}

// All but the anchor, which clients have. A path that ends open is no list: nobody knows what is
// missing from it.
std::vector<CertificatePtr> WithoutAnchor(const CertificationPath& path) {
  std::vector<CertificatePtr> list = path.certificates;
  if (list.size() == 1 && (path.anchored || list[0]->self_issued)) return list;
  if (!path.anchored && !ChainLink(list.back()).self_signed()) return {};
  list.pop_back();
  return list;
}

void AskForIssuers(const std::vector<CertificationPath>& paths, std::vector<Need>& needs) {
  for (const CertificatePtr& top : OpenEnds(paths)) {
    for (const std::string& url : top->issuer_urls) {
      if (IsFull(needs)) return;
      if (IsHttpUrl(url)) AddNeed(needs, {.kind = FetchKind::kIssuer, .url = url});
    }
  }
}

}  // namespace

void FindWhatToSend(const CheckInput& input, CheckOutput& output) {
  ChainVerification& chain = output.verification.chain;
  if (chain.paths.empty()) return;
  const CertificationPath& best = chain.paths.front();
  chain.should_send = WithoutAnchor(best);
  if (IsWrongAbove(best, chain.should_send.size())) chain.should_send.clear();
  if (!best.anchored && input.options.fetch_issuers) AskForIssuers(chain.paths, output.needs);
}

}  // namespace tlsprobe
