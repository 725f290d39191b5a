// The outcome of policy processing as OpenSSL's programs print it (-policy_print).
#ifndef TLSPROBE_RENDER_POLICY_TEXT_H_
#define TLSPROBE_RENDER_POLICY_TEXT_H_

#include <string>

#include "tlsprobe/model/verification.h"

namespace tlsprobe {

// PoliciesText is OpenSSL's text, but for control characters and bytes that are not UTF-8, which
// come escaped.
std::string PoliciesText(const PolicyOutcome& outcome);

}  // namespace tlsprobe

#endif  // TLSPROBE_RENDER_POLICY_TEXT_H_
