// subjectAltName entries as text.
#ifndef TLSPROBE_RENDER_GENERAL_NAMES_H_
#define TLSPROBE_RENDER_GENERAL_NAMES_H_

#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// "dns", "ip", "email", "uri", "directory", "registered_id", "other", "x400", "edi_party".
std::string_view GeneralNameType(GeneralName::Type type);

// The name as text, not escaped; hex where it has no text form.
std::string GeneralNameText(const GeneralName& name);

// A certificate's subjectAltName, or a list of nothing.
const std::vector<GeneralName>& SubjectAltNames(const Certificate& certificate);

}  // namespace tlsprobe

#endif  // TLSPROBE_RENDER_GENERAL_NAMES_H_
