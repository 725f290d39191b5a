#include "tlsprobe/session/evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/wire/fetched.h"

namespace tlsprobe {
namespace {

std::string_view WhatIsFetched(FetchKind kind) {
  return kind == FetchKind::kCrl ? "the CRL" : "the issuer's certificate";
}

constexpr std::string_view kKeepAnswering =
    "Whoever runs the CA must keep this address answering; clients that fetch from it fail "
    "likewise.";
constexpr std::string_view kSomethingElse =
    "Whoever runs the CA must put there what the certificate says; clients that fetch from it fail "
    "likewise.";
constexpr std::string_view kOurTrouble =
    "The address was not asked: what is missing is on this machine.";

// By the code of the fetch's error, which itself says more.
struct Advice {
  absl::StatusCode code;
  std::string_view words;
};
constexpr Advice kAdvice[] = {
    {absl::StatusCode::kNotFound, kKeepAnswering},
    {absl::StatusCode::kDeadlineExceeded, kKeepAnswering},
    {absl::StatusCode::kUnavailable, kKeepAnswering},
    {absl::StatusCode::kInvalidArgument,
     "This program fetches over http alone. Whoever runs the CA should name an http address, which "
     "all clients can go by (RFC 5280 section 8)."},
    {absl::StatusCode::kPermissionDenied,
     "This program did not ask there, by its own rules. A certificate for the Internet has to name "
     "an address that everybody can reach."},
    {absl::StatusCode::kCancelled,
     "The probe's own time was over. Try again, or get it by other means and give it as a file."},
    {absl::StatusCode::kResourceExhausted,
     "What is fetched for one chain has a limit in all, which is this program's own. Get it by "
     "other "
     "means and give it as a file."},
    {absl::StatusCode::kOutOfRange,
     "The limit is this program's own; other clients have theirs. Whoever runs the CA should keep "
     "small what every client has to fetch."},
};

std::string_view AdviceFor(absl::StatusCode code) {
  const auto* row = std::ranges::find(kAdvice, code, &Advice::code);
  return row == std::end(kAdvice) ? kOurTrouble : row->words;
}

// " from http://a.test/c.crl", where the error does not say so.
std::string From(std::string_view url, std::string_view error) {
  return error.find(url) == std::string_view::npos ? " from " + EscapeControls(url) : "";
}

}  // namespace

Evidence::Evidence(const Materials& given, size_t most_fetches)
    : most_fetches_(most_fetches),
      crls_(given.crls),
      untrusted_(given.untrusted),
      given_(untrusted_.size()) {}

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

void Evidence::Take(const FetchRequest& request, absl::StatusOr<Bytes> answer, UnixTime at,
                    std::chrono::nanoseconds took) {
  --open_;
  const bool came = answer.ok();
  const size_t size = came ? answer->size() : 0;
  const absl::Status status = came ? Keep(request, *std::move(answer)) : answer.status();
  if (!status.ok()) NoteFailure(request, status, came);
  records_.push_back({.request = request,
                      .at = at,
                      .took = took,
                      .bytes = size,
                      .error = status.ok() ? "" : std::string(Message(status))});
}

void Evidence::GiveUp() {
  if (!waiting()) return;
  open_ = 0;
  for (const FetchRequest& request : asked_) {
    const bool answered = std::ranges::any_of(
        records_, [&request](const FetchRecord& each) { return each.request == request; });
    if (answered) continue;
    const absl::Status late = absl::CancelledError("no answer came in time");
    NoteFailure(request, late, false);
    records_.push_back({.request = request, .error = std::string(Message(late))});
  }
}

absl::Status Evidence::Keep(const FetchRequest& request, Bytes bytes) {
  if (request.kind == FetchKind::kCrl) {
    absl::StatusOr<CrlPtr> crl = CrlFromBytes(std::move(bytes));
    if (!crl.ok()) return crl.status();
    crls_.push_back({.crl = *std::move(crl), .source = request.url});
    return absl::OkStatus();
  }
  absl::StatusOr<std::vector<CertificatePtr>> certificates = CertificatesFromBytes(bytes);
  if (!certificates.ok()) return certificates.status();
  untrusted_.insert(untrusted_.end(), certificates->begin(), certificates->end());
  return absl::OkStatus();
}

void Evidence::NoteFailure(const FetchRequest& request, const absl::Status& status, bool came) {
  failed_.push_back(
      {.id = fmt::format("fetch.{}", FetchKindName(request.kind)),
       .severity = Severity::kWarning,
       .text = fmt::format("{} could not be had{}: {}", WhatIsFetched(request.kind),
                           From(request.url, Message(status)), EscapeControls(Message(status))),
       .advice = std::string(came ? kSomethingElse : AdviceFor(status.code())),
       .reference = request.kind == FetchKind::kCrl ? "RFC 5280 section 4.2.1.13"
                                                    : "RFC 5280 section 4.2.2.1"});
}

}  // namespace tlsprobe
