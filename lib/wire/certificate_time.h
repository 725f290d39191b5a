// The Time of a Validity (RFC 5280 section 4.1.2.5).
#ifndef TLSPROBE_WIRE_CERTIFICATE_TIME_H_
#define TLSPROBE_WIRE_CERTIFICATE_TIME_H_

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/base/time.h"

namespace tlsprobe {

// ParseCertificateTime reads the content of a UTCTime (tag 0x17, YYMMDDHHMMSSZ, 1950 to 2049) or
// GeneralizedTime (0x18, YYYYMMDDHHMMSSZ). False, and `time` untouched, for anything else: no
// seconds, fractions, another zone than Z. A GeneralizedTime before 2050 is taken, as OpenSSL
// does.
bool ParseCertificateTime(uint8_t tag, BytesView content, UnixTime& time);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_CERTIFICATE_TIME_H_
