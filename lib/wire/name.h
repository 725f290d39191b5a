// Distinguished names: parsing, comparing, and writing as OpenSSL does.
#ifndef TLSPROBE_WIRE_NAME_H_
#define TLSPROBE_WIRE_NAME_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// ParseName reads a DER Name to its end. Errors: kInvalidArgument.
absl::StatusOr<Name> ParseName(BytesView der);

// CanonicalName is the form in which two names are equal when OpenSSL holds them equal: string
// values as UTF-8 in lower case (ASCII), blanks folded and trimmed; each RDN as a SET, without the
// outer SEQUENCE header (x509_name_canon of OpenSSL). Its SHA-1 gives the file names of a hashed
// directory. A name that does not parse comes back as it is.
Bytes CanonicalName(BytesView der);

// NameHash is the number `openssl rehash` names files by: the first four bytes of SHA-1 of the
// canonical name, little-endian.
uint32_t NameHash(BytesView der);

// The forms in which OpenSSL's programs have printed names.
enum class NameStyle : uint8_t {
  kOneline,  // "C = CH, O = Lab, CN = Lab Root"  (1.1.1 to 3.1, and stderr of 1.1.0)
  kSlash,    // "/C=CH/O=Lab/CN=Lab Root"         (stdout of 1.1.0)
  kCompact,  // "C=CH, O=Lab, CN=Lab Root"        (3.2 and later)
};
// RenderName escapes as OpenSSL does: kOneline by RFC 2253's rules with quotes, and \XX for control
// characters and every byte of UTF-8 above 0x7f; kSlash by \xXX for what is not printable ASCII.
// kCompact keeps UTF-8 readable and escapes control characters, which OpenSSL 3.2 prints raw.
std::string RenderName(const Name& name, NameStyle style = NameStyle::kOneline);

// AttributeText is the attribute's value as UTF-8 (BMPString and the like converted; what cannot
// be converted byte by byte as Latin-1).
std::string AttributeText(const NameAttribute& attribute);

// CommonName is the text of the last commonName, empty when there is none. ShortSubject is that,
// or else the last attribute's value: something to call the certificate by.
std::string CommonName(const Name& name);
std::string ShortSubject(const Name& name);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_NAME_H_
