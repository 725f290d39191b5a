// What was fetched for the judging of one peer, what still is, and what may yet be.
#ifndef TLSPROBE_SESSION_EVIDENCE_H_
#define TLSPROBE_SESSION_EVIDENCE_H_

#include <chrono>
#include <cstddef>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "tlsprobe/base/bytes.h"
#include "tlsprobe/base/time.h"
#include "tlsprobe/model/certificate.h"
#include "tlsprobe/model/crl.h"
#include "tlsprobe/model/fetch.h"
#include "tlsprobe/model/finding.h"
#include "tlsprobe/model/materials.h"

namespace tlsprobe {

// Judging may ask twice: for CRLs of issuers that had to be fetched themselves.
inline constexpr int kMostFetchRounds = 2;

// Not thread-safe.
class Evidence {
 public:
  // Begins with what was given; at most `most_fetches` are asked for.
  Evidence(const Materials& given, size_t most_fetches);

  // Next gives the requests for those of `needs` that were not asked for before, as far as rounds
  // and fetches go; none: judge with what there is.
  std::vector<FetchRequest> Next(std::span<const FetchRequest> needs);
  // Take reads the answer to one of them, and keeps what it is.
  void Take(const FetchRequest& request, const absl::StatusOr<Bytes>& answer, UnixTime at,
            std::chrono::nanoseconds took);
  bool waiting() const { return open_ > 0; }

  std::span<const CrlFact> crls() const { return crls_; }
  std::span<const CertificatePtr> untrusted() const { return untrusted_; }
  const std::vector<FetchRecord>& records() const { return records_; }
  // One for each fetch that failed.
  Findings FailedFetches() const;

 private:
  absl::Status Keep(const FetchRequest& request, const Bytes& bytes);

  const size_t most_fetches_;
  int rounds_ = 0;
  size_t open_ = 0;
  std::vector<FetchRequest> asked_ = {};
  std::vector<CrlFact> crls_ = {};
  std::vector<CertificatePtr> untrusted_ = {};
  std::vector<FetchRecord> records_ = {};
};

}  // namespace tlsprobe

#endif  // TLSPROBE_SESSION_EVIDENCE_H_
