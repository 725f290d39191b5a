// Extensions as BoringSSL reads them, against what we made of them. What it takes and is DER we
// must have read, and in the same way.
#ifndef TLSPROBE_TESTS_FUZZ_EXTENSION_CHECKS_H_
#define TLSPROBE_TESTS_FUZZ_EXTENSION_CHECKS_H_

#include "tlsprobe/model/crl.h"

namespace tlsprobe {

// CheckExtensions compares the members about policies and places of CRLs; it aborts where they
// differ.
void CheckExtensions(const Certificate& certificate);

// The same for those of a CRL: numbers, scope, key and places.
void CheckExtensions(const Crl& crl);

}  // namespace tlsprobe

#endif  // TLSPROBE_TESTS_FUZZ_EXTENSION_CHECKS_H_
