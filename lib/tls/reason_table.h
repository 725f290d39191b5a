// BoringSSL's reasons for giving up, in our words and in OpenSSL's.
#ifndef TLSPROBE_TLS_REASON_TABLE_H_
#define TLSPROBE_TLS_REASON_TABLE_H_

#include <string_view>

namespace tlsprobe {

struct ReasonRow {
  int reason = 0;                 // SSL_R_…
  std::string_view openssl = {};  // OpenSSL 3.0's text; empty: BoringSSL's name in lower case
  std::string_view got = {};      // what came instead of what was expected; empty: OpenSSL's text
  std::string_view advice = {};   // may be empty
};

// Null where there is no row.
const ReasonRow* FindReason(int reason);

}  // namespace tlsprobe

#endif  // TLSPROBE_TLS_REASON_TABLE_H_
