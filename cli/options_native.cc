#include <array>

#include "cli/option.h"
#include "tlsprobe/base/address.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe::cli {
namespace {

constexpr std::string_view kResolveForm = "NAME:PORT:ADDRESS[,ADDRESS...], IPv6 in brackets";

// Takes the brackets off "[v6]"; nullopt for what is no address literal.
std::optional<std::string> AddressLiteral(std::string_view text) {
  const bool bracketed = text.starts_with('[') && text.ends_with(']');
  if (bracketed) text = text.substr(1, text.size() - 2);
  const std::string_view literal = WithoutZone(text);
  const std::optional<Bytes> address = ParseIpAddress(literal);
  if (!address) return std::nullopt;
  return FormatIpAddress(*address).append(text.substr(literal.size()));
}

absl::Status AddResolveRule(const OptionUse& use, CommandLine& line) {
  const size_t first = use.value.find(':');
  const size_t second = first == std::string_view::npos ? first : use.value.find(':', first + 1);
  if (first == 0 || second == std::string_view::npos) return BadValue(use, kResolveForm);
  const std::optional<uint64_t> port =
      ParseUint(use.value.substr(first + 1, second - first - 1), 65535);
  if (!port || *port == 0) return BadValue(use, kResolveForm);
  ResolveRule rule;
  rule.host = ToLowerAscii(use.value.substr(0, first));
  if (rule.host.size() > 1 && rule.host.ends_with('.')) rule.host.pop_back();
  rule.port = static_cast<uint16_t>(*port);
  for (const std::string_view text : Split(use.value.substr(second + 1), ',')) {
    const std::optional<std::string> address = AddressLiteral(text);
    if (!address) return BadValue(use, kResolveForm);
    rule.addresses.push_back(*address);
  }
  line.resolve_rules.push_back(std::move(rule));
  return absl::OkStatus();
}

constexpr std::array<Severity, 4> kSeverities = {Severity::kInfo, Severity::kNotice,
                                                 Severity::kWarning, Severity::kError};

absl::Status SetFailOn(const OptionUse& use, CommandLine& line) {
  for (const Severity severity : kSeverities) {
    if (SeverityName(severity) != use.value) continue;
    line.fail_on = severity;
    return absl::OkStatus();
  }
  return BadValue(use, "info, notice, warning or error");
}

constexpr Option kOptions[] = {
    {"resolve", "NAME:PORT:ADDRESS[,ADDRESS...]", "Use these addresses for NAME (*: any) at PORT",
     AddResolveRule, InCheck::kOnly},
    {"all-addresses", "", "Probe every address of the name, and compare what they say",
     [](const OptionUse&, CommandLine& line) {
       line.all_addresses = true;
       return absl::OkStatus();
     },
     InCheck::kOnly},
    {"fail-on", "SEVERITY",
     "Exit with 1 for other findings from this severity on: info, notice, warning, error (default)",
     SetFailOn, InCheck::kOnly},
};

}  // namespace

std::span<const Option> NativeOptions() { return kOptions; }

}  // namespace tlsprobe::cli
