// authorityKeyIdentifier (RFC 5280 section 4.2.1.1), which certificates and CRLs have.
#ifndef TLSPROBE_WIRE_AUTHORITY_KEY_ID_H_
#define TLSPROBE_WIRE_AUTHORITY_KEY_ID_H_

#include <optional>

#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// ParseAuthorityKeyId reads an AuthorityKeyIdentifier to its end; nullopt where it does not parse.
std::optional<AuthorityKeyIdentifier> ParseAuthorityKeyId(BytesView der);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_AUTHORITY_KEY_ID_H_
