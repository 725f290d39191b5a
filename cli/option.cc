#include "cli/option.h"

#include <algorithm>
#include <array>
#include <optional>

#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe::cli {

std::span<const OptionGroup> OptionGroups() {
  static const std::array<OptionGroup, 10> kGroups = {{
      {"General options", GeneralOptions()},
      {"Network options", NetworkOptions()},
      {"STARTTLS and proxy options", BeforeTlsOptions()},
      {"Identity options", IdentityOptions()},
      {"Input/Output options", OutputOptions()},
      {"TLS/SSL options", TlsOptionRows()},
      {"Trust options", TrustOptions()},
      {"Verification options", VerifyOptionRows()},
      {"Validation options", ChainOptions()},
      {"Options of tlsprobe check", NativeOptions()},
  }};
  return kGroups;
}

std::span<const OptionGroup> OptionGroups(Face face) {
  static const std::array<OptionGroup, 3> kVerifyGroups = {{
      {"Options of tlsprobe verify", VerifyFileOptions()},
      {"Trust options", TrustOptions()},
      {"Validation options", ChainOptions()},
  }};
  return face == Face::kVerify ? std::span<const OptionGroup>(kVerifyGroups) : OptionGroups();
}

const Option* FindOption(std::string_view name) { return FindOption(Face::kNative, name); }

const Option* FindOption(Face face, std::string_view name) {
  for (const OptionGroup& group : OptionGroups(face)) {
    for (const Option& option : group.options) {
      if (option.name == name) return &option;
    }
  }
  return nullptr;
}

const MissingOption* FindMissingOption(std::string_view name) {
  return FindMissingOption(Face::kNative, name);
}

const MissingOption* FindMissingOption(Face face, std::string_view name) {
  const std::span<const MissingOption> all =
      face == Face::kVerify ? MissingVerifyOptions() : MissingOptions();
  const auto row = std::find_if(all.begin(), all.end(),
                                [&](const MissingOption& option) { return option.name == name; });
  return row == all.end() ? nullptr : &*row;
}

absl::StatusOr<int64_t> ParseNumber(const OptionUse& use, int64_t min, int64_t max) {
  const bool negative = use.value.starts_with('-');
  const std::optional<uint64_t> digits = ParseUint(use.value.substr(negative ? 1 : 0), INT64_MAX);
  if (!digits) {
    return InvalidArgument(
        fmt::format("Can't parse \"{}\" as a number for option -{}: expected {} to {}",
                    Escape(use.value), use.name, min, max));
  }
  const int64_t number = negative ? -static_cast<int64_t>(*digits) : static_cast<int64_t>(*digits);
  if (number >= min && number <= max) return number;
  if (min == 1 && number < 1) {
    return InvalidArgument(
        fmt::format("Non-positive number \"{}\" for option -{}: expected {} to {}",
                    Escape(use.value), use.name, min, max));
  }
  return BadValue(use, fmt::format("a number of {} to {}", min, max));
}

absl::Status SetPassPhraseSource(const OptionUse& use, std::string& source) {
  const bool known = use.value == "stdin" || use.value.starts_with("pass:") ||
                     use.value.starts_with("env:") || use.value.starts_with("file:") ||
                     use.value.starts_with("fd:");
  if (!known) {
    return BadValue({use.name, "..."}, "pass:PHRASE, env:NAME, file:PATH, fd:NUMBER or stdin");
  }
  source = use.value;
  return absl::OkStatus();
}

absl::Status BadValue(const OptionUse& use, std::string_view expected) {
  return InvalidArgument(
      fmt::format("-{}: expected {}, got \"{}\"", use.name, expected, Escape(use.value)));
}

absl::Status NoEffect(const OptionUse&, CommandLine&) { return absl::OkStatus(); }

}  // namespace tlsprobe::cli
