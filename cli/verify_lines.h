// `tlsprobe verify --jsonl`: a request a line, and a report a line.
#ifndef TLSPROBE_CLI_VERIFY_LINES_H_
#define TLSPROBE_CLI_VERIFY_LINES_H_

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/verify_judge.h"
#include "cli/verify_request.h"
#include "tlsprobe/driver/trust_store.h"
#include "tlsprobe/model/materials.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe::cli {

// The longest line that is read.
inline constexpr size_t kMostRequestBytes = size_t{64} << 20;

// Judges requests one after the other, and keeps what the next may need again: anchors that were
// parsed, signatures that were good, what was fetched. Not thread-safe.
class RequestJudge {
 public:
  // Gives what `given.anchors` would be for another purpose: trust settings of a certificate are
  // about purposes.
  using AnchorsFor = std::function<absl::StatusOr<CertificateSourcePtr>(Purpose)>;

  // What requests do not say is as in `config.verify` and `given`, whose anchors are those for
  // `config.verify.purpose`; all CRLs and untrusted certificates of `given` count for each. With no
  // `anchors_for` its anchors do for every purpose.
  RequestJudge(const ProbeConfig& config, const Materials& given, AnchorsFor anchors_for = nullptr)
      : config_(config), given_(given), anchors_for_(std::move(anchors_for)) {}

  struct Answer {
    std::string line = {};  // with its end
    bool ok = false;        // the certificate verifies
  };
  Answer OnLine(std::string_view line, UnixTime now);
  // The answer to a line nobody can read.
  static Answer Refuse(const BadRequest& request);

 private:
  absl::StatusOr<CertificateSourcePtr> AnchorsOf(const VerifyRequest& request);

  const ProbeConfig& config_;
  const Materials& given_;
  const AnchorsFor anchors_for_;
  SignatureCache signatures_ = SignatureCache();
  FetchCache fetches_ = FetchCache();
  // By the DigestOf the texts; empty: those of the command line.
  using StoreKey = std::pair<Purpose, std::string>;
  std::map<StoreKey, CertificateSourcePtr> anchors_ = {};
};

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_VERIFY_LINES_H_
