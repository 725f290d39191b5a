// Best first: of all beginnings the one that can become the shortest path is followed, and of equal
// ones the longest. So neither a lattice of cross-signs nor a loop keeps it from the paths there
// are.
#include "tlsprobe/check/path_search.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <tuple>
#include <utility>

namespace tlsprobe {
namespace {

constexpr size_t kNowhere = std::numeric_limits<size_t>::max();

// The beginning of a path: a certificate above another beginning.
struct Step {
  size_t node;
  size_t below;   // kNowhere: this is the leaf
  size_t length;  // with this certificate
};

class Search {
 public:
  // `open`: paths without an anchor are looked for.
  Search(const IssuerGraph& graph, const SearchLimits& limits, bool open)
      : nodes_(graph.nodes()), limits_(limits), open_(open) {
    found_.cut = graph.cut();
  }

  FoundPaths Run();

 private:
  enum class Growth { kNone, kGrown, kTooLong };

  // The least length it can come to, its length (the greater first), its number.
  using Rank = std::tuple<size_t, size_t, size_t>;

  void Push(const Step& step);
  Growth Grow(size_t from);
  bool Stands(size_t step, size_t identity) const;
  void Take(size_t end, bool too_long);

  const std::vector<IssuerNode>& nodes_;
  const SearchLimits& limits_;
  const bool open_;
  std::vector<Step> steps_ = {};
  std::priority_queue<Rank, std::vector<Rank>, std::greater<>> ahead_ = {};
  FoundPaths found_ = {};
};

bool Search::Stands(size_t step, size_t identity) const {
  for (; step != kNowhere; step = steps_[step].below) {
    if (nodes_[steps_[step].node].identity == identity) return true;
  }
  return false;
}

void Search::Push(const Step& step) {
  const size_t ahead = open_ ? 0 : step.length + nodes_[step.node].to_anchor;
  ahead_.emplace(ahead, kNowhere - step.length, steps_.size());
  steps_.push_back(step);
}

Search::Growth Search::Grow(size_t from) {
  const Step step = steps_[from];
  Growth growth = Growth::kNone;
  for (const size_t issuer : nodes_[step.node].issuers) {
    const IssuerNode& node = nodes_[issuer];
    if (!open_ && node.to_anchor == kNoAnchor) continue;
    if (Stands(from, node.identity)) continue;
    if (step.length >= limits_.length) return Growth::kTooLong;
    if (steps_.size() >= limits_.steps) {
      found_.cut = true;
      return Growth::kGrown;
    }
    Push({.node = issuer, .below = from, .length = step.length + 1});
    growth = Growth::kGrown;
  }
  return growth;
}

void Search::Take(size_t end, bool too_long) {
  FoundPath path{.anchored = nodes_[steps_[end].node].anchor, .too_long = too_long};
  bool above_store = true;
  for (size_t step = end; step != kNowhere; step = steps_[step].below) {
    const IssuerNode& node = nodes_[steps_[step].node];
    above_store = above_store && node.trusted;
    if (!above_store) ++path.untrusted;
    path.links.push_back(node.link);
  }
  std::ranges::reverse(path.links);
  found_.paths.push_back(std::move(path));
}

FoundPaths Search::Run() {
  Push({.node = 0, .below = kNowhere, .length = 1});
  while (!ahead_.empty()) {
    if (found_.paths.size() >= limits_.paths) {
      found_.cut = true;
      break;
    }
    const size_t step = std::get<2>(ahead_.top());
    ahead_.pop();
    const bool anchor = nodes_[steps_[step].node].anchor;
    if (anchor) Take(step, false);
    // The leaf alone may be an anchor and have issuers all the same.
    const Growth growth = Grow(step);
    if (open_ && !anchor && growth != Growth::kGrown) Take(step, growth == Growth::kTooLong);
  }
  return std::move(found_);
}

}  // namespace

FoundPaths SearchPaths(const IssuerGraph& graph, const SearchLimits& limits) {
  FoundPaths found = {};
  if (graph.nodes()[0].to_anchor != kNoAnchor) found = Search(graph, limits, false).Run();
  if (!found.paths.empty()) return found;
  const bool was_cut = found.cut;
  found = Search(graph, limits, true).Run();
  found.cut = found.cut || was_cut;
  const auto length = [](const FoundPath& path) { return path.links.size(); };
  std::ranges::sort(found.paths, std::greater(), length);
  return found;
}

}  // namespace tlsprobe
