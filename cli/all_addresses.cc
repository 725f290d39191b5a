#include "cli/all_addresses.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <map>
#include <optional>
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
  constexpr size_t kEnoughToCompare = 16;
  return "SHA-256 " + ToHex(peer.certificates.front()->sha256).substr(0, kEnoughToCompare);
}

std::string Version(const ProbeReport& report) {
  switch (report.tls.version) {
    case 0x0301:
      return "TLS 1.0";
    case 0x0302:
      return "TLS 1.1";
    case 0x0303:
      return "TLS 1.2";
    case 0x0304:
      return "TLS 1.3";
    default:
      return fmt::format("{:#06x}", report.tls.version);
  }
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
  bool needs_handshake = true;  // only answers behind a handshake are compared
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

// Says for each answer which addresses gave it; nothing where all gave the same.
std::optional<Finding> Compare(const Aspect& aspect, const std::vector<ProbeReport>& reports) {
  std::map<std::string, std::vector<std::string>> addresses;
  for (const ProbeReport& report : reports) {
    if (aspect.needs_handshake && !report.outcome.handshake_complete) continue;
    addresses[aspect.value(report)].push_back(AddressOf(report));
  }
  if (addresses.size() < 2) return std::nullopt;
  std::vector<std::string> answers;
  for (const auto& [answer, where] : addresses) {
    answers.push_back(fmt::format("{} at {}", answer, fmt::join(where, ", ")));
  }
  return Finding{.id = std::string(aspect.id),
                 .severity = aspect.severity,
                 .text = fmt::format("{} differs between addresses: {}", aspect.what,
                                     fmt::join(answers, "; ")),
                 .advice = std::string(aspect.advice)};
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
  for (const Aspect& aspect : kAspects) {
    const std::optional<Finding> finding = Compare(aspect, reports);
    if (finding) reports.front().findings.push_back(*finding);
  }
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
