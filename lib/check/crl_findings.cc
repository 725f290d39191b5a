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

// Whoever runs a server can have its own certificate replaced, and no CA's.
std::string RevokedAdvice(const CheckInput& input, const RevocationStatus& status,
                          const Certificate& certificate) {
  if (status.depth == 0) return std::string(FindCrlError(kRevoked).advice);
  if (certificate.self_issued) {
    return "Get a certificate of another CA: nothing below this one can be trusted.";
  }
  return fmt::format(
      "Get a certificate that another intermediate of the CA has issued{}: nothing below this one "
      "can be trusted.",
      input.from_server ? ", and send that one's certificate with it" : "");
}

std::string AdviceFor(const CheckInput& input, int code, const RevocationStatus& status,
                      const Certificate& certificate) {
  if (code == kRevoked) return RevokedAdvice(input, status, certificate);
  const std::string_view advice = FindCrlError(code).advice;
  return advice.empty() ? CrlAdvice(input.options, certificate, status) : std::string(advice);
}

// One for each error that was met with the CRLs of this certificate; false where there is none.
bool AddErrors(const CheckInput& input, const ChainVerification& chain,
               const RevocationStatus& status, Findings& findings) {
  bool any = false;
  const std::string who = CertificateWords(chain, status.depth, input.from_server);
  const Certificate& certificate = *chain.built[static_cast<size_t>(status.depth)];
  for (const VerifyError& error : chain.errors) {
    if (error.depth != status.depth || !IsCrlError(error.code)) continue;
    // By a CRL that is not believed alone.
    if (error.code == kRevoked && !status.entry) continue;
    // That nothing is left to ask follows from what was wrong with the CRLs there are.
    if (error.code == kNoCrl && any) continue;
    any = true;
    const CrlErrorRow& row = FindCrlError(error.code);
    const std::string words = row.words({.code = error.code,
                                         .status = status,
                                         .certificate = certificate,
                                         .moment = MomentOf(input.options, chain)});
    Add({.id = std::string(row.id),
         .severity = Severity::kError,
         .text =
             error.code == kRevoked ? fmt::format("{} was {}", who, words) : NotKnown(who, words),
         .advice = AdviceFor(input, error.code, status, certificate),
         .reference = std::string(row.reference)},
        findings);
  }
  return any;
}

void Explain(const CheckInput& input, const ChainVerification& chain,
             const RevocationStatus& status, Findings& findings) {
  if (status.verdict == Verdict::kOk) return;
  const bool known = static_cast<size_t>(status.depth) < chain.built.size();
  if (known && AddErrors(input, chain, status, findings)) return;
  const bool failed = status.verdict == Verdict::kFailed;
  std::string advice = "Check it with a program that knows more, if it matters.";
  if (failed && known) {
    advice = CrlAdvice(input.options, *chain.built[static_cast<size_t>(status.depth)], status);
  }
  Add({.id = failed ? "crl.unreliable" : "crl.not_checked",
       .severity = Severity::kError,
       .text = NotKnown(CertificateWords(chain, status.depth, input.from_server), status.how),
       .advice = std::move(advice),
       .reference = "RFC 5280 section 6.3.3"},
      findings);
}

void Judge(const ChainVerification& chain, bool from_server, CrlVerification& crl) {
  const auto worst = [&crl](Verdict verdict) {
    return std::ranges::find(crl.certificates, verdict, &RevocationStatus::verdict);
  };
  auto found = worst(Verdict::kFailed);
  if (found == crl.certificates.end()) found = worst(Verdict::kNotChecked);
  if (found != crl.certificates.end()) {
    crl.verdict = found->verdict;
    crl.how = fmt::format("{}: {}", CertificateWords(chain, found->depth, from_server), found->how);
    return;
  }
  crl.verdict = Verdict::kOk;
  crl.how = crl.certificates.size() == 1
                ? fmt::format("{} is not revoked", LeafWords(from_server))
                : fmt::format("none of {} certificates is revoked", crl.certificates.size());
}

// OpenSSL, too, looks at no CRL unless it is told to, and says nothing of it.
void AddNotAsked(const CheckInput& input, Findings& findings) {
  const bool given = !input.crls.empty();
  if (!given && !input.options.crl_download) return;
  Add({.id = "crl.not_asked",
       .severity = Severity::kWarning,
       .text =
           fmt::format("CRLs {}, and nothing was asked of them: whether anything is revoked was "
                       "not looked up",
                       given ? "were given" : "may be fetched"),
       .advice = "Check the leaf by them (-crl_check), or the whole chain (-crl_check_all).",
       .reference = "RFC 5280 section 6.3"},
      findings);
}

}  // namespace

void ExplainCrls(const CheckInput& input, CheckOutput& output) {
  CrlVerification& crl = output.verification.crl;
  const ChainVerification& chain = output.verification.chain;
  if (!input.options.checks_crls()) {
    crl.how = "not asked for (-crl_check)";
    AddNotAsked(input, output.findings);
    return;
  }
  if (crl.certificates.empty()) {
    crl.how =
        input.peer.certificates.empty() ? "no certificate arrived" : "there is no chain to look up";
    return;
  }
  Judge(chain, input.from_server, crl);
  for (const RevocationStatus& status : crl.certificates) {
    Explain(input, chain, status, output.findings);
  }
}

}  // namespace tlsprobe
