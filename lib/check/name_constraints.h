// Name constraints (RFC 5280 section 4.2.1.10): the names a CA may certify.
#ifndef TLSPROBE_CHECK_NAME_CONSTRAINTS_H_
#define TLSPROBE_CHECK_NAME_CONSTRAINTS_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// A name as it is compared, taken apart once.
struct PreparedName {
  GeneralName::Type type = GeneralName::Type::kOther;
  Bytes value = {};  // of a directory name the canonical form; of an otherName what is in its value
  Bytes oid = {};    // of an otherName, as in DER; empty: it does not parse
  unsigned tag = 0;  // of an otherName's value
};
PreparedName PrepareName(const GeneralName& name);

struct PreparedNames {
  std::vector<PreparedName> names = {};
  int error = 0;  // a name that cannot be compared: the VerifyCode to answer with
};
struct PreparedConstraints {
  std::vector<PreparedName> permitted = {};
  std::vector<PreparedName> excluded = {};
  bool has_minimum_or_maximum = false;
};

// The names of a certificate that constraints bind: its subject, e-mail addresses in that, and
// subjectAltName. `common_names`: also common names that look like host names, where there is no
// DNS name; for leaves.
PreparedNames PrepareNames(const Certificate& certificate, bool common_names);
PreparedConstraints PrepareConstraints(const NameConstraints& constraints);

// MatchConstraints gives 0 or OpenSSL's error: 47 not permitted, 48 excluded, 49, 51, 53, in
// OpenSSL's order; the first one ends it. Costs names x constraints comparisons.
int MatchConstraints(const PreparedNames& names, const PreparedConstraints& constraints);

// FirstRefused gives the one of `names` that ended it; nullopt where none did, or where the answer
// is `names.error`. For words about an error: it costs as much again.
std::optional<size_t> FirstRefused(const PreparedNames& names,
                                   const PreparedConstraints& constraints);

// OpenSSL's bound for the names of one certificate and the constraints of another.
inline constexpr size_t kMostNameComparisons = size_t{1} << 20;
// How many comparisons it may take, one for the preparation included.
size_t NameComparisons(const PreparedNames& names, const PreparedConstraints& constraints);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_NAME_CONSTRAINTS_H_
