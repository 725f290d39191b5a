#include "tlsprobe/check/policy_tree.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "tlsprobe/check/policy_nodes.h"
#include "tlsprobe/check/policy_sets.h"

namespace tlsprobe {
namespace {

absl::string_view Key(std::string_view text) { return {text.data(), text.size()}; }

// A number of certificates to go until something counts.
class Countdown {
 public:
  Countdown(bool at_once, size_t path) : left_(at_once ? 0 : path + 1) {}

  bool done() const { return left_ == 0; }
  void Pass(const PolicyFacts& facts, const std::optional<uint64_t>& after) {
    if (left_ != 0 && !facts.self_issued) --left_;
    if (after) left_ = std::min(left_, *after);
  }

 private:
  uint64_t left_;
};

// What is known before any policy is compared.
struct Outlook {
  bool invalid = false;
  bool empty = false;  // some certificate has no policies
  bool explicit_required = false;
};

Outlook LookAhead(std::span<const PolicyFacts> path, const PolicyDemands& demands) {
  Outlook outlook;
  Countdown to_explicit(demands.explicit_policy, path.size());
  for (const PolicyFacts& facts : path) {
    if (to_explicit.done() && outlook.empty) break;  // no certificate below can help
    if (!facts.fault.empty()) return {.invalid = true};
    if (!facts.has_policies) outlook.empty = true;
    to_explicit.Pass(facts, facts.explicit_after);
  }
  outlook.explicit_required = to_explicit.done();
  return outlook;
}

void SetInhibitions(std::span<const PolicyFacts> path, const PolicyDemands& demands,
                    PolicyNodes& tree) {
  Countdown to_any(demands.inhibit_any, path.size());
  Countdown to_mapping(demands.inhibit_mapping, path.size());
  for (size_t i = 0; i < path.size(); ++i) {
    const PolicyFacts& facts = path[i];
    PolicyLevel& level = tree.levels()[i + 1];
    const bool exempt = facts.self_issued && i + 1 != path.size();
    level.inhibit_any = !facts.any_policy || (to_any.done() && !exempt);
    level.inhibit_mapping = to_mapping.done();
    to_any.Pass(facts, facts.no_any_after);
    to_mapping.Pass(facts, facts.no_mapping_after);
  }
}

bool IsRenamed(const PolicyLevel& level, const PolicyEntry& entry) {
  return !level.inhibit_mapping && (entry.mapped || entry.from_any);
}

// Which nodes of a level each policy of the certificate below belongs under. Many nodes can share
// an entry with many names, so entries are matched, not nodes.
class Parents {
 public:
  Parents(const PolicyLevel& above, const PolicyFacts& facts) : matches_(facts.policies.size()) {
    absl::flat_hash_map<absl::string_view, size_t> places;
    for (size_t i = 0; i < facts.policies.size(); ++i) places[Key(facts.policies[i].oid)] = i;
    const auto note = [&](std::string_view oid, const PolicyEntry* entry) {
      const auto found = places.find(Key(oid));
      if (found != places.end()) matches_[found->second].push_back(entry);
    };
    for (PolicyNode* node : above.nodes) {
      std::vector<PolicyNode*>& sharing = nodes_[node->entry];
      sharing.push_back(node);
      if (sharing.size() > 1) continue;
      if (!IsRenamed(above, *node->entry)) {
        note(node->entry->oid, node->entry);
      } else {
        for (const std::string_view oid : node->entry->expected) note(oid, node->entry);
      }
    }
  }

  // In the order they stand in.
  std::vector<PolicyNode*> Of(size_t policy) const {
    std::vector<PolicyNode*> all;
    for (const PolicyEntry* entry : matches_[policy]) {
      const auto& sharing = nodes_.at(entry);
      all.insert(all.end(), sharing.begin(), sharing.end());
    }
    std::ranges::sort(all, {}, &PolicyNode::number);
    return all;
  }

