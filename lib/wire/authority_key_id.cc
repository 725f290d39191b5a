#include "tlsprobe/wire/authority_key_id.h"

#include <utility>

#include "tlsprobe/wire/cbs.h"
#include "tlsprobe/wire/general_name.h"

namespace tlsprobe {

// SEQUENCE { keyIdentifier [0], authorityCertIssuer [1], authorityCertSerialNumber [2] }
std::optional<AuthorityKeyIdentifier> ParseAuthorityKeyId(BytesView der) {
  CBS content, key_id, issuer, serial;
  int has_key_id = 0, has_issuer = 0, has_serial = 0;
  if (!OpenSequence(der, content) ||
      !CBS_get_optional_asn1(&content, &key_id, &has_key_id, kContext | 0) ||
      !CBS_get_optional_asn1(&content, &issuer, &has_issuer, kContextConstructed | 1) ||
      !CBS_get_optional_asn1(&content, &serial, &has_serial, kContext | 2) ||
      CBS_len(&content) != 0) {
    return {};
  }
  AuthorityKeyIdentifier identifier;
  if (has_key_id) identifier.key_id = ToBytes(View(key_id));
  if (has_serial) identifier.serial = ToBytes(View(serial));
  if (has_issuer) {
    std::optional<std::vector<GeneralName>> names = ParseGeneralNames(View(issuer));
    if (!names) return {};
    identifier.issuer = *std::move(names);
  }
  return identifier;
}

}  // namespace tlsprobe
