// The language of OpenSSL's cipher strings: which suites a string selects, in which order, whether
// we can offer them or not.
#ifndef TLSPROBE_TLS_CIPHER_SELECTION_H_
#define TLSPROBE_TLS_CIPHER_SELECTION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tlsprobe {

struct CipherSelection {
  std::vector<size_t> suites = {};  // indices into AllCipherSuites(), in order
  // Suites added by their own names and not removed by them, known to OpenSSL or formerly known.
  std::vector<uint16_t> named = {};
  std::optional<int> security_level = {};  // @SECLEVEL=n; nothing is left out for it
};

// Errors: kInvalidArgument "invalid command", where OpenSSL says so. May select nothing.
absl::StatusOr<CipherSelection> SelectCiphers(std::string_view text);

}  // namespace tlsprobe

#endif  // TLSPROBE_TLS_CIPHER_SELECTION_H_
