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

// Those of `wanted` that nobody kept, by their place in it.
std::vector<Request> TakeKept(const VerifyRules& rules, std::span<const FetchRequest> wanted,
                              Evidence& evidence) {
  std::vector<Request> missing;
  for (size_t i = 0; i < wanted.size(); ++i) {
    const absl::StatusOr<Bytes>* kept =
        rules.fetches == nullptr ? nullptr : rules.fetches->Find(wanted[i], rules.now);
    if (kept == nullptr) {
      missing.push_back({.id = i, .what = wanted[i]});
    } else {
      evidence.Take(wanted[i], *kept, rules.now, {});
    }
  }
  return missing;
}

void Fetch(const VerifyRules& rules, std::span<const FetchRequest> wanted, Evidence& evidence) {
  const std::vector<Request> missing = TakeKept(rules, wanted, evidence);
  if (missing.empty()) return;
  for (FetchedAnswer& fetched : FetchBlocking(rules.config, missing)) {
    const FetchRequest& request = wanted[fetched.id];
    absl::StatusOr<Bytes> bytes = BytesOf(std::move(fetched.answer));
    if (rules.fetches != nullptr) rules.fetches->Keep(request, bytes, rules.now);
    evidence.Take(request, std::move(bytes), rules.now, fetched.took);
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
