// The search for certification paths (RFC 4158): which there are, not what is wrong with them.
#ifndef TLSPROBE_CHECK_PATH_SEARCH_H_
#define TLSPROBE_CHECK_PATH_SEARCH_H_

#include <cstddef>
#include <vector>

#include "tlsprobe/check/chain_link.h"
#include "tlsprobe/check/issuer_graph.h"

namespace tlsprobe {

struct SearchLimits {
  size_t paths = 64;
  size_t steps = 20000;  // beginnings of paths that are looked at
  size_t length = 102;   // certificates in a path
};

struct FoundPath {
  std::vector<const ChainLink*> links = {};  // from the leaf
  size_t untrusted = 0;   // how many of them, from the leaf, are below those of the trust store
  bool anchored = false;  // it ends in a trust anchor
  bool too_long = false;  // `length` ended it
};

struct FoundPaths {
  std::vector<FoundPath> paths = {};
  bool cut = false;  // a limit was met: there may be more
};

// SearchPaths gives every path from the leaf of `graph` to an anchor, the shortest first; where
// there is none every path that goes no further, the longest first. No subject stands twice with
// the same key in one path.
FoundPaths SearchPaths(const IssuerGraph& graph, const SearchLimits& limits);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_PATH_SEARCH_H_
