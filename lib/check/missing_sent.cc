// Certificates that are not sent, though the chain needs them: they were found elsewhere, where
// other clients may not look.
#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/sent_words.h"
#include "tlsprobe/check/words.h"

namespace tlsprobe {
namespace {

struct Source {
  std::string_view id;
  Severity severity;
  std::string_view words;
};
constexpr Source kFetched = {"sent.fetched_issuer", Severity::kWarning,
                             "it was fetched from where the certificate below says it is, as "
                             "browsers do; other clients fail"};
constexpr Source kGiven = {"sent.missing", Severity::kWarning,
                           "it was given here (-untrusted); clients that do not have it fail"};
constexpr Source kStored = {"sent.missing", Severity::kNotice,
                            "the trust store here has it; clients whose store does not fail"};

bool IsAmong(std::span<const CertificatePtr> certificates, const Certificate& wanted) {
  return std::ranges::any_of(
      certificates, [&](const CertificatePtr& each) { return each->sha256 == wanted.sha256; });
}

const Source& SourceOf(const CheckInput& input, const Certificate& missing) {
  if (IsAmong(input.fetched, missing)) return kFetched;
  return IsAmong(input.untrusted, missing) ? kGiven : kStored;
}

}  // namespace

void CheckMissingSent(const CheckInput& input, CheckOutput& output) {
  const ChainVerification& chain = output.verification.chain;
  if (chain.paths.empty() || !chain.paths.front().anchored) return;
  const std::string_view what = input.from_server
                                    ? "the server does not send its intermediate certificate"
                                    : "the chain lacks the intermediate certificate";
  for (size_t i = 1; i < chain.should_send.size(); ++i) {
    const Certificate& missing = *chain.should_send[i];
    if (SentIndex(input.peer, missing)) continue;
    const Source& source = SourceOf(input, missing);
    output.findings.push_back(
        {.id = std::string(source.id),
         .severity = source.severity,
         .text = fmt::format("{} {}: {}", what, NameWords(missing.subject), source.words),
         .advice = FullChainAdvice(chain, input.from_server),
         .reference = "RFC 8446 section 4.4.2"});
  }
}

}  // namespace tlsprobe
