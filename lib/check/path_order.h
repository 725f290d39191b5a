// Which of several certification paths is the better one.
#ifndef TLSPROBE_CHECK_PATH_ORDER_H_
#define TLSPROBE_CHECK_PATH_ORDER_H_

#include <cstddef>

#include "tlsprobe/base/time.h"
#include "tlsprobe/model/verification.h"

namespace tlsprobe {

// The signature of the certificate at `depth` is bad, and it names the very key above it (RFC 5280
// section 4.2.1.1): it is the certificate that was changed, and not its issuer that is another.
bool IsChanged(const CertificationPath& path, size_t depth);

// Some signature is bad for another reason. OpenSSL looks at signatures when the chain is built: it
// may have taken a CA of the right name and the wrong key.
bool IsBroken(const CertificationPath& path);

// A strict weak order, the best first: with an anchor, without errors, then without an expired
// certificate that nobody should send, then the fewest errors, the shortest, the one that lives
// longest; without an anchor, the one that comes furthest, if it holds together.
class PathOrder {
 public:
  explicit PathOrder(UnixTime judged_at) : judged_at_(judged_at) {}

  bool operator()(const CertificationPath& a, const CertificationPath& b) const;

 private:
  UnixTime judged_at_;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_PATH_ORDER_H_
