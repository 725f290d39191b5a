// Signatures of CA certificates that were found good before: a store of facts that never change,
// shared by sessions. Times, names, purposes and policies are judged anew each time.
#ifndef TLSPROBE_CHECK_SIGNATURE_CACHE_H_
#define TLSPROBE_CHECK_SIGNATURE_CACHE_H_

#include <cstddef>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "tlsprobe/model/certificate.h"

namespace tlsprobe {

// Thread-safe. Failures are never kept. Full, it begins anew.
class SignatureCache {
 public:
  explicit SignatureCache(size_t most = 4096) : most_(most) {}

  // Whether the key of `issuer` is known to have signed `certificate`.
  bool Knows(const Certificate& certificate, const Certificate& issuer) const;
  void Remember(const Certificate& certificate, const Certificate& issuer);
  size_t size() const;

 private:
  const size_t most_;
  mutable std::mutex mutex_;
  absl::flat_hash_set<std::string> known_;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_SIGNATURE_CACHE_H_
