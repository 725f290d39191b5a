// What a file in DER is, by its first fields: no more is parsed than that takes.
#ifndef TLSPROBE_DRIVER_OUTLINE_H_
#define TLSPROBE_DRIVER_OUTLINE_H_

#include <optional>
#include <string_view>

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// SubjectOf finds the DER Name of the subject in a certificate (RFC 5280 section 4.1) and parses
// nothing else. `der` may be cut off behind the subject. Nullopt where the outline is not one of a
// certificate; the view is into `der`.
std::optional<BytesView> SubjectOf(BytesView der);

// True for a PFX (RFC 7292 section 4), also in BER: version 3, and content of PKCS#7 that is data
// or signed.
bool IsPkcs12(BytesView bytes);

// What to do with one where certificates are wanted.
inline constexpr std::string_view kConvertPkcs12 =
    "Convert it: openssl pkcs12 -in FILE -nokeys -out FILE.pem";

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_OUTLINE_H_
