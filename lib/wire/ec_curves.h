// The named curves an EC key can stand on.
#ifndef TLSPROBE_WIRE_EC_CURVES_H_
#define TLSPROBE_WIRE_EC_CURVES_H_

#include <string_view>

namespace tlsprobe {

// CurveOrderBits is the length of the order of the curve's group in bits, which OpenSSL shows as
// the size of a key; 0 for a curve that is not known.
int CurveOrderBits(std::string_view dotted);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_EC_CURVES_H_
