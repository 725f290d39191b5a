#include "tlsprobe/session/evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/wire/fetched.h"

namespace tlsprobe {
namespace {

std::string_view WhatIsFetched(FetchKind kind) {
  return kind == FetchKind::kCrl ? "the CRL" : "the issuer's certificate";
}

}  // namespace

Evidence::Evidence(const Materials& given, size_t most_fetches)
    : most_fetches_(most_fetches), crls_(given.crls), untrusted_(given.untrusted) {}

std::vector<FetchRequest> Evidence::Next(std::span<const FetchRequest> needs) {
  std::vector<FetchRequest> next;
  if (rounds_ == kMostFetchRounds) return next;
  for (const FetchRequest& need : needs) {
    if (asked_.size() == most_fetches_) break;
    if (std::ranges::find(asked_, need) != asked_.end()) continue;
    asked_.push_back(need);
    next.push_back(need);
  }
  if (next.empty()) return next;
  ++rounds_;
  open_ += next.size();
  return next;
}

void Evidence::Take(const FetchRequest& request, const absl::StatusOr<Bytes>& answer, UnixTime at,
                    std::chrono::nanoseconds took) {
  --open_;
  const absl::Status status = answer.ok() ? Keep(request, *answer) : answer.status();
  records_.push_back({.request = request,
                      .at = at,
                      .took = took,
                      .bytes = answer.ok() ? answer->size() : 0,
                      .error = status.ok() ? "" : std::string(Message(status))});
}

absl::Status Evidence::Keep(const FetchRequest& request, const Bytes& bytes) {
  if (request.kind == FetchKind::kCrl) {
    absl::StatusOr<CrlPtr> crl = CrlFromBytes(bytes);
    if (!crl.ok()) return crl.status();
    crls_.push_back({.crl = *std::move(crl), .source = request.url});
    return absl::OkStatus();
  }
  absl::StatusOr<std::vector<CertificatePtr>> certificates = CertificatesFromBytes(bytes);
  if (!certificates.ok()) return certificates.status();
  untrusted_.insert(untrusted_.end(), certificates->begin(), certificates->end());
  return absl::OkStatus();
}

Findings Evidence::FailedFetches() const {
  Findings findings;
  for (const FetchRecord& record : records_) {
    if (record.error.empty()) continue;
    findings.push_back(
        {.id = fmt::format("fetch.{}", FetchKindName(record.request.kind)),
         .severity = Severity::kWarning,
         .text = fmt::format("{} could not be had from {}: {}", WhatIsFetched(record.request.kind),
                             EscapeControls(record.request.url), EscapeControls(record.error)),
         .advice = "Whoever runs the CA must keep this address answering; clients that fetch from "
                   "it fail likewise.",
         .reference = record.request.kind == FetchKind::kCrl ? "RFC 5280 section 4.2.1.13"
                                                             : "RFC 5280 section 4.2.2.1"});
  }
  return findings;
}

}  // namespace tlsprobe
