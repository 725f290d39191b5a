#include "cli/all_addresses.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "cli/exit_code.h"
#include "cli/local_error.h"
#include "cli/report_json.h"
#include "fmt/format.h"
#include "tlsprobe/base/address.h"
#include "tlsprobe/base/hex.h"

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

std::string Rendered(const ProbeReport& report, const RenderOptions& options) {
  std::string out;
  for (const TextPart& part : FindReportRenderer("native")->render(report, options)) {
    out += part.bytes;
  }
  return out;
}

// What an address said to its own probe is more than what the first probe knew of it.
void MergeAttempts(std::vector<ProbeReport>& reports) {
  for (AddressAttempt& known : reports.front().connection.attempts) {
    for (size_t i = 1; i < reports.size(); ++i) {
      const std::vector<AddressAttempt>& own = reports[i].connection.attempts;
      if (!own.empty() && own.front().address == known.address) known = own.front();
    }
  }
}

void KeepOwnAttempt(ConnectionFacts& connection) {
  std::erase_if(connection.attempts, [&](const AddressAttempt& attempt) {
    return attempt.address != connection.address;
  });
}

// Without a connection the one report speaks for every address that was tried.
size_t AddressCount(const std::vector<ProbeReport>& reports) {
  std::set<std::string> addresses;
  for (const ProbeReport& report : reports) {
    for (const AddressAttempt& attempt : report.connection.attempts) {
      addresses.insert(attempt.address);
    }
  }
  return addresses.size();
}

// "1 of 3 addresses fails"; empty where there is none.
std::string CountText(const AllAddresses& all) {
  if (all.probed == 0) return "";
  if (all.failed > 0 && all.failed < all.probed) {
    return fmt::format("{} of {} addresses fail{}", all.failed, all.probed,
                       all.failed == 1 ? "s" : "");
  }
  const std::string_view verb = all.failed == 0 ? "answer" : "fail";
  if (all.probed == 1) return fmt::format("its only address {}s", verb);
  return fmt::format("all {} addresses {}", all.probed, verb);
}

// The count goes behind the severity, which begins every verdict.
std::string CountedVerdict(const std::string& verdict, const AllAddresses& all) {
  const std::string count = CountText(all);
  const size_t colon = verdict.find(": ");
  if (count.empty() || colon == std::string::npos) return verdict;
  return CutVerdict(
      fmt::format("{}: {}: {}", verdict.substr(0, colon), count, verdict.substr(colon + 2)));
}

}  // namespace

void ShareTime(Limits& limits) {
  constexpr std::chrono::milliseconds kEach = std::chrono::seconds(20);
  if (limits.total.count() == 0 || limits.total > kEach) limits.total = kEach;
}

absl::StatusOr<std::vector<ProbeReport>> ProbeAllAddresses(
    const std::shared_ptr<const ProbeContext>& context, const Target& target, ProbeWatch& watch) {
  std::vector<absl::StatusOr<ProbeReport>> answers = ProbeTogether(context, {&target, 1}, watch);
  const absl::StatusOr<ProbeReport>& first = answers.front();
  // Without a connection each address was tried already.
  if (first.ok() && !first->connection.address.empty()) {
    std::vector<Target> others;
    for (std::string& address : OtherAddresses(*first)) {
      others.push_back(target);
      others.back().addresses = {std::move(address)};
    }
    std::vector<absl::StatusOr<ProbeReport>> more = ProbeTogether(context, others, watch);
    std::move(more.begin(), more.end(), std::back_inserter(answers));
  }
  std::vector<ProbeReport> reports;
  for (absl::StatusOr<ProbeReport>& answer : answers) {
    if (!answer.ok()) return answer.status();
    reports.push_back(*std::move(answer));
  }
  MergeAttempts(reports);
  return reports;
}

AllAddresses OrderAndCompare(std::vector<ProbeReport> reports, Severity fail_on) {
  std::vector<int> codes;
  for (const ProbeReport& report : reports) codes.push_back(NativeExitCode(report, fail_on));
  const auto failed = static_cast<size_t>(
      std::count_if(codes.begin(), codes.end(), [](int code) { return code != kExitFine; }));
  AllAddresses all = {.probed = AddressCount(reports), .failed = failed};
  if (reports.size() == 1 && failed == 1) all.failed = all.probed;
  std::vector<AddressAttempt> attempts = reports.front().connection.attempts;
  if (reports.size() > 1) KeepOwnAttempt(reports.front().connection);
  const auto at = std::find(codes.begin(), codes.end(), WorstExitCode(codes)) - codes.begin();
  std::rotate(reports.begin(), reports.begin() + at, reports.begin() + at + 1);
  reports.front().connection.attempts = std::move(attempts);
  for (const Aspect& aspect : kAspects) {
    const std::optional<Finding> finding = Compare(aspect, reports);
    if (finding) reports.front().findings.push_back(*finding);
  }
  all.exit_code = NativeExitCode(reports.front(), fail_on);
  all.reports = std::move(reports);
  return all;
}

std::string AllAddressesText(const AllAddresses& all, const RenderOptions& options) {
  const std::string whole = Rendered(all.reports.front(), options);
  // A verdict, what to do about it, and sections with an empty line before each.
  const std::string verdict = whole.substr(0, whole.find('\n'));
  const size_t sections = std::min(whole.find("\n\n"), whole.size() - 1) + 1;
  std::string out =
      CountedVerdict(verdict, all) + whole.substr(verdict.size(), sections - verdict.size());
  const bool alone = all.reports.size() == 1 && all.reports.front().connection.address.empty();
  if (!alone) out += fmt::format("\n== {}\n{}\n", AddressOf(all.reports.front()), verdict);
  out += whole.substr(sections);
  for (size_t i = 1; i < all.reports.size(); ++i) {
    out += fmt::format("\n== {}\n", AddressOf(all.reports[i]));
    out += Rendered(all.reports[i], options);
  }
  return out;
}

std::string AllAddressesJson(const AllAddresses& all, const RenderOptions& options) {
  ReportJson whole = AsJson(all.reports.front(), options, all.exit_code);
  ReportJson each = ReportJson::array();
  for (const ProbeReport& report : all.reports) each.push_back(AsJson(report, options));
  whole["by_address"] = std::move(each);
  return JsonText(whole);
}

}  // namespace tlsprobe::cli
