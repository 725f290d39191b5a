// Names in every form that -nameopt of OpenSSL's programs can ask for.
#ifndef TLSPROBE_WIRE_NAME_FORMAT_H_
#define TLSPROBE_WIRE_NAME_FORMAT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// Bits of NameFormat, one for each word of openssl-namedisplay-options(1). Where several bits
// decide together they stand below a mask.
enum NameFlag : uint32_t {
  kNameEscape2253 = 1u << 0,      // what RFC 2253 section 2.4 says
  kNameEscapeControls = 1u << 1,  // control characters, as \XX
  kNameEscapeHigh = 1u << 2,      // bytes above 0x7f, as \XX
  kNameQuote = 1u << 3,           // quotes around the value where kNameEscape2253 has a backslash
  kNameToUtf8 = 1u << 4,          // the value as UTF-8
  kNameIgnoreType = 1u << 5,      // one byte is one character, whatever the type
  kNameShowType = 1u << 6,        // "UTF8STRING:" in front
  kNameDumpAll = 1u << 7,         // every value in hex
  kNameDumpNoString = 1u << 8,    // values of no string type in hex
  kNameDumpDer = 1u << 9,         // in hex: with tag and length
  kNameEscape2254 = 1u << 10,     // what RFC 2254 section 4 says, as \XX
  kNameSeparatorMask = 0xfu << 16,
  kNameCommaPlus = 1u << 16,       // "," and "+"
  kNameCommaPlusSpace = 2u << 16,  // ", " and " + "
  kNameSemicolonSpace = 3u << 16,  // "; " and " + "
  kNameMultiline = 4u << 16,       // a line for each RDN
  kNameReverse = 1u << 20,         // the last attribute first
  kNameFieldMask = 3u << 21,
  kNameFieldShort = 0u << 21,  // "CN"
  kNameFieldLong = 1u << 21,   // "commonName"
  kNameFieldOid = 2u << 21,    // "2.5.4.3"
  kNameFieldNone = 3u << 21,
  kNameSpaceEquals = 1u << 23,  // " = "
  kNameDumpUnknown = 1u << 24,  // in hex: values of attributes that OpenSSL does not know
  kNameAlign = 1u << 25,        // fill field names up to one width
};

inline constexpr uint32_t kNameCompat = 0;
inline constexpr uint32_t kNameRfc2253Value = kNameEscape2253 | kNameEscapeControls |
                                              kNameEscapeHigh | kNameToUtf8 | kNameDumpNoString |
                                              kNameDumpDer;
inline constexpr uint32_t kNameRfc2253 =
    kNameRfc2253Value | kNameCommaPlus | kNameReverse | kNameFieldShort | kNameDumpUnknown;
inline constexpr uint32_t kNameOneline =
    kNameRfc2253Value | kNameQuote | kNameCommaPlusSpace | kNameSpaceEquals | kNameFieldShort;
inline constexpr uint32_t kNameLines = kNameEscapeControls | kNameEscapeHigh | kNameMultiline |
                                       kNameSpaceEquals | kNameFieldLong | kNameAlign;

struct NameFormat {
  uint32_t flags = kNameOneline;  // NameFlag; the default of OpenSSL 1.1.1 to 3.1

  friend bool operator==(const NameFormat&, const NameFormat&) = default;
};

// ParseNameOptions reads a list such as "RFC2253,-esc_msb,+lname"; case does not count. A list adds
// to the one before it, `before`. As in OpenSSL an empty item makes the whole list count for
// nothing, and what follows a colon is not looked at. Errors: names the word that does not exist,
// and all that do.
absl::StatusOr<NameFormat> ParseNameOptions(std::string_view list,
                                            std::optional<NameFormat> before = {});

// RenderName writes a name as X509_NAME_print_ex of OpenSSL 3.0, lines behind the first indented by
// `indent`, without a line end. Two things differ: where the format escapes no control characters
// and nothing above 0x7f, control characters (also those of Unicode) are still written \XX, since a
// certificate is not to steer a terminal; and a value that is not well-formed is dumped in hex,
// where OpenSSL takes no such certificate.
std::string RenderName(const Name& name, const NameFormat& format, size_t indent = 0);

// RenderTitledName is how `openssl x509 -subject` and s_client's "subject=" use it (print_name):
// the title, and then the name, on lines of its own in a multiline format; kNameCompat has slashes
// here. Without a line end.
std::string RenderTitledName(std::string_view title, const Name& name, const NameFormat& format);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_NAME_FORMAT_H_
