// What the server should send (RFC 8446 section 4.4.2), and which issuers would have to be fetched
// to know it.
#include <algorithm>
#include <string>
#include <string_view>

#include "tlsprobe/base/text.h"
#include "tlsprobe/check/chain_link.h"
#include "tlsprobe/check/checks.h"

namespace tlsprobe {
namespace {

// All but the anchor, which clients have. A path that ends open is no list: nobody knows what is
// missing from it.
std::vector<CertificatePtr> WithoutAnchor(const CertificationPath& path) {
  std::vector<CertificatePtr> list = path.certificates;
  if (list.size() == 1 && (path.anchored || list[0]->self_issued)) return list;
  if (!path.anchored && !ChainLink(list.back()).self_signed()) return {};
  list.pop_back();
  return list;
}

bool IsHttp(std::string_view url) { return EqualsIgnoreCase(url.substr(0, 7), "http://"); }

void AskForIssuers(const std::vector<CertificationPath>& paths, std::vector<Need>& needs) {
  for (const CertificationPath& path : paths) {
    const CertificatePtr& top = path.certificates.back();
    if (ChainLink(top).self_signed()) continue;
    for (const std::string& url : top->issuer_urls) {
      const Need need{.kind = FetchKind::kIssuer, .url = url};
      if (IsHttp(url) && std::ranges::find(needs, need) == needs.end()) needs.push_back(need);
    }
  }
}

}  // namespace

void FindWhatToSend(const CheckInput& input, CheckOutput& output) {
  ChainVerification& chain = output.verification.chain;
  if (chain.paths.empty()) return;
  const CertificationPath& best = chain.paths.front();
  chain.should_send = WithoutAnchor(best);
  if (!best.anchored && input.options.fetch_issuers) AskForIssuers(chain.paths, output.needs);
}

}  // namespace tlsprobe
