// The nodes of the valid policy tree (RFC 5280 section 6.1.2 (a)), level by level.
#ifndef TLSPROBE_CHECK_POLICY_NODES_H_
#define TLSPROBE_CHECK_POLICY_NODES_H_

#include <cstddef>
#include <deque>
#include <vector>

#include "tlsprobe/check/policy_facts.h"

namespace tlsprobe {

struct PolicyNode {
  size_t number = 0;  // in the order they were added
  const PolicyEntry* entry = nullptr;
  PolicyNode* parent = nullptr;  // null: the root
  size_t children = 0;
};

struct PolicyLevel {
  std::vector<PolicyNode*> nodes = {};  // without the one of anyPolicy, in the order of `number`
  PolicyNode* any = nullptr;
  bool inhibit_any = false;      // anyPolicy stands for nothing here
  bool inhibit_mapping = false;  // mappings of this level's certificate do not count
};

class PolicyNodes {
 public:
  // OpenSSL's bound. Nodes that are gone count, too.
  static constexpr size_t kMost = 1000;

  // Level 0 is the anchor's, with a node of anyPolicy; below it there is one for each certificate.
  explicit PolicyNodes(size_t certificates);
  // The nodes point at each other.
  PolicyNodes(const PolicyNodes&) = delete;
  PolicyNodes& operator=(const PolicyNodes&) = delete;

  std::vector<PolicyLevel>& levels() { return levels_; }
  const std::vector<PolicyLevel>& levels() const { return levels_; }

  // Add gives the new node, or null where there are too many. `entry` outlives this object.
  PolicyNode* Add(size_t level, const PolicyEntry& entry, PolicyNode* parent);
  // The same for an entry that is to be kept here.
  PolicyNode* AddOwn(size_t level, PolicyEntry entry, PolicyNode* parent);
  // Counts a node that stands on no level. False: there are too many.
  bool Count() { return count_++ < kMost; }

  // Prune takes away from `level` what its certificate may not map, and above it all that leads
  // nowhere. False: nothing is left.
  bool Prune(size_t level);

 private:
  std::vector<PolicyLevel> levels_;
  std::deque<PolicyNode> nodes_ = {};
  std::deque<PolicyEntry> own_ = {};
  size_t count_ = 0;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_POLICY_NODES_H_
