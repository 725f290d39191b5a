// The other paths there are, and the list the server should send, in the native report. With one
// path there is nothing to tell that the chain does not show.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "tlsprobe/base/text.h"
#include "tlsprobe/render/native_parts.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

std::string ShortName(const Name& name) {
  const std::string text = ShortSubject(name);
  return text.empty() ? "(no name)" : Quote(text);
}

// What certificates are called, so that two of one name on the paths can be told apart.
class Callings {
 public:
  explicit Callings(const ChainVerification& chain) {
    std::set<Bytes> seen;
    for (const CertificationPath& path : chain.paths) {
      for (const CertificatePtr& each : path.certificates) {
        if (!seen.insert(each->sha256).second) continue;
        ++named_[ShortName(each->subject)];
        ++issued_[Issued(*each)];
      }
    }
  }

  std::string Of(const Certificate& certificate) const {
    const std::string name = ShortName(certificate.subject);
    if (!IsShared(named_, name)) return name;
    const std::string issued = Issued(certificate);
    if (!IsShared(issued_, issued)) return issued;
    return fmt::format("{} (until {})", name, FormatRfc3339(certificate.not_after));
  }

 private:
  using Counts = std::map<std::string, size_t>;

  static std::string Issued(const Certificate& certificate) {
    return fmt::format("{} (issued by {})", ShortName(certificate.subject),
                       ShortName(certificate.issuer));
  }
  static bool IsShared(const Counts& counts, const std::string& text) {
    const auto found = counts.find(text);
    return found != counts.end() && found->second > 1;
  }

  Counts named_, issued_;
};

std::string PathText(const CertificationPath& path, const Callings& callings) {
  std::string out;
  for (const CertificatePtr& certificate : path.certificates) {
    out += (out.empty() ? "" : " <- ") + callings.Of(*certificate);
  }
  // Nothing is above a root, trusted or not.
  const bool open = !path.anchored && !path.certificates.back()->self_issued;
  return out + (open ? " <- ?" : "");
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

std::string ShouldSend(const ProbeReport& report, const Callings& callings) {
  const ChainVerification& chain = report.verification.chain;
  if (chain.should_send.empty() || IsAsSent(chain, report.peer)) return "";
  std::string out = "\nthe server should send\n";
  for (size_t i = 0; i < chain.should_send.size(); ++i) {
    out += fmt::format("  {}  {}\n", i, callings.Of(*chain.should_send[i]));
  }
  return out;
}

}  // namespace

std::string PathsSection(const ProbeReport& report, const RenderOptions& options) {
  constexpr size_t kShown = 8;
  const ChainVerification& chain = report.verification.chain;
  const Callings callings(chain);
  std::string out;
  if (chain.paths.size() > 1) {
    out += fmt::format("\npaths ({}{})\n", chain.paths.size(),
                       chain.paths_cut ? ", and maybe more" : "");
    for (size_t i = 0; i < std::min(chain.paths.size(), kShown); ++i) {
      const CertificationPath& path = chain.paths[i];
      const bool good = path.errors.empty() && path.anchored && !path.not_checked;
      out += fmt::format("  {} {}: {}\n", path.chosen ? "*" : "-", PathText(path, callings),
                         good ? StateText(path) : Paint(StateText(path), Color::kBad, options));
    }
    if (chain.paths.size() > kShown) {
      out += fmt::format("  and {} more\n", chain.paths.size() - kShown);
    }
  }
  return out + ShouldSend(report, callings);
}

}  // namespace tlsprobe
