#include "cli/verify_judge.h"

#include <span>
#include <utility>

#include "tlsprobe/check/verify_codes.h"
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

// Running out of what all fetches may bring together, or of this machine's means, says nothing
// about the URL: the next certificate may ask for it again.
bool IsAboutUrl(const absl::Status& status) {
  return !absl::IsResourceExhausted(status) && !absl::IsInternal(status);
}

void Fetch(const VerifyRules& rules, const FetchLimits& limits,
           std::span<const FetchRequest> wanted, Evidence& evidence) {
  const std::vector<Request> missing = TakeKept(rules, wanted, evidence);
  if (missing.empty()) return;
  for (FetchedAnswer& fetched : FetchBlocking(limits, missing)) {
    const FetchRequest& request = wanted[fetched.id];
    absl::StatusOr<Bytes> bytes = BytesOf(std::move(fetched.answer));
    if (rules.fetches != nullptr && IsAboutUrl(bytes.status())) {
      rules.fetches->Keep(request, bytes, rules.now);
    }
    evidence.Take(request, std::move(bytes), rules.now, fetched.took);
  }
}

}  // namespace

bool VerifyReport::ok() const { return verdict() == Verdict::kOk; }

Verdict VerifyReport::verdict() const {
  const ChainVerification& chain = judgement.verification.chain;
  if (run.refused) return Verdict::kFailed;
  if (chain.verdict != Verdict::kOk || chain.code == kVerifyOk) return chain.verdict;
  // The chain is in order, and a CRL could not be looked at, or some error was met.
  return chain.code == kNothingChecked ? Verdict::kNotChecked : Verdict::kFailed;
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
  const FetchLimits limits = FetchLimitsOf(rules.config);  // one budget for all rounds
  for (;;) {
    report.judgement = Judge(rules, evidence, report.certificates);
    const std::vector<FetchRequest> wanted = evidence.Next(report.judgement.needs);
    if (wanted.empty()) break;
    Fetch(rules, limits, wanted, evidence);
  }
  report.fetches = evidence.records();
  const Findings& failed = evidence.FailedFetches();
  report.judgement.findings.insert(report.judgement.findings.end(), failed.begin(), failed.end());
  report.run = RunVerifyCallback(report.judgement.events, report.judgement.verification.chain);
  return report;
}

}  // namespace tlsprobe::cli
