// What the benchmarks share.
#ifndef TLSPROBE_TESTS_BENCH_SUPPORT_H_
#define TLSPROBE_TESTS_BENCH_SUPPORT_H_

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "tlsprobe/base/time.h"
#include "tlsprobe/model/materials.h"

namespace tlsprobe {

inline constexpr UnixTime kBenchNow = {1767225600};  // 2026-01-01

// A benchmark of what did not work measures nothing.
inline void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "benchmark: %s\n", what);
  std::exit(1);
}

// A trust store of one certificate.
class OneRoot : public CertificateSource {
 public:
  explicit OneRoot(Bytes der) : der_(std::make_shared<const Bytes>(std::move(der))) {}
  std::vector<std::shared_ptr<const Bytes>> FindBySubject(BytesView) const override {
    return {der_};
  }

 private:
  std::shared_ptr<const Bytes> der_;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_TESTS_BENCH_SUPPORT_H_
