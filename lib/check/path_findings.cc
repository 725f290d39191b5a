// Says what it means to clients that there is more than one path: which of them take one that
// fails, and what to change.
#include <fmt/format.h>

#include <algorithm>

#include "tlsprobe/check/chain_link.h"
#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/memory.h"
#include "tlsprobe/check/sent_words.h"
#include "tlsprobe/check/verify_codes.h"
#include "tlsprobe/check/words.h"

namespace tlsprobe {
namespace {

bool IsFine(const CertificationPath& path) {
  return path.anchored && path.errors.empty() && !path.not_checked;
}

bool StandsIn(const CertificationPath& path, const Certificate& certificate) {
  return std::ranges::any_of(path.certificates, [&](const CertificatePtr& each) {
    return each->sha256 == certificate.sha256;
  });
}

void Add(CheckOutput& output, std::string_view id, Severity severity, std::string text,
         std::string advice) {
  output.findings.push_back({.id = std::string(id),
                             .severity = severity,
                             .text = std::move(text),
                             .advice = std::move(advice),
                             .reference = "RFC 4158"});
}

// "CN=Old Root expired 3 days ago, on …", "CN=CA: invalid CA certificate".
std::string ReasonWords(const CertificationPath& path, const Moment& moment, bool from_server) {
  if (path.errors.empty()) {
    return path.not_checked ? "it has a signature this build cannot check" : "";
  }
  const VerifyError& error = path.errors.front();
  const Certificate& certificate = *path.certificates[static_cast<size_t>(error.depth)];
  const std::string who =
      error.depth == 0 ? std::string(LeafWords(from_server)) : NameWords(certificate.subject);
  if (error.code == kExpired) return EndWords(who, certificate.not_after, moment);
  return fmt::format("{}: {}", who, VerifyCodeText(error.code));
}

// What to take away so that nobody tries `failing` before `fine`.
std::string Remedy(const CheckInput& input, const ChainVerification& chain,
                   const CertificationPath& failing, const CertificationPath& fine) {
  for (size_t depth = 1; depth < failing.certificates.size(); ++depth) {
    const Certificate& certificate = *failing.certificates[depth];
    if (StandsIn(fine, certificate)) continue;
    if (depth >= chain.untrusted) {
      return fmt::format("Take {} out of the trust store, or replace it by a current one.",
                         NameWords(certificate.subject));
    }
    if (const std::optional<size_t> index = SentIndex(input.peer, certificate)) {
      return fmt::format("Leave {} out of {}.{}", SentWords(*index, certificate),
                         ChainFileWords(input.from_server), ListAdvice(chain, input.from_server));
    }
    break;
  }
  return FullChainAdvice(chain, input.from_server);
}

void ExplainBetterPath(const CheckInput& input, const CertificationPath& chosen,
                       const CertificationPath& fine, CheckOutput& output) {
  const ChainVerification& chain = output.verification.chain;
  Add(output, "paths.alternative", Severity::kWarning,
      fmt::format("clients that take the first path they find fail ({}); another path is fine: {}",
                  ReasonWords(chosen, MomentOf(input.options, chain), input.from_server),
                  ListWords(fine.certificates, input.from_server)),
      Remedy(input, chain, chosen, fine));
}

// Whether `link` certified one of those sent, as far as that was found out.
bool Certified(const CheckInput& input, const ChainLink& link) {
  return std::ranges::any_of(input.peer.certificates, [&](const CertificatePtr& each) {
    if (each == nullptr) return false;
    const ChainLink subject(each);
    return LikelyIssued(link, subject) && input.memory->HasVerified(subject, link) &&
           input.memory->Verify(subject, link) == SignatureVerdict::kGood;
  });
}

// Where a client goes wrong that follows a certificate as it was sent; empty where none does.
std::string Trap(const CheckInput& input, const ChainVerification& chain,
                 const CertificatePtr& certificate) {
  const CertificationPath* failing = nullptr;
  for (const CertificationPath& path : chain.paths) {
    if (!path.anchored || !StandsIn(path, *certificate)) continue;
    if (IsFine(path)) return "";
    if (failing == nullptr) failing = &path;
  }
  if (failing != nullptr)
    return ReasonWords(*failing, MomentOf(input.options, chain), input.from_server);
  const bool times = !input.options.no_check_time || input.options.at_time;
  if (!times || certificate->bad_not_after || certificate->not_after > chain.judged_at) return "";
  if (!Certified(input, ChainLink(certificate))) return "";
  return EndWords("it", certificate->not_after, MomentOf(input.options, chain));
}

void ExplainTraps(const CheckInput& input, CheckOutput& output) {
  const ChainVerification& chain = output.verification.chain;
  for (size_t i = 1; i < input.peer.certificates.size(); ++i) {
    const CertificatePtr& certificate = input.peer.certificates[i];
    if (certificate == nullptr || SentIndex(input.peer, *certificate) != i) continue;
    const std::string reason = Trap(input, chain, certificate);
    if (reason.empty()) continue;
    Add(output, "paths.alternative", Severity::kNotice,
        fmt::format("clients that follow {} fail ({}); others find the path that is fine: {}",
                    SentWords(i, *certificate), reason,
                    ListWords(chain.paths.front().certificates, input.from_server)),
        fmt::format("Leave it out of {}.{}", ChainFileWords(input.from_server),
                    ListAdvice(chain, input.from_server)));
  }
}

}  // namespace

void ExplainPaths(const CheckInput& input, CheckOutput& output) {
  const ChainVerification& chain = output.verification.chain;
  if (chain.paths_cut) {
    Add(output, "paths.cut", Severity::kNotice,
        fmt::format("there are too many paths to look at all of them; {} were judged",
                    chain.paths.size()),
        fmt::format("Leave out of {} what is not needed.{}", ChainFileWords(input.from_server),
                    ListAdvice(chain, input.from_server)));
  }
  if (chain.paths.empty() || !IsFine(chain.paths.front())) return;
  const auto chosen = std::ranges::find(chain.paths, true, &CertificationPath::chosen);
  if (chosen != chain.paths.end() && !IsFine(*chosen)) {
    return ExplainBetterPath(input, *chosen, chain.paths.front(), output);
  }
  ExplainTraps(input, output);
}

}  // namespace tlsprobe
