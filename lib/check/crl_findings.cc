// Says what CRLs came to, and what the errors met with them mean to whoever runs the server.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/crl_advice.h"
#include "tlsprobe/check/crl_words.h"
#include "tlsprobe/check/verify_codes.h"
#include "tlsprobe/check/words.h"

namespace tlsprobe {
namespace {

void Add(Finding finding, Findings& findings) {
  const bool said = std::ranges::any_of(findings, [&](const Finding& each) {
    return each.id == finding.id && each.text == finding.text;
  });
  if (!said) findings.push_back(std::move(finding));
}

std::string NotKnown(const std::string& who, const std::string& why) {
  return fmt::format("whether {} is revoked is not known: {}", who, why);
}

// One for each error that was met with the CRLs of this certificate; false where there is none.
bool AddErrors(const VerifyOptions& options, const ChainVerification& chain,
               const RevocationStatus& status, Findings& findings) {
  bool any = false;
  const std::string who = CertificateWords(chain, status.depth);
  const Certificate& certificate = *chain.built[static_cast<size_t>(status.depth)];
  for (const VerifyError& error : chain.errors) {
    if (error.depth != status.depth || !IsCrlError(error.code)) continue;
    // That nothing is left to ask follows from what was wrong with the CRLs there are.
    if (error.code == kNoCrl && any) continue;
    any = true;
    const CrlErrorRow& row = FindCrlError(error.code);
    const std::string words = row.words({.code = error.code,
                                         .status = status,
                                         .certificate = certificate,
                                         .judged_at = chain.judged_at});
    Add({.id = std::string(row.id),
         .severity = Severity::kError,
         .text =
             error.code == kRevoked ? fmt::format("{} was {}", who, words) : NotKnown(who, words),
         .advice =
             row.advice.empty() ? CrlAdvice(options, certificate, status) : std::string(row.advice),
         .reference = std::string(row.reference)},
        findings);
  }
  return any;
}

void Explain(const VerifyOptions& options, const ChainVerification& chain,
             const RevocationStatus& status, Findings& findings) {
  if (status.verdict == Verdict::kOk) return;
  const bool known = static_cast<size_t>(status.depth) < chain.built.size();
  if (known && AddErrors(options, chain, status, findings)) return;
  const bool failed = status.verdict == Verdict::kFailed;
  std::string advice = "Check it with a program that knows more, if it matters.";
  if (failed && known) {
    advice = CrlAdvice(options, *chain.built[static_cast<size_t>(status.depth)], status);
  }
  Add({.id = failed ? "crl.unreliable" : "crl.not_checked",
       .severity = Severity::kError,
       .text = NotKnown(CertificateWords(chain, status.depth), status.how),
       .advice = std::move(advice),
       .reference = "RFC 5280 section 6.3.3"},
      findings);
}

void Judge(const ChainVerification& chain, CrlVerification& crl) {
  const auto worst = [&crl](Verdict verdict) {
    return std::ranges::find(crl.certificates, verdict, &RevocationStatus::verdict);
  };
  auto found = worst(Verdict::kFailed);
  if (found == crl.certificates.end()) found = worst(Verdict::kNotChecked);
  if (found != crl.certificates.end()) {
    crl.verdict = found->verdict;
    crl.how = fmt::format("{}: {}", CertificateWords(chain, found->depth), found->how);
    return;
  }
  crl.verdict = Verdict::kOk;
  crl.how = crl.certificates.size() == 1
                ? std::string("the server's certificate is not revoked")
                : fmt::format("none of {} certificates is revoked", crl.certificates.size());
}

}  // namespace

void ExplainCrls(const CheckInput& input, CheckOutput& output) {
  CrlVerification& crl = output.verification.crl;
  const ChainVerification& chain = output.verification.chain;
  if (!input.options.checks_crls()) {
    crl.how = "not asked for (-crl_check)";
    return;
  }
  if (crl.certificates.empty()) {
    crl.how =
        input.peer.certificates.empty() ? "no certificate arrived" : "there is no chain to look up";
    return;
  }
  Judge(chain, crl);
  for (const RevocationStatus& status : crl.certificates) {
    Explain(input.options, chain, status, output.findings);
  }
}

}  // namespace tlsprobe
