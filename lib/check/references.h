// The identities a certificate is asked to have.
#ifndef TLSPROBE_CHECK_REFERENCES_H_
#define TLSPROBE_CHECK_REFERENCES_H_

#include <string>

#include "tlsprobe/model/certificate.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe {

// Empty: not asked for.
struct References {
  std::string host = {};
  std::string email = {};
  std::string ip = {};  // as text
};

// What the options name; with nothing named and check_target_name, the target's host, a trailing
// dot left out.
References FindReferences(const VerifyOptions& options, const Target& target);

// Each holds one reference against the certificate; the certificate's name that matched, empty
// where none did. An `ip` that is no address matches nothing.
std::string MatchedHost(const References& references, const Certificate& certificate);
std::string MatchedEmail(const References& references, const Certificate& certificate);
std::string MatchedIp(const References& references, const Certificate& certificate);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_REFERENCES_H_
