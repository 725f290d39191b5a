// Evidence that only the outside can bring: what is asked for by URL, and what came of it.
#ifndef TLSPROBE_MODEL_FETCH_H_
#define TLSPROBE_MODEL_FETCH_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tlsprobe/base/time.h"

namespace tlsprobe {

enum class FetchKind : uint8_t {
  kCrl,     // cRLDistributionPoints, freshestCRL: RFC 5280 sections 4.2.1.13 and 4.2.1.15
  kIssuer,  // authorityInfoAccess caIssuers, RFC 5280 section 4.2.2.1
};

// FetchKindName gives "crl" or "issuer".
std::string_view FetchKindName(FetchKind kind);

// One GET over http. The URL is out of a certificate nobody has vouched for: the rules (driver/
// fetcher.h) are the fetcher's to keep.
struct FetchRequest {
  FetchKind kind = FetchKind::kCrl;
  std::string url = {};

  friend bool operator==(const FetchRequest&, const FetchRequest&) = default;
};

// What became of one, for the report.
struct FetchRecord {
  FetchRequest request = {};
  UnixTime at = {};  // wall clock of the answer, as far as the session knows it
  std::chrono::nanoseconds took = {};
  size_t bytes = 0;
  std::string error = {};  // empty: it came, and could be used
};

}  // namespace tlsprobe

#endif  // TLSPROBE_MODEL_FETCH_H_
