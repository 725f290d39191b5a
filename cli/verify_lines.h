// `tlsprobe verify --jsonl`: a request a line, and a report a line.
#ifndef TLSPROBE_CLI_VERIFY_LINES_H_
#define TLSPROBE_CLI_VERIFY_LINES_H_

#include <map>
#include <string>
#include <string_view>
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
// parsed, signatures that were good. Not thread-safe.
class RequestJudge {
 public:
  // What requests do not say is as in `config.verify` and `given`; all CRLs and untrusted
  // certificates of `given` count for each.
  RequestJudge(const ProbeConfig& config, const Materials& given)
      : config_(config), given_(given) {}

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
  SignatureCache signatures_ = SignatureCache();
  std::map<std::string, CertificateSourcePtr> anchors_ = {};  // by the DigestOf the texts
};

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_VERIFY_LINES_H_
