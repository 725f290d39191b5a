// Says what CRLs came to, and what the errors met with them mean to whoever runs the server.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "tlsprobe/check/checks.h"
#include "tlsprobe/check/crl_words.h"
#include "tlsprobe/check/verify_codes.h"
#include "tlsprobe/check/words.h"

namespace tlsprobe {
namespace {

struct Row {
  int code;
  std::string_view id;
  std::string_view advice;
  std::string_view reference;
};

constexpr std::string_view kTellIssuer =
    "Tell whoever runs the CA: nobody who checks can use this list.";
constexpr std::string_view kGetNewer =
    "Get the issuer's current CRL (-CRL), or have it fetched (-crl_download).";
constexpr Row kRows[] = {
    {kRevoked, "crl.revoked",
     "Replace the certificate now, with a new key if the old one may be known to others.",
     "RFC 5280 section 5.3.1"},
    {kNoCrl, "crl.missing", "Give the issuer's CRL (-CRL), or have it fetched (-crl_download).",
     "RFC 5280 section 6.3.3"},
    {kCrlExpired, "crl.expired", kGetNewer, "RFC 5280 section 5.1.2.5"},
    {kCrlNotYetValid, "crl.not_yet_valid",
     "Check the clock of this machine, and of the one that issued the CRL.",
     "RFC 5280 section 5.1.2.4"},
    {kBadCrlThisUpdate, "crl.bad_time", kTellIssuer, "RFC 5280 section 5.1.2.4"},
    {kBadCrlNextUpdate, "crl.bad_time", kTellIssuer, "RFC 5280 section 5.1.2.5"},
    {kCrlSignatureFailure, "crl.signature",
     "The CRL was changed, or is of another CA that has the same name: get it anew.",
     "RFC 5280 section 5.1.1.3"},
    {kNoCrlSign, "crl.issuer", "The CA's certificate needs the key usage cRLSign.",
     "RFC 5280 section 4.2.1.3"},
    {kCrlPathFailure, "crl.issuer",
     "The issuer of a CRL for others needs a path to the same root as the certificate.",
     "RFC 5280 section 6.3.3"},
    {kDifferentCrlScope, "crl.scope",
     "Get the CRL of the distribution point that the certificate names.", "RFC 5280 section 5.2.5"},
    {kUnhandledCriticalCrl, "crl.critical_extension", kTellIssuer, "RFC 5280 section 5.2"},
};

const Row* FindRow(int code) {
  const auto* row = std::ranges::find(kRows, code, &Row::code);
  return row == std::end(kRows) ? nullptr : row;
}

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
bool AddErrors(const ChainVerification& chain, const RevocationStatus& status, Findings& findings) {
  bool any = false;
  const std::string who = CertificateWords(chain, status.depth);
  for (const VerifyError& error : chain.errors) {
    const Row* row = error.depth == status.depth ? FindRow(error.code) : nullptr;
    // That nothing is left to ask follows from what was wrong with the CRLs there are.
    if (row == nullptr || (any && error.code == kNoCrl)) continue;
    any = true;
    const std::string words =
        CrlFaultWords({.code = error.code,
                       .status = status,
                       .certificate = *chain.built[static_cast<size_t>(status.depth)],
                       .judged_at = chain.judged_at});
    Add({.id = std::string(row->id),
         .severity = Severity::kError,
         .text =
             error.code == kRevoked ? fmt::format("{} was {}", who, words) : NotKnown(who, words),
         .advice = std::string(row->advice),
         .reference = std::string(row->reference)},
        findings);
  }
  return any;
}

void Explain(const ChainVerification& chain, const RevocationStatus& status, Findings& findings) {
  if (status.verdict == Verdict::kOk) return;
  const bool known = static_cast<size_t>(status.depth) < chain.built.size();
  if (known && AddErrors(chain, status, findings)) return;
  const bool failed = status.verdict == Verdict::kFailed;
  Add({.id = failed ? "crl.unreliable" : "crl.not_checked",
       .severity = failed ? Severity::kError : Severity::kWarning,
       .text = NotKnown(CertificateWords(chain, status.depth), status.how),
       .advice = failed ? std::string(kGetNewer)
                        : "Check it with a program that knows more, if it matters.",
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
    Explain(chain, status, output.findings);
  }
}

}  // namespace tlsprobe
