// Who certified whom, as far as it matters for one leaf: the graph that certification paths are
// found in (RFC 4158 section 2). A certificate stands in it once, wherever it came from.
#ifndef TLSPROBE_CHECK_ISSUER_GRAPH_H_
#define TLSPROBE_CHECK_ISSUER_GRAPH_H_

#include <cstddef>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tlsprobe/check/chain_link.h"
#include "tlsprobe/check/memory.h"

namespace tlsprobe {

// What a graph is made of. Everything is the caller's and outlives it.
struct IssuerQuery {
  const ChainLink& leaf;
  std::span<const ChainLink> untrusted;  // what else may be on a path
  CheckMemory& memory;                   // knows the trust store
  bool leaf_trusted = false;             // the leaf is in the trust store itself
  bool partial_chain = false;            // whatever the store has is an anchor
  size_t signatures = 256;               // no more are verified once CheckMemory has counted these
};

inline constexpr size_t kNoAnchor = std::numeric_limits<size_t>::max();

struct IssuerNode {
  const ChainLink* link = nullptr;
  bool trusted = false;              // it is in the trust store
  bool anchor = false;               // a path may end here
  size_t identity = 0;               // the same for all with this subject and key
  std::vector<size_t> issuers = {};  // whose key made its signature, the likeliest first
  size_t to_anchor = kNoAnchor;      // certificates above, up to the nearest anchor
};

class IssuerGraph {
 public:
  explicit IssuerGraph(const IssuerQuery& query);

  // The leaf is the first. All are reachable from it.
  const std::vector<IssuerNode>& nodes() const { return nodes_; }
  // Signatures were left unverified: issuers may be missing.
  bool cut() const { return cut_; }

 private:
  struct Candidate {
    const ChainLink* link;
    bool trusted;
    bool named;  // by its key, in the subject's authority key identifier
  };

  size_t Add(const ChainLink& link, bool trusted);
  size_t IdentityOf(const ChainLink& link);
  void FindIssuers(size_t subject);
  std::vector<Candidate> Candidates(const ChainLink& subject);
  bool Issued(const ChainLink& issuer, const ChainLink& subject);
  bool MayVerify(const ChainLink& issuer);
  void MeasureDistances();

  const IssuerQuery query_;
  std::vector<IssuerNode> nodes_;
  std::map<std::string_view, size_t> by_hash_;
  std::map<std::pair<std::string_view, std::string_view>, size_t> identities_;
  size_t work_ = 0;
  bool cut_ = false;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_ISSUER_GRAPH_H_
