// What the callback of `openssl verify` lets pass, and what ends its verification.
#ifndef TLSPROBE_CLI_VERIFY_CALLBACK_H_
#define TLSPROBE_CLI_VERIFY_CALLBACK_H_

#include <span>
#include <vector>

#include "tlsprobe/model/event.h"
#include "tlsprobe/model/verification.h"

namespace tlsprobe::cli {

// IsTolerated is true for the errors behind which `openssl verify` goes on, to find more of them.
bool IsTolerated(int code);

struct CallbackRun {
  std::vector<VerifyEvent> events = {};  // what the callback is told, to the end
  bool refused = false;                  // the last of them ended the verification
};

// RunVerifyCallback takes the steps of a verification that went on behind every error, and cuts
// what the callback would never have heard of. Where it refuses on the path of a CRL's issuer,
// it is told of the CRL once more (X509_V_ERR_CRL_PATH_VALIDATION_ERROR), and refuses that too.
CallbackRun RunVerifyCallback(std::span<const VerifyEvent> events, const ChainVerification& chain);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_VERIFY_CALLBACK_H_
