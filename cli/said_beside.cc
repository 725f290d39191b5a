#include "cli/said_beside.h"

#include "fmt/format.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe::cli {
namespace {

// Empty where everything could be looked at, and where there was nothing to look at.
std::string WhyNotChecked(const Verification& verification) {
  const ChainVerification& chain = verification.chain;
  if (chain.verdict == Verdict::kNotChecked) return chain.built.empty() ? "" : chain.how;
  const CrlVerification& crl = verification.crl;
  const bool crl_unchecked = !crl.certificates.empty() && crl.verdict == Verdict::kNotChecked;
  return chain.verdict == Verdict::kOk && crl_unchecked ? crl.how : "";
}

// Empty for findings that errors of the verification tell of already, or that nobody asked for.
std::string WordsOf(const Finding& finding) {
  if (finding.id.starts_with("webpki.")) {
    return fmt::format("{}: {} ({})", SeverityName(finding.severity), finding.text,
                       finding.reference);
  }
  if (!finding.id.starts_with("fetch.")) return "";
  // The words of a fetch that failed end in what to do, as sentences.
  return finding.text.ends_with('.') ? finding.text
                                     : fmt::format("{}. {}", finding.text, finding.advice);
}

std::string Line(const std::string& words) {
  return words.empty() ? "" : fmt::format("tlsprobe: {}\n", EscapeControls(words));
}

}  // namespace

std::string SaidBeside(const Verification& verification, const Findings& findings) {
  std::string lines = Line(WhyNotChecked(verification));
  for (const Finding& finding : findings) lines += Line(WordsOf(finding));
  return lines;
}

}  // namespace tlsprobe::cli
