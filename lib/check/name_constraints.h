// Name constraints (RFC 5280 section 4.2.1.10): the names a CA may certify.
#ifndef TLSPROBE_CHECK_NAME_CONSTRAINTS_H_
#define TLSPROBE_CHECK_NAME_CONSTRAINTS_H_

#include <cstddef>
#include <vector>

#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// What is compared, with directory names brought into their canonical form once.
struct PreparedNames {
  std::vector<GeneralName> names = {};
  int error = 0;  // a name that cannot be compared: the VerifyCode to answer with
};
struct PreparedConstraints {
  std::vector<GeneralName> permitted = {};
  std::vector<GeneralName> excluded = {};
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

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_NAME_CONSTRAINTS_H_
