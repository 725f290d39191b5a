// What this program is made of.
#ifndef TLSPROBE_DRIVER_VERSION_H_
#define TLSPROBE_DRIVER_VERSION_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace tlsprobe {

// LibraryVersions is one line naming the libraries and their versions, as they were found at run
// time (BoringSSL) or compiled in: "BoringSSL (API 19), Boost 1.81.0, …".
std::string LibraryVersions();

// CheckTlsLibrary is kFailedPrecondition where another libcrypto than the one we were built with
// answers: names of BoringSSL and OpenSSL are the same, and a program that has both in one scope
// mixes them.
absl::Status CheckTlsLibrary();

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_VERSION_H_
