// What one certificate says about policies, made ready for the tree of RFC 5280 section 6.1.
#ifndef TLSPROBE_CHECK_POLICY_FACTS_H_
#define TLSPROBE_CHECK_POLICY_FACTS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/check/oids.h"
#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

using oid::kAnyPolicy;

// A policy of a certificate. Texts and qualifiers are views of the certificate.
struct PolicyEntry {
  std::string_view oid = {};  // dotted
  bool critical = false;
  const std::vector<PolicyQualifier>* qualifiers = nullptr;  // null: none
  bool from_any = false;  // the certificate does not name it: a mapping made it of anyPolicy
  bool mapped = false;    // mappings were met when it was there already
  // What it is called below, each name once. Counts with `mapped` or `from_any`; without, it keeps
  // its own.
  std::vector<std::string_view> expected = {};
  size_t mappings = 0;  // how many gave `expected`, doubles too
  Bytes content = {};   // of the OID's DER, to put entries in order
};

// OpenSSL's order (OBJ_cmp): the shorter encoding first.
bool GoesBefore(const PolicyEntry& a, const PolicyEntry& b);

struct PolicyFacts {
  bool self_issued = false;
  // Why nobody can go by what it says, "its policyMappings is there twice"; empty: it is in order.
  // The members below mean nothing where it is not.
  std::string fault = {};
  bool has_policies = false;  // it names some, anyPolicy maybe alone
  std::optional<PolicyEntry> any_policy = {};
  std::vector<PolicyEntry> policies = {};  // without anyPolicy, in OpenSSL's order
  // After how many certificates these begin to count.
  std::optional<uint64_t> explicit_after = {};
  std::optional<uint64_t> no_mapping_after = {};
  std::optional<uint64_t> no_any_after = {};
};

// ReadPolicyFacts gives views of `certificate`. Mappings and inhibitAnyPolicy are read only where
// there are policies, as OpenSSL does.
PolicyFacts ReadPolicyFacts(const Certificate& certificate);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_POLICY_FACTS_H_
