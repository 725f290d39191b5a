// Protocol versions that may not be used any more.
#include <fmt/format.h>

#include "tlsprobe/check/checks.h"

namespace tlsprobe {

void CheckVersion(const CheckInput& input, CheckOutput& output) {
  constexpr uint16_t kTls10 = 0x0301, kTls12 = 0x0303;
  const uint16_t version = input.tls.version;
  // 0: no ServerHello came.
  if (version == 0 || version >= kTls12) return;
  const std::string name = version < kTls10 ? "SSL 3.0" : fmt::format("TLS 1.{}", version - kTls10);
  output.findings.push_back(
      {.id = "protocol.deprecated",
       .severity = Severity::kWarning,
       .text = fmt::format("the server chose {}, which is deprecated and weak", name),
       .advice = "Switch TLS 1.2 and 1.3 on at the server, and older versions off.",
       .reference = "RFC 8996"});
}

}  // namespace tlsprobe
