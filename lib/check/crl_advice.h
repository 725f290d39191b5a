// Where to get a CRL, or a better one, and why it was not fetched.
#ifndef TLSPROBE_CHECK_CRL_ADVICE_H_
#define TLSPROBE_CHECK_CRL_ADVICE_H_

#include <string>

#include "tlsprobe/model/certificate.h"
#include "tlsprobe/model/probe_config.h"
#include "tlsprobe/model/verification.h"

namespace tlsprobe {

// CrlAdvice is for `certificate`, which `status` is about.
std::string CrlAdvice(const VerifyOptions& options, const Certificate& certificate,
                      const RevocationStatus& status);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_CRL_ADVICE_H_
