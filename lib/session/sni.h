// Which name goes into the server_name extension.
#ifndef TLSPROBE_SESSION_SNI_H_
#define TLSPROBE_SESSION_SNI_H_

#include <string>

#include "tlsprobe/model/probe_config.h"

namespace tlsprobe {

// ServerNameToSend is the name for SNI (RFC 6066 section 3), empty where the extension is left
// out: switched off, a Unix socket or an address literal without an explicit name, or, with
// `sni_needs_dot`, a host that s_client would not take for a DNS name. A trailing dot of the host
// is cut off; an explicit name goes out as it is.
std::string ServerNameToSend(const TlsOptions& options, const Target& target);

}  // namespace tlsprobe

#endif  // TLSPROBE_SESSION_SNI_H_
