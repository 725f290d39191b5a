// A trust store of certificates at hand.
#ifndef TLSPROBE_DRIVER_CERTIFICATE_LIST_H_
#define TLSPROBE_DRIVER_CERTIFICATE_LIST_H_

#include <vector>

#include "tlsprobe/driver/trust_store.h"
#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// NewCertificateList keeps `certificates`, none of them null, in their order.
CertificateSourcePtr NewCertificateList(const std::vector<CertificatePtr>& certificates);

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_CERTIFICATE_LIST_H_
