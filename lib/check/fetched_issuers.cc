// Dead ends of --fetch-issuers: a place that is not asked, and an answer that is another's
// certificate. That a fetch failed is said by who made it (session/evidence.h).
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/base/url.h"
#include "tlsprobe/check/chain_link.h"
#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/list_words.h"
#include "tlsprobe/check/needs.h"
#include "tlsprobe/check/sent_words.h"
#include "tlsprobe/check/words.h"

namespace tlsprobe {
namespace {

constexpr std::string_view kReference = "RFC 5280 section 4.2.2.1";

std::vector<std::string> HttpUrls(const Certificate& certificate) {
  std::vector<std::string> urls;
  std::ranges::copy_if(certificate.issuer_urls, std::back_inserter(urls), IsHttpUrl);
  return urls;
}

void AddNotAsked(const Certificate& end, CheckOutput& output) {
  output.findings.push_back(
      {.id = "fetch.not_asked",
       .severity = Severity::kWarning,
       .text =
           fmt::format("the issuer {} of {} was not fetched: it is said to be at {}, and only "
                       "http is fetched",
                       NameWords(end.issuer), NameWords(end.subject), ListEscaped(end.issuer_urls)),
       .advice = "Give the issuer's certificate as a file (-untrusted). Whoever runs the CA should "
                 "name an http address, which all clients can go by (RFC 5280 section 8).",
       .reference = std::string(kReference)});
}

bool StandsInAny(const std::vector<CertificationPath>& paths, const Certificate& certificate) {
  return std::ranges::any_of(paths, [&](const CertificationPath& path) {
    return std::ranges::find(path.certificates, certificate.sha256, &Certificate::sha256) !=
           path.certificates.end();
  });
}

// What came and led no path on. Which of several addresses it came from is not known here.
std::vector<std::string> Strangers(const CheckInput& input, const ChainVerification& chain,
                                   const ChainLink& end) {
  std::vector<std::string> names;
  for (const CertificatePtr& each : input.fetched) {
    const bool was_sent = SentIndex(input.peer, *each).has_value();
    if (!was_sent && StandsInAny(chain.paths, *each)) continue;
    const bool same_name = ChainLink(each).canonical_subject() == end.canonical_issuer();
    std::string name = NameWords(each->subject);
    if (same_name) name += " (another of that name)";
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  }
  return names;
}

void LookAt(const CheckInput& input, const CertificatePtr& end, CheckOutput& output) {
  if (end->issuer_urls.empty()) return;
  const std::vector<std::string> urls = HttpUrls(*end);
  if (urls.empty()) return AddNotAsked(*end, output);
  const std::vector<std::string> strangers =
      Strangers(input, output.verification.chain, ChainLink(end));
  if (strangers.empty()) return;
  output.findings.push_back(
      {.id = "fetch.wrong_issuer",
       .severity = Severity::kWarning,
       .text = fmt::format("what was fetched from {} is the certificate of {}, not of the issuer "
                           "{} of {}",
                           ListEscaped(urls), ListText(strangers), NameWords(end->issuer),
                           NameWords(end->subject)),
       .advice = "Whoever runs the CA must put there what the certificate says; clients that fetch "
                 "from it fail likewise. Give the issuer's certificate as a file (-untrusted).",
       .reference = std::string(kReference)});
}

}  // namespace

void CheckFetchedIssuers(const CheckInput& input, CheckOutput& output) {
  const ChainVerification& chain = output.verification.chain;
  if (!input.options.fetch_issuers || chain.paths.empty()) return;
  if (chain.paths.front().anchored) return;
  constexpr size_t kMost = 4;
  const std::vector<CertificatePtr> ends = OpenEnds(chain.paths);
  for (size_t i = 0; i < std::min(ends.size(), kMost); ++i) LookAt(input, ends[i], output);
}

}  // namespace tlsprobe
