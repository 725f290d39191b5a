// Names that OpenSSL 3.0 gives object identifiers which BoringSSL's table lacks or spells
// otherwise.
#ifndef TLSPROBE_WIRE_OID_TABLE_H_
#define TLSPROBE_WIRE_OID_TABLE_H_

#include <string_view>

namespace tlsprobe {

struct OidNames {
  std::string_view dotted;
  std::string_view short_name;
  std::string_view long_name;
};

// FindOpenSslOnlyOid returns the row of `dotted`, null where there is none.
const OidNames* FindOpenSslOnlyOid(std::string_view dotted);
// FindOpenSslOnlyName the one with that short or long name.
const OidNames* FindOpenSslOnlyName(std::string_view name);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_OID_TABLE_H_
