#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/base/text.h"
#include "tlsprobe/check/chain_words.h"
#include "tlsprobe/check/policy_facts.h"
#include "tlsprobe/check/policy_nodes.h"

namespace tlsprobe {
namespace {

std::string PolicyName(std::string_view oid) {
  constexpr size_t kMost = 100;
  std::string name = oid == kAnyPolicy ? "any" : EscapeControls(oid);
  if (name.size() > kMost) name = name.substr(0, kMost) + "...";
  return name;
}

// "1.2.3, 1.2.4 and 3 more".
template <class T, class Oid>
std::string PolicyNames(const std::vector<T>& policies, Oid oid) {
  constexpr size_t kMost = 5;
  std::string text;
  for (size_t i = 0; i < std::min(kMost, policies.size()); ++i) {
    text += (i == 0 ? "" : ", ") + PolicyName(std::invoke(oid, policies[i]));
  }
  if (policies.size() > kMost) text += fmt::format(" and {} more", policies.size() - kMost);
  return text;
}

std::string Accepted(const VerifyOptions& options) {
  return PolicyNames(options.policies, [](const std::string& oid) { return oid; });
}

// Who asks for an explicit policy.
std::string Requirer(const ChainFault& it) {
  if (it.input.options.explicit_policy) return "this verification requires one";
  for (size_t depth = it.chain.built.size(); depth-- > 0;) {
    const auto& constraints = it.chain.built[depth]->policy_constraints;
    if (!constraints || !constraints->require_explicit_policy) continue;
    return CertificateWords(it.chain, static_cast<int>(depth), it.input.from_server) +
           " requires one";
  }
  return "one is required";
}

}  // namespace

Words PolicyExtension(const ChainFault& it) {
  return {.text = fmt::format("nobody can go by what {} says about policies: {}", it.who(),
                              ReadPolicyFacts(it.certificate()).fault),
          .advice = "Have the certificate issued anew, with policy extensions that are in order."};
}

Words NoExplicitPolicy(const ChainFault& it) {
  const PolicyOutcome& outcome = it.chain.policies;
  const VerifyOptions& options = it.input.options;
  if (outcome.authority.empty()) {
    return {.text = fmt::format("no certificate policy holds for the whole chain, and {}",
                                Requirer(it)),
            .advice =
                "Have the certificates issued under a policy that every CA of the chain "
                "names or maps."};
  }
  const std::string valid = PolicyNames(outcome.authority, &ValidPolicy::oid);
  if (options.policies.empty()) {
    return {.text = fmt::format("the chain is valid for the policies {}, but none is named as "
                                "accepted, and {}",
                                valid, Requirer(it)),
            .advice = "Name the policies that will do (-policy OID; -policy anyPolicy: any)."};
  }
  return {.text = fmt::format("the chain is valid for the policies {}, none of which is accepted "
                              "({}), and {}",
                              valid, Accepted(options), Requirer(it)),
          .advice =
              "Have the certificate issued under an accepted policy, or accept one of these "
              "(-policy OID)."};
}

Words TooManyPolicies(const ChainFault&) {
  return {.text = fmt::format("the certificate policies of the chain combine in more than {} ways, "
                              "and were not followed to the end",
                              PolicyNodes::kMost),
          .advice = "Have the certificates issued with fewer policies and policy mappings."};
}

}  // namespace tlsprobe