 private:
  absl::flat_hash_map<const PolicyEntry*, std::vector<PolicyNode*>> nodes_;
  std::vector<std::vector<const PolicyEntry*>> matches_;
};

// Grows one level. All functions are false where the tree becomes too large.
class Growth {
 public:
  Growth(PolicyNodes& tree, size_t level, const PolicyFacts& facts)
      : tree_(tree), level_(level), above_(tree.levels()[level - 1]), facts_(facts) {}

  bool Grow() {
    if (!AddNamed()) return false;
    if (tree_.levels()[level_].inhibit_any) return true;
    for (PolicyNode* node : above_.nodes) {
      if (!AddUnmatched(node)) return false;
    }
    return above_.any == nullptr || tree_.Add(level_, *facts_.any_policy, above_.any) != nullptr;
  }

 private:
  // RFC 5280 section 6.1.3 (d) (1).
  bool AddNamed() {
    const Parents parents(above_, facts_);
    for (size_t i = 0; i < facts_.policies.size(); ++i) {
      std::vector<PolicyNode*> matched = parents.Of(i);
      if (matched.empty() && above_.any != nullptr) matched.push_back(above_.any);
      for (PolicyNode* parent : matched) {
        if (tree_.Add(level_, facts_.policies[i], parent) == nullptr) return false;
        named_.insert({parent, Key(facts_.policies[i].oid)});
      }
    }
    return true;
  }

  // RFC 5280 section 6.1.3 (d) (2). An entry a mapping made of anyPolicy goes on under its own
  // name: OpenSSL has it so.
  bool AddUnmatched(PolicyNode* parent) {
    const PolicyEntry& entry = *parent->entry;
    if (above_.inhibit_mapping || !entry.mapped) {
      return parent->children != 0 || AddByAny(parent, entry.oid);
    }
    if (parent->children == entry.mappings) return true;
    return std::ranges::all_of(entry.expected, [&](std::string_view oid) {
      return named_.contains({parent, Key(oid)}) || AddByAny(parent, oid);
    });
  }

  bool AddByAny(PolicyNode* parent, std::string_view oid) {
    PolicyEntry entry = {.oid = oid,
                         .critical = parent->entry->critical,
                         .qualifiers = facts_.any_policy->qualifiers};
    return tree_.AddOwn(level_, std::move(entry), parent) != nullptr;
  }

  PolicyNodes& tree_;
  const size_t level_;
  const PolicyLevel& above_;
  const PolicyFacts& facts_;
  absl::flat_hash_set<std::pair<const PolicyNode*, absl::string_view>> named_;
};

enum class Grown : uint8_t { kWhole, kNothing, kTooMany };

Grown GrowTree(std::span<const PolicyFacts> path, PolicyNodes& tree) {
  for (size_t level = 1; level <= path.size(); ++level) {
    if (!Growth(tree, level, path[level - 1]).Grow()) return Grown::kTooMany;
    if (!tree.Prune(level)) return Grown::kNothing;
  }
  return Grown::kWhole;
}

}  // namespace

PolicyResult ProcessPolicies(std::span<const PolicyFacts> path, const PolicyDemands& demands) {
  PolicyResult result = {.outcome = {.processed = true}};
  if (path.empty()) return result;  // an anchor alone
  const Outlook outlook = LookAhead(path, demands);
  if (outlook.invalid) return {.verdict = PolicyVerdict::kInvalid};
  result.outcome.explicit_required = outlook.explicit_required;
  const PolicyVerdict without =
      outlook.explicit_required ? PolicyVerdict::kNotMet : PolicyVerdict::kMet;
  result.verdict = without;
  if (outlook.empty) return result;
  PolicyNodes tree(path.size());
  SetInhibitions(path, demands, tree);
  const Grown grown = GrowTree(path, tree);
  if (grown == Grown::kNothing) return result;
  if (grown == Grown::kTooMany || !FillPolicySets(tree, demands.accepted, result.outcome)) {
    return {.verdict = PolicyVerdict::kTooMany};
  }
  if (!result.outcome.user.empty()) result.verdict = PolicyVerdict::kMet;
  return result;
}

}  // namespace tlsprobe
