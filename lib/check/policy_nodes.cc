#include "tlsprobe/check/policy_nodes.h"

#include <utility>

namespace tlsprobe {

PolicyNodes::PolicyNodes(size_t certificates) : levels_(certificates + 1) {
  AddOwn(0, {.oid = kAnyPolicy}, nullptr);
}

PolicyNode* PolicyNodes::Add(size_t level, const PolicyEntry& entry, PolicyNode* parent) {
  if (!Count()) return nullptr;
  PolicyNode& node =
      nodes_.emplace_back(PolicyNode{.number = nodes_.size(), .entry = &entry, .parent = parent});
  if (parent != nullptr) ++parent->children;
  if (entry.oid == kAnyPolicy) {
    levels_[level].any = &node;
  } else {
    levels_[level].nodes.push_back(&node);
  }
  return &node;
}

PolicyNode* PolicyNodes::AddOwn(size_t level, PolicyEntry entry, PolicyNode* parent) {
  return Add(level, own_.emplace_back(std::move(entry)), parent);
}

bool PolicyNodes::Prune(size_t level) {
  const auto erase_if = [](PolicyLevel& from, auto&& goes) {
    std::erase_if(from.nodes, [&goes](PolicyNode* node) {
      if (!goes(*node)) return false;
      --node->parent->children;
      return true;
    });
  };
  if (levels_[level].inhibit_mapping) {
    erase_if(levels_[level],
             [](const PolicyNode& it) { return it.entry->mapped || it.entry->from_any; });
  }
  while (level-- > 0) {
    PolicyLevel& above = levels_[level];
    erase_if(above, [](const PolicyNode& it) { return it.children == 0; });
    if (above.any == nullptr || above.any->children != 0) continue;
    if (above.any->parent != nullptr) --above.any->parent->children;
    above.any = nullptr;
  }
  return levels_[0].any != nullptr;
}

}  // namespace tlsprobe
