// "certificates" of the native report: what the server sent, to be copied, where it was asked for.
#include <fmt/format.h>

#include "tlsprobe/base/base64.h"
#include "tlsprobe/render/native_parts.h"

namespace tlsprobe {

std::string SentCertificatesSection(const ProbeReport& report, const RenderOptions& options) {
  const std::vector<Bytes>& sent = report.peer.certificates_der;
  if (!options.showcerts) return "";
  if (sent.empty()) return "\ncertificates\n  none was sent\n";
  std::string out = "\ncertificates (as sent)\n";
  for (const Bytes& der : sent) out += ToPem("CERTIFICATE", der);
  return out;
}

}  // namespace tlsprobe
