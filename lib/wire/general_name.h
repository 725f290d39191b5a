// GeneralName and GeneralNames (RFC 5280 section 4.2.1.6), which many extensions are made of.
#ifndef TLSPROBE_WIRE_GENERAL_NAME_H_
#define TLSPROBE_WIRE_GENERAL_NAME_H_

#include <optional>
#include <vector>

#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// TakeGeneralName takes one GeneralName off the front of `rest`; false where there is none.
bool TakeGeneralName(BytesView& rest, GeneralName& name);

// ParseGeneralNames reads the content of a GeneralNames to its end; nullopt where one does not
// parse.
std::optional<std::vector<GeneralName>> ParseGeneralNames(BytesView content);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_GENERAL_NAME_H_
