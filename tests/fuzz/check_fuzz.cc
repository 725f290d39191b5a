// Bytes to several certificates and options, through every check. A certificate that comes after
// a length stands for itself; the list is both what was sent and, in part, what is trusted.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "tlsprobe/check/check.h"
#include "tlsprobe/wire/certificate.h"
#include "tlsprobe/wire/name.h"

namespace {

using tlsprobe::Bytes;
using tlsprobe::BytesView;

// Gives everything it has for any name: callers must compare again.
class Everything : public tlsprobe::CertificateSource {
 public:
  void Add(Bytes der) { all_.push_back(std::make_shared<const Bytes>(std::move(der))); }
  std::vector<std::shared_ptr<const Bytes>> FindBySubject(BytesView) const override { return all_; }

 private:
  std::vector<std::shared_ptr<const Bytes>> all_;
};

class Input {
 public:
  explicit Input(BytesView bytes) : rest_(bytes) {}
  uint8_t Byte() {
    if (rest_.empty()) return 0;
    const uint8_t byte = rest_[0];
    rest_ = rest_.subspan(1);
    return byte;
  }
  BytesView Take(size_t length) {
    const BytesView taken = rest_.first(std::min(length, rest_.size()));
    rest_ = rest_.subspan(taken.size());
    return taken;
  }
  bool empty() const { return rest_.empty(); }

 private:
  BytesView rest_;
};

tlsprobe::VerifyOptions ReadOptions(Input& input) {
  tlsprobe::VerifyOptions options;
  const uint8_t flags = input.Byte();
  options.partial_chain = (flags & 1) != 0;
  options.no_check_time = (flags & 2) != 0;
  options.check_target_name = (flags & 4) != 0;
  options.fail_handshake = (flags & 8) != 0;
  if ((flags & 16) != 0) options.max_depth = input.Byte() - 1;
  if ((flags & 32) != 0) options.at_time = tlsprobe::UnixTime{int64_t{input.Byte()} << 24};
  if ((flags & 64) != 0) options.host = tlsprobe::AsText(input.Take(input.Byte() % 32));
  if ((flags & 128) != 0) options.email = tlsprobe::AsText(input.Take(input.Byte() % 32));
  options.purpose = static_cast<tlsprobe::Purpose>(input.Byte() % 9);
  return options;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Input input({data, size});
  const tlsprobe::VerifyOptions options = ReadOptions(input);
  const tlsprobe::Target target{.host = "host.example"};
  const int level = input.Byte() % 7 - 1;
  tlsprobe::PeerFacts peer;
  Everything anchors;
  while (!input.empty() && peer.certificates.size() < 12) {
    const uint8_t kind = input.Byte();
    const size_t length = size_t{input.Byte()} << 8 | input.Byte();
    const BytesView der = input.Take(length);
    if ((kind & 1) != 0) anchors.Add(tlsprobe::ToBytes(der));
    if ((kind & 2) != 0) continue;
    auto parsed = tlsprobe::ParseCertificate(der);
    peer.certificates_der.push_back(tlsprobe::ToBytes(der));
    peer.certificates.push_back(parsed.ok() ? *parsed : nullptr);
    peer.parse_errors.emplace_back(parsed.ok() ? "" : "does not parse");
  }
  const tlsprobe::TlsFacts tls;
  tlsprobe::Verification verification;
  tlsprobe::Findings findings;
  std::vector<tlsprobe::Need> needs;
  tlsprobe::CheckOutput output{verification, findings, needs};
  tlsprobe::RunChecks({.options = options,
                       .target = target,
                       .tls = tls,
                       .peer = peer,
                       .anchors = &anchors,
                       .now = {1767225600},
                       .security_level = level},
                      output);
  // What must hold whatever comes in.
  const tlsprobe::ChainVerification& chain = verification.chain;
  if (chain.verdict == tlsprobe::Verdict::kOk && !chain.anchored()) abort();
  if (peer.certificates.empty() && chain.verdict != tlsprobe::Verdict::kNotChecked) abort();
  for (const tlsprobe::VerifyStep& step : chain.steps) {
    if (step.depth < 0 || static_cast<size_t>(step.depth) >= chain.built.size()) abort();
  }
  return 0;
}
