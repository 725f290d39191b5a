#include "cli/verify_judge.h"

#include <span>
#include <utility>

#include "tlsprobe/driver/fetch_blocking.h"
#include "tlsprobe/session/evidence.h"

namespace tlsprobe::cli {
namespace {

Judgement Judge(const VerifyRules& rules, const Evidence& evidence,
                std::span<const CertificatePtr> chain) {
  const VerifyOptions& options = rules.config.verify;
  return VerifyChain({.options = options,
                      .anchors = rules.materials.anchors.get(),
                      .security_level = options.auth_level.value_or(0),
                      .untrusted = evidence.untrusted(),
                      .fetched = evidence.fetched(),
                      .crls = evidence.crls(),
                      .signatures = rules.signatures},
                     chain, rules.now);
}

absl::StatusOr<Bytes> BytesOf(absl::StatusOr<Answer> answer) {
  if (!answer.ok()) return answer.status();
  return std::move(answer->bytes);
}

void Fetch(const VerifyRules& rules, std::span<const FetchRequest> wanted, Evidence& evidence) {
  std::vector<Request> requests;
  for (const FetchRequest& each : wanted) requests.push_back({.id = requests.size(), .what = each});
  for (FetchedAnswer& fetched : FetchBlocking(rules.config, requests)) {
    evidence.Take(wanted[fetched.id], BytesOf(std::move(fetched.answer)), rules.now, fetched.took);
  }
}

}  // namespace

bool VerifyReport::ok() const { return verdict() == Verdict::kOk; }

Verdict VerifyReport::verdict() const {
  const ChainVerification& chain = judgement.verification.chain;
  const bool met_error = chain.verdict == Verdict::kOk && chain.code != 0;
  return run.refused || met_error ? Verdict::kFailed : chain.verdict;
}

VerifyFacts FactsOf(const VerifyReport& report) {
  return {.verdict = report.verdict(),
          .leaf = *report.certificates.front(),
          .verification = report.judgement.verification,
          .findings = report.judgement.findings,
          .fetches = report.fetches};
}

VerifyReport JudgeCertificates(const VerifyRules& rules, std::vector<CertificatePtr> chain) {
  VerifyReport report = {.certificates = std::move(chain)};
  Evidence evidence(rules.materials, rules.config.limits.fetches);
  for (;;) {
    report.judgement = Judge(rules, evidence, report.certificates);
    const std::vector<FetchRequest> wanted = evidence.Next(report.judgement.needs);
    if (wanted.empty()) break;
    Fetch(rules, wanted, evidence);
  }
  report.fetches = evidence.records();
  const Findings& failed = evidence.FailedFetches();
  report.judgement.findings.insert(report.judgement.findings.end(), failed.begin(), failed.end());
  report.run = RunVerifyCallback(report.judgement.events, report.judgement.verification.chain);
  return report;
}

}  // namespace tlsprobe::cli
