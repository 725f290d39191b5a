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
  // Take reads the answer to one of them, and keeps what it is. Errors are told apart by their
  // codes, those of driver/fetcher.h.
  void Take(const FetchRequest& request, absl::StatusOr<Bytes> answer, UnixTime at,
            std::chrono::nanoseconds took);
  bool waiting() const { return open_ > 0; }
  // GiveUp records those requests that still wait as not answered.
  void GiveUp();

  std::span<const CrlFact> crls() const { return crls_; }
  // What was given, and behind it what was fetched.
  std::span<const CertificatePtr> untrusted() const { return untrusted_; }
  std::span<const CertificatePtr> fetched() const { return untrusted().subspan(given_); }
  const std::vector<FetchRecord>& records() const { return records_; }
  // One for each fetch that failed; advice is by who made it fail: our rules, or the server.
  const Findings& FailedFetches() const { return failed_; }

 private:
  absl::Status Keep(const FetchRequest& request, Bytes bytes);
  void NoteFailure(const FetchRequest& request, const absl::Status& status, bool came);

  const size_t most_fetches_;
  int rounds_ = 0;
  size_t open_ = 0;
  std::vector<FetchRequest> asked_ = {};
  std::vector<CrlFact> crls_ = {};
  std::vector<CertificatePtr> untrusted_ = {};
  size_t given_ = 0;  // of `untrusted_`
  std::vector<FetchRecord> records_ = {};
  Findings failed_ = {};
};

}  // namespace tlsprobe

#endif  // TLSPROBE_SESSION_EVIDENCE_H_
