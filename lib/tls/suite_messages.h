// What is said of suites that were asked for and cannot be had.
#ifndef TLSPROBE_TLS_SUITE_MESSAGES_H_
#define TLSPROBE_TLS_SUITE_MESSAGES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "tlsprobe/tls/suites.h"

namespace tlsprobe {

enum class SuiteVersions : uint8_t { kUpToTls12, kTls13 };

// The suites this build offers, OpenSSL's names joined by ":".
std::string OfferedSuiteNames(SuiteVersions versions);

// kInvalidArgument: `where` names `suite`, which is not offered.
absl::Status SuiteCannotBeOffered(std::string_view where, const CipherSuite& suite);

}  // namespace tlsprobe

#endif  // TLSPROBE_TLS_SUITE_MESSAGES_H_
