#include "tlsprobe/wire/oid_text.h"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/mem.h>
#include <openssl/obj.h>

#include "tlsprobe/wire/oid.h"
#include "tlsprobe/wire/oid_content.h"
#include "tlsprobe/wire/oid_table.h"

namespace tlsprobe {

std::optional<std::string> OidFromText(std::string_view text) {
  if (const OidNames* row = FindOpenSslOnlyName(text)) return std::string(row->dotted);
  // Arcs as long as UUIDs are (X.667), which OBJ_txt2obj of BoringSSL does not take.
  if (const Bytes content = OidContent(text); !content.empty()) return DottedOid(content);
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  const bssl::UniquePtr<ASN1_OBJECT> object(OBJ_txt2obj(std::string(text).c_str(), 0));
  ERR_clear_error();
  if (object == nullptr) return std::nullopt;
  std::string dotted = DottedOid({OBJ_get0_data(object.get()), OBJ_length(object.get())});
  if (dotted.empty()) return std::nullopt;
  return dotted;
}

}  // namespace tlsprobe
