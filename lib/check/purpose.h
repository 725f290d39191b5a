// What a certificate may be used for, by OpenSSL's rules (v3_purp.c): extended key usage, key
// usage and Netscape's certificate type together.
#ifndef TLSPROBE_CHECK_PURPOSE_H_
#define TLSPROBE_CHECK_PURPOSE_H_

#include "tlsprobe/check/chain_link.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe {

// AllowsPurpose judges the leaf, or with `issuer` a certificate above it. A certificate that is
// unusable() is not judged: it passes.
bool AllowsPurpose(const ChainLink& link, Purpose purpose, bool issuer);

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_PURPOSE_H_
