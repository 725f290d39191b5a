// Words for what CRLs say of a certificate, or why they say nothing.
#ifndef TLSPROBE_CHECK_CRL_WORDS_H_
#define TLSPROBE_CHECK_CRL_WORDS_H_

#include <string>

#include "tlsprobe/model/verification.h"

namespace tlsprobe {

// IsCrlError is true for the errors that are met with CRLs alone: ExplainCrls has findings for
// them.
bool IsCrlError(int code);

// "the CRL of CN=Lab Root (the file crl.pem)": fit to print.
std::string CrlWords(const CrlFact& fact);

// What an error of revocation is said about.
struct CrlFault {
  int code = 0;
  const RevocationStatus& status;
  const Certificate& certificate;
  UnixTime judged_at = {};
};

// CrlFaultWords gives "revoked on 2021-01-01T00:00:00Z: keyCompromise", "the CRL of … expired 3
// days ago, on …".
std::string CrlFaultWords(const CrlFault& it);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_CRL_WORDS_H_
