// Certificates the server does not send, though its chain needs them: they were found elsewhere,
// where other clients may not look.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "tlsprobe/base/text.h"
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

bool HasIssuerUrl(const Certificate& certificate) {
  return std::ranges::any_of(certificate.issuer_urls, [](std::string_view url) {
    return EqualsIgnoreCase(url.substr(0, 7), "http://");
  });
}

const Source& SourceOf(const CheckInput& input, const Certificate& missing,
                       const Certificate& below) {
  const bool given = std::ranges::any_of(
      input.untrusted, [&](const CertificatePtr& each) { return each->sha256 == missing.sha256; });
  if (!given) return kStored;
  return input.options.fetch_issuers && HasIssuerUrl(below) ? kFetched : kGiven;
}

}  // namespace

void CheckMissingSent(const CheckInput& input, CheckOutput& output) {
  const ChainVerification& chain = output.verification.chain;
  if (chain.paths.empty() || !chain.paths.front().anchored) return;
  for (size_t i = 1; i < chain.should_send.size(); ++i) {
    const Certificate& missing = *chain.should_send[i];
    if (SentIndex(input.peer, missing)) continue;
    const Source& source = SourceOf(input, missing, *chain.should_send[i - 1]);
    output.findings.push_back(
        {.id = std::string(source.id),
         .severity = source.severity,
         .text = fmt::format("the server does not send its intermediate certificate {}: {}",
                             NameWords(missing.subject), source.words),
         .advice = "Configure the full chain on the server." + ListAdvice(chain),
         .reference = "RFC 8446 section 4.4.2"});
  }
}

}  // namespace tlsprobe
