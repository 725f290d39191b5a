// Base64 (RFC 4648 section 4) and PEM blocks (RFC 7468).
#ifndef TLSPROBE_BASE_BASE64_H_
#define TLSPROBE_BASE_BASE64_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

std::string ToBase64(BytesView bytes);

// FromBase64 reads padded base64; blanks and line ends between characters are skipped. Errors:
// kInvalidArgument, with the offset of what is wrong.
absl::StatusOr<Bytes> FromBase64(std::string_view text);

struct PemBlock {
  std::string label = {};                                            // "CERTIFICATE"
  std::vector<std::pair<std::string, std::string>> headers = {};     // RFC 1421: Proc-Type, DEK-Info
  Bytes body = {};                                                   // decoded
  size_t offset = 0;                                                 // of "-----BEGIN", in bytes
};

// ParsePem finds every block of a text; what stands between blocks is skipped (RFC 7468
// section 2). A text without a block gives an empty list. Errors: kInvalidArgument for a block
// that does not end or whose body is not base64, with its line number.
absl::StatusOr<std::vector<PemBlock>> ParsePem(std::string_view text);

// PemScanner hands out the blocks of a text one by one without decoding them, for lazy indexes.
struct RawPemBlock {
  std::string_view label = {};
  std::string_view base64 = {};  // between the BEGIN and END lines
};
// NextPemBlock takes the next block off the front of `rest`; false when there is none.
bool NextPemBlock(std::string_view& rest, RawPemBlock& block);

// ToPem writes one block with lines of 64 characters.
std::string ToPem(std::string_view label, BytesView body);

}  // namespace tlsprobe

#endif  // TLSPROBE_BASE_BASE64_H_
