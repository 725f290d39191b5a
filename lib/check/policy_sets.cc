#include "tlsprobe/check/policy_sets.h"

#include <algorithm>
#include <vector>

namespace tlsprobe {
namespace {

class Copier {
 public:
  ValidPolicy Copy(std::string_view oid, const PolicyEntry& entry) {
    ValidPolicy policy = {.oid = std::string(oid), .critical = entry.critical};
    if (entry.qualifiers == nullptr) return policy;
    size_t size = 0;
    for (const PolicyQualifier& each : *entry.qualifiers) {
      size += sizeof(each) + each.oid.size() + each.value.size();
    }
    if (size > left_) return policy;
    left_ -= size;
    policy.qualifiers = *entry.qualifiers;
    return policy;
  }

  std::vector<ValidPolicy> Copy(const std::vector<const PolicyEntry*>& entries) {
    std::vector<ValidPolicy> policies;
    for (const PolicyEntry* entry : entries) policies.push_back(Copy(entry->oid, *entry));
    return policies;
  }

 private:
  size_t left_ = size_t{4} << 20;
};

// The policies that come from anyPolicy on the level above theirs, each once: what they are called
// where they enter the chain. OpenSSL's list is sorted whenever it is looked through, so that the
// one that came last stands at the end; `looked_through` says that it is once more.
std::vector<const PolicyEntry*> Entering(const PolicyNodes& tree, bool looked_through) {
  std::vector<const PolicyEntry*> entering;
  bool added_last = false;
  const auto goes_before = [](const PolicyEntry* a, const PolicyEntry* b) {
    return GoesBefore(*a, *b);
  };
  const std::vector<PolicyLevel>& levels = tree.levels();
  for (size_t i = 0; i + 1 < levels.size() && levels[i].any != nullptr; ++i) {
    for (const PolicyNode* node : levels[i + 1].nodes) {
      if (node->parent != levels[i].any) continue;
      added_last =
          std::ranges::find(entering, node->entry->oid, &PolicyEntry::oid) == entering.end();
      if (added_last) entering.push_back(node->entry);
    }
  }
  const bool keep_last = added_last && !looked_through;
  std::sort(entering.begin(), entering.end() - (keep_last ? 1 : 0), goes_before);
  return entering;
}

}  // namespace

bool FillPolicySets(PolicyNodes& tree, std::span<const std::string> accepted,
                    PolicyOutcome& outcome) {
  const bool accepts_any = std::ranges::find(accepted, kAnyPolicy) != accepted.end();
  const bool looked_through = !accepted.empty() && !accepts_any;
  const PolicyNode* any = tree.levels().back().any;
  const std::vector<const PolicyEntry*> entering = Entering(tree, looked_through);
  Copier copier;
  const std::vector<const PolicyEntry*> authority =
      any != nullptr ? std::vector<const PolicyEntry*>{any->entry} : entering;
  outcome.authority = copier.Copy(authority);
  if (accepts_any) outcome.user = copier.Copy(authority);
  if (!looked_through) return true;
  for (const std::string& oid : accepted) {
    const auto found = std::ranges::find(entering, oid, &PolicyEntry::oid);
    if (found != entering.end()) {
      outcome.user.push_back(copier.Copy(oid, **found));
    } else if (any != nullptr) {
      if (!tree.Count()) return false;
      outcome.user.push_back(copier.Copy(oid, *any->entry));
      outcome.user.back().critical = false;  // OpenSSL forgets it
    }
  }
  return true;
}

}  // namespace tlsprobe
