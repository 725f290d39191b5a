// One line of `tlsprobe verify --jsonl`: what to judge, and by what (docs/verify.md).
#ifndef TLSPROBE_CLI_VERIFY_REQUEST_H_
#define TLSPROBE_CLI_VERIFY_REQUEST_H_

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tlsprobe/model/certificate.h"
#include "tlsprobe/model/crl.h"
#include "tlsprobe/model/probe_config.h"
#include "tlsprobe/render/json_value.h"

namespace tlsprobe::cli {

struct VerifyRequest {
  Json id = nullptr;                       // a string, a number or null, given back as it came
  std::vector<CertificatePtr> chain = {};  // the leaf first; not empty
  std::vector<CertificatePtr> untrusted = {};
  // As they came; nullopt: those of the command line.
  std::optional<std::vector<std::string>> anchors = {};
  std::vector<CrlFact> crls = {};
  VerifyOptions options = {};
};

// A request that could not be read: why, naming the member, or the byte of the line where it is no
// JSON, and what was expected. The id is there where it could be read.
struct BadRequest {
  Json id = nullptr;
  std::string error = {};
};

// ReadVerifyRequest takes one line, without its end. What the request does not say is as in
// `defaults`; whether anything may be fetched, too (cli/chain_words.h).
std::variant<VerifyRequest, BadRequest> ReadVerifyRequest(std::string_view line,
                                                          const VerifyOptions& defaults);

// ReadAnchors reads the texts of VerifyRequest::anchors, to be trusted for `purpose`. Errors:
// naming which, also where its own settings do not trust it for that.
absl::StatusOr<std::vector<CertificatePtr>> ReadAnchors(const std::vector<std::string>& texts,
                                                        Purpose purpose);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_VERIFY_REQUEST_H_
