#include "cli/all_addresses.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <set>
#include <utility>

#include "cli/exit_code.h"
#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "tlsprobe/base/address.h"
#include "tlsprobe/base/hex.h"
#include "tlsprobe/driver/probe.h"

namespace tlsprobe::cli {
namespace {

// The addresses the first probe found besides the one it used.
std::vector<std::string> OtherAddresses(const ProbeReport& first) {
  std::vector<std::string> others;
  std::set<std::string> seen = {first.connection.address};
  for (const AddressAttempt& attempt : first.connection.attempts) {
    if (seen.insert(attempt.address).second) others.push_back(attempt.address);
  }
  return others;
}

std::string AddressOf(const ProbeReport& report) {
  if (!report.connection.address.empty()) {
    return FormatHostPort(report.connection.address, report.connection.port);
  }
  if (!report.target.addresses.empty()) {
    return FormatHostPort(report.target.addresses.front(), report.target.port);
  }
  return FormatHostPort(report.target.host, report.target.port);
}

std::string Leaf(const ProbeReport& report) {
  const PeerFacts& peer = report.peer;
  if (peer.certificates.empty() || !peer.certificates.front()) return "none";
  return ToHex(peer.certificates.front()->sha256);
}

std::string Version(const ProbeReport& report) {
  return fmt::format("{:#06x}", report.tls.version);
}

std::string Verdicts(const ProbeReport& report) {
  if (!report.outcome.handshake_complete) {
    return fmt::format("failed in phase {} ({})", PhaseName(report.outcome.phase),
                       HowName(report.outcome.how));
  }
  return fmt::format("chain {}, name {}", VerdictName(report.verification.chain.verdict),
                     VerdictName(report.verification.name.verdict));
}

// One way in which addresses of a name can differ.
struct Aspect {
  std::string_view id = {};
  std::string_view what = {};
  Severity severity = Severity::kWarning;
  std::string_view advice = {};
  std::string (*value)(const ProbeReport& report) = nullptr;
  bool needs_handshake = true;  // compared only where both came so far
};
constexpr Aspect kAspects[] = {
    {"addresses.verdict", "the verdict", Severity::kError,
     "Clients that reach the bad address fail: mend that server, or take its address out of DNS.",
     Verdicts, false},
    {"addresses.certificate", "the certificate", Severity::kWarning,
     "Where one server is meant, some hosts still have an old or another certificate.", Leaf, true},
    {"addresses.version", "the TLS version", Severity::kWarning,
     "The servers are configured differently.", Version, true},
};

void Compare(const ProbeReport& first, const ProbeReport& other, Findings& findings) {
  const bool both = first.outcome.handshake_complete && other.outcome.handshake_complete;
  for (const Aspect& aspect : kAspects) {
    if (aspect.needs_handshake && !both) continue;
    const std::string ours = aspect.value(first);
    const std::string theirs = aspect.value(other);
    if (ours == theirs) continue;
    findings.push_back(
        {.id = std::string(aspect.id),
         .severity = aspect.severity,
         .text = fmt::format("{} differs between addresses: {} at {}, {} at {}", aspect.what, ours,
                             AddressOf(first), theirs, AddressOf(other)),
         .advice = std::string(aspect.advice)});
  }
}

std::string Rendered(const ProbeReport& report, std::string_view renderer,
                     const RenderOptions& options) {
  std::string out;
  for (const TextPart& part : FindReportRenderer(renderer)->render(report, options)) {
    out += part.bytes;
  }
  return out;
}

}  // namespace

void ShareTime(Limits& limits) {
  constexpr std::chrono::milliseconds kEach = std::chrono::seconds(20);
  if (limits.total.count() == 0 || limits.total > kEach) limits.total = kEach;
}

absl::StatusOr<std::vector<ProbeReport>> ProbeAllAddresses(
    std::shared_ptr<const ProbeContext> context, const Target& target) {
  absl::StatusOr<ProbeReport> first = Probe(context, target);
  if (!first.ok()) return first.status();
  std::vector<ProbeReport> reports;
  reports.push_back(*std::move(first));
  // Without a connection each address was tried already.
  if (reports.front().connection.address.empty()) return reports;
  std::vector<std::future<absl::StatusOr<ProbeReport>>> answers;
  Prober prober;
  for (std::string& address : OtherAddresses(reports.front())) {
    Target other = target;
    other.addresses = {std::move(address)};
    auto promise = std::promise<absl::StatusOr<ProbeReport>>();
    answers.push_back(promise.get_future());
    prober.Start(context, std::move(other),
                 [promise = std::move(promise)](absl::StatusOr<ProbeReport> report) mutable {
                   promise.set_value(std::move(report));
                 });
  }
  for (auto& answer : answers) {
    absl::StatusOr<ProbeReport> report = answer.get();
    if (!report.ok()) return report.status();
    reports.push_back(*std::move(report));
  }
  return reports;
}

int OrderAndCompare(std::vector<ProbeReport>& reports, Severity fail_on) {
  std::vector<int> codes;
  for (const ProbeReport& report : reports) codes.push_back(NativeExitCode(report, fail_on));
  const int worst = WorstExitCode(codes);
  const auto at = std::find(codes.begin(), codes.end(), worst) - codes.begin();
  std::rotate(reports.begin(), reports.begin() + at, reports.begin() + at + 1);
  Findings findings;
  for (size_t i = 1; i < reports.size(); ++i) Compare(reports.front(), reports[i], findings);
  Findings& all = reports.front().findings;
  all.insert(all.end(), findings.begin(), findings.end());
  return NativeExitCode(reports.front(), fail_on);
}

std::string AllAddressesText(const std::vector<ProbeReport>& reports,
                             const RenderOptions& options) {
  std::string out = Rendered(reports.front(), "native", options);
  for (size_t i = 1; i < reports.size(); ++i) {
    out += fmt::format("\n== {}\n", AddressOf(reports[i]));
    out += Rendered(reports[i], "native", options);
  }
  return out;
}

std::string AllAddressesJson(const std::vector<ProbeReport>& reports,
                             const RenderOptions& options) {
  using Json = nlohmann::ordered_json;
  Json whole = Json::parse(Rendered(reports.front(), "json", options));
  Json all = Json::array();
  for (const ProbeReport& report : reports) {
    all.push_back(Json::parse(Rendered(report, "json", options)));
  }
  whole["by_address"] = std::move(all);
  return whole.dump(2) + "\n";
}

}  // namespace tlsprobe::cli
