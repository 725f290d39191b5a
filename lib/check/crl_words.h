// Words for what CRLs say of a certificate, or why they say nothing.
#ifndef TLSPROBE_CHECK_CRL_WORDS_H_
#define TLSPROBE_CHECK_CRL_WORDS_H_

#include <string>
#include <string_view>

#include "tlsprobe/check/words.h"
#include "tlsprobe/model/verification.h"

namespace tlsprobe {

// IsCrlError is true for the errors that OpenSSL meets with CRLs alone, whether or not there are
// words for them here: ExplainCrls has findings for them.
bool IsCrlError(int code);

// "the CRL of CN=Lab Root (the file crl.pem)": fit to print.
std::string CrlWords(const CrlFact& fact);

// What an error of revocation is said about.
struct CrlFault {
  int code = 0;
  const RevocationStatus& status;
  const Certificate& certificate;
  Moment moment = {};
};

// How an error is told, and what can be done about it.
struct CrlErrorRow {
  int code = 0;
  std::string_view id = {};  // of the finding
  std::string (*words)(const CrlFault& it) = nullptr;
  std::string_view advice = {};  // empty: another CRL is needed (crl_advice.h)
  std::string_view reference = {};
};

// FindCrlError gives the row of what is met by other names where a code has none of its own.
const CrlErrorRow& FindCrlError(int code);

// CrlFaultWords gives "revoked on 2021-01-01T00:00:00Z: keyCompromise", "the CRL of … expired 3
// days ago, on …".
std::string CrlFaultWords(const CrlFault& it);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_CRL_WORDS_H_
