// Where CRLs are (RFC 5280 section 4.2.1.13), which certificates and CRLs say in the same words.
#ifndef TLSPROBE_WIRE_DISTRIBUTION_POINT_H_
#define TLSPROBE_WIRE_DISTRIBUTION_POINT_H_

#include <openssl/bytestring.h>

#include <optional>
#include <vector>

#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// TakeDistributionPointName takes distributionPoint [0] off the front where it is there.
bool TakeDistributionPointName(CBS& in, DistributionPointName& name);

// TakeReasons takes ReasonFlags with `tag` off the front where they are there.
bool TakeReasons(CBS& in, CBS_ASN1_TAG tag, std::optional<uint16_t>& reasons);

// ParseDistributionPoints reads a CRLDistributionPoints to its end; nullopt where it does not
// parse.
std::optional<std::vector<DistributionPoint>> ParseDistributionPoints(BytesView der);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_DISTRIBUTION_POINT_H_
