// The other paths there are, and the list the server should send, in the native report. With one
// path there is nothing to tell that the chain does not show.
#include <fmt/format.h>

#include <algorithm>

#include "tlsprobe/base/text.h"
#include "tlsprobe/render/native_parts.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

std::string CallIt(const Certificate& certificate) {
  const std::string name = ShortSubject(certificate.subject);
  return name.empty() ? "(no name)" : Quote(name);
}

std::string PathText(const CertificationPath& path) {
  std::string out;
  for (const CertificatePtr& certificate : path.certificates) {
    out += (out.empty() ? "" : " <- ") + CallIt(*certificate);
  }
  return out + (path.anchored ? "" : " <- ?");
}

std::string StateText(const CertificationPath& path) {
  if (!path.errors.empty()) {
    const VerifyError& first = path.errors.front();
    const std::string_view more = path.errors.size() > 1 ? " and more" : "";
    return fmt::format("{} (error {}) at depth {}{}", VerifyCodeText(first.code), first.code,
                       first.depth, more);
  }
  if (path.not_checked) return "not checked";
  return path.anchored ? "ok" : "no trust anchor";
}

bool IsAsSent(const ChainVerification& chain, const PeerFacts& peer) {
  return std::ranges::equal(chain.should_send, peer.certificates_der, {},
                            [](const CertificatePtr& each) { return each->der; });
}

std::string ShouldSend(const ProbeReport& report) {
  const ChainVerification& chain = report.verification.chain;
  if (chain.should_send.empty() || IsAsSent(chain, report.peer)) return "";
  std::string out = "\nthe server should send\n";
  for (size_t i = 0; i < chain.should_send.size(); ++i) {
    out += fmt::format("  {}  {}\n", i, CallIt(*chain.should_send[i]));
  }
  return out;
}

}  // namespace

std::string PathsSection(const ProbeReport& report, const RenderOptions& options) {
  constexpr size_t kShown = 8;
  const ChainVerification& chain = report.verification.chain;
  std::string out;
  if (chain.paths.size() > 1) {
    out += fmt::format("\npaths ({}{})\n", chain.paths.size(),
                       chain.paths_cut ? ", and maybe more" : "");
    for (size_t i = 0; i < std::min(chain.paths.size(), kShown); ++i) {
      const CertificationPath& path = chain.paths[i];
      const bool good = path.errors.empty() && path.anchored && !path.not_checked;
      out += fmt::format("  {} {}: {}\n", path.chosen ? "*" : "-", PathText(path),
                         good ? StateText(path) : Paint(StateText(path), Color::kBad, options));
    }
    if (chain.paths.size() > kShown) {
      out += fmt::format("  and {} more\n", chain.paths.size() - kShown);
    }
  }
  return out + ShouldSend(report);
}

}  // namespace tlsprobe
