// A line of `tlsprobe verify --jsonl` from a stranger. Whatever it says, it is a request that can
// be judged, or an error that says why not; and it never makes the program fetch anything.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <variant>
#include <vector>

#include "cli/request_time.h"
#include "cli/verify_request.h"
#include "tlsprobe/base/bytes.h"
#include "tlsprobe/base/status.h"

namespace {

using tlsprobe::cli::BadRequest;
using tlsprobe::cli::VerifyRequest;

void Require(bool holds) {
  if (!holds) std::abort();
}

void RequireCertificates(const std::vector<tlsprobe::CertificatePtr>& certificates) {
  for (const tlsprobe::CertificatePtr& each : certificates) Require(each != nullptr);
}

void Check(const VerifyRequest& request) {
  Require(!request.chain.empty());
  RequireCertificates(request.chain);
  RequireCertificates(request.untrusted);
  for (const tlsprobe::CrlFact& each : request.crls) Require(each.crl != nullptr);
  const tlsprobe::VerifyOptions& options = request.options;
  Require(!options.crl_download && !options.fetch_issuers && !options.fetch_private);
  Require(!options.at_time || tlsprobe::cli::IsCivilTime(*options.at_time));
  if (!request.anchors) return;
  const auto anchors = tlsprobe::cli::ReadAnchors(*request.anchors, options.purpose);
  if (!anchors.ok()) return Require(!tlsprobe::Message(anchors.status()).empty());
  RequireCertificates(*anchors);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto read =
      tlsprobe::cli::ReadVerifyRequest(tlsprobe::AsText(tlsprobe::BytesView(data, size)), {});
  if (const auto* bad = std::get_if<BadRequest>(&read)) {
    Require(!bad->error.empty());
  } else {
    Check(std::get<VerifyRequest>(read));
  }
  return 0;
}
