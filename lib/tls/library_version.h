// Which TLS library this program is linked with, and whether it is the one that answers.
#ifndef TLSPROBE_TLS_LIBRARY_VERSION_H_
#define TLSPROBE_TLS_LIBRARY_VERSION_H_

#include <string_view>

#include "absl/status/status.h"

namespace tlsprobe {

// CheckTlsLibrary takes what the loaded libcrypto calls itself. BoringSSL's names have no
// versions: in a program that has loaded OpenSSL before, ours may be OpenSSL's, and the first call
// with a structure of the other library crashes. Errors: kFailedPrecondition where it is not
// BoringSSL.
absl::Status CheckTlsLibrary(std::string_view name);

// What the loaded libcrypto calls itself.
std::string_view LoadedTlsLibrary();

}  // namespace tlsprobe

#endif  // TLSPROBE_TLS_LIBRARY_VERSION_H_
