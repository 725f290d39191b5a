#include "tlsprobe/check/policy_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "tlsprobe/check/facts.h"
#include "tlsprobe/wire/oid_content.h"

namespace tlsprobe {
namespace {

struct ExtensionName {
  std::string_view oid;
  std::string_view name;
};
constexpr ExtensionName kPolicies = {oid::kCertificatePolicies, "certificatePolicies"};
constexpr ExtensionName kMappings = {oid::kPolicyMappings, "policyMappings"};
constexpr ExtensionName kConstraints = {oid::kPolicyConstraints, "policyConstraints"};
constexpr ExtensionName kInhibitAny = {oid::kInhibitAnyPolicy, "inhibitAnyPolicy"};

absl::string_view Key(std::string_view text) { return {text.data(), text.size()}; }

bool Contains(const std::vector<std::string>& oids, std::string_view oid) {
  return std::ranges::find(oids, oid) != oids.end();
}

// Why an extension cannot be read; empty where it can, or is not there.
std::string Unreadable(const Certificate& it, const ExtensionName& extension) {
  if (Contains(it.duplicate_extensions, extension.oid)) {
    return fmt::format("its {} is there twice", extension.name);
  }
  if (Contains(it.bad_extensions, extension.oid)) {
    return fmt::format("its {} does not parse", extension.name);
  }
  return {};
}

// OpenSSL's lists are sorted when something is looked for in them, not when something is added: one
// that came last stands at the end.
void Settle(std::vector<PolicyEntry>& policies, bool added_last) {
  if (policies.empty()) return;
  std::sort(policies.begin(), policies.end() - (added_last ? 1 : 0), GoesBefore);
}

// What reads one extension gives why it is at fault, or nothing.
std::string ReadConstraints(const Certificate& it, PolicyFacts& facts) {
  std::string fault = Unreadable(it, kConstraints);
  if (!fault.empty() || !it.policy_constraints) return fault;
  facts.explicit_after = it.policy_constraints->require_explicit_policy;
  facts.no_mapping_after = it.policy_constraints->inhibit_policy_mapping;
  const bool says_nothing = !facts.explicit_after && !facts.no_mapping_after;
  return says_nothing ? "its policyConstraints says nothing" : "";
}

std::string ReadPolicies(const Certificate& it, PolicyFacts& facts) {
  std::string fault = Unreadable(it, kPolicies);
  if (!fault.empty() || !it.policies || it.policies->empty()) return fault;
  const CertificateExtension* extension = FindExtension(it, kPolicies.oid);
  const bool critical = extension != nullptr && extension->critical;
  absl::flat_hash_set<absl::string_view> seen;
  for (const PolicyInformation& policy : *it.policies) {
    if (!seen.insert(Key(policy.oid)).second) return "its certificatePolicies names one twice";
    PolicyEntry entry = {.oid = policy.oid, .critical = critical};
    if (!policy.qualifiers.empty()) entry.qualifiers = &policy.qualifiers;
    if (policy.oid == kAnyPolicy) {
      facts.any_policy = std::move(entry);
      continue;
    }
    entry.content = OidContent(policy.oid);
    facts.policies.push_back(std::move(entry));
  }
  Settle(facts.policies, true);
  facts.has_policies = true;
  return {};
}

// Puts mappings into the policies they are of. What only anyPolicy covers becomes an entry of its
// own.
class Mapper {
 public:
  explicit Mapper(PolicyFacts& facts) : facts_(facts) {
    for (size_t i = 0; i < facts.policies.size(); ++i) places_[Key(facts.policies[i].oid)] = i;
  }

  void Add(const PolicyMapping& mapping) {
    PolicyEntry* entry = Find(mapping.issuer_policy);
    if (entry == nullptr) return;
    ++entry->mappings;
    const size_t place = static_cast<size_t>(entry - facts_.policies.data());
    if (seen_.insert({place, Key(mapping.subject_policy)}).second) {
      entry->expected.push_back(mapping.subject_policy);
    }
  }

  void Finish() { Settle(facts_.policies, added_last_); }

 private:
  PolicyEntry* Find(std::string_view oid) {
    added_last_ = false;
    if (const auto found = places_.find(Key(oid)); found != places_.end()) {
      PolicyEntry& entry = facts_.policies[found->second];
      entry.mapped = true;
      return &entry;
    }
    if (!facts_.any_policy) return nullptr;
    added_last_ = true;
    places_[Key(oid)] = facts_.policies.size();
    facts_.policies.push_back({.oid = oid,
                               .critical = facts_.any_policy->critical,
                               .qualifiers = facts_.any_policy->qualifiers,
                               .from_any = true,
                               .content = OidContent(oid)});
    return &facts_.policies.back();
  }

  PolicyFacts& facts_;
  absl::flat_hash_map<absl::string_view, size_t> places_;
  absl::flat_hash_set<std::pair<size_t, absl::string_view>> seen_;
  bool added_last_ = false;
};

std::string ReadMappings(const Certificate& it, PolicyFacts& facts) {
  std::string fault = Unreadable(it, kMappings);
  if (!fault.empty() || !it.policy_mappings) return fault;
  if (it.policy_mappings->empty()) return "its policyMappings is empty";
  Mapper mapper(facts);
  for (const PolicyMapping& mapping : *it.policy_mappings) {
    if (mapping.issuer_policy == kAnyPolicy || mapping.subject_policy == kAnyPolicy) {
      return "its policyMappings maps anyPolicy";
    }
    mapper.Add(mapping);
  }
  mapper.Finish();
  return {};
}

std::string ReadInhibitAny(const Certificate& it, PolicyFacts& facts) {
  facts.no_any_after = it.inhibit_any_policy;
  return Unreadable(it, kInhibitAny);
}

}  // namespace

bool GoesBefore(const PolicyEntry& a, const PolicyEntry& b) {
  if (a.content.size() != b.content.size()) return a.content.size() < b.content.size();
  return a.content < b.content;
}

PolicyFacts ReadPolicyFacts(const Certificate& certificate) {
  PolicyFacts facts = {.self_issued = certificate.self_issued};
  facts.fault = ReadConstraints(certificate, facts);
  if (facts.fault.empty()) facts.fault = ReadPolicies(certificate, facts);
  if (!facts.has_policies) return facts;
  if (facts.fault.empty()) facts.fault = ReadMappings(certificate, facts);
  if (facts.fault.empty()) facts.fault = ReadInhibitAny(certificate, facts);
  return facts;
}

}  // namespace tlsprobe
