// The table of options: one row for each, cut into files by topic. Parser, -help and
// docs/options.md are made from it.
#ifndef TLSPROBE_CLI_OPTION_H_
#define TLSPROBE_CLI_OPTION_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/command_line.h"

namespace tlsprobe::cli {

// An option as it was used.
struct OptionUse {
  std::string_view name = {};   // without dashes
  std::string_view value = {};  // empty for an option without argument
  Face face = Face::kDialect;   // errors speak its language
};

// Says what is wrong with a value: option, value, what is allowed.
using ApplyOption = absl::Status (*)(const OptionUse& use, CommandLine& line);

// What `tlsprobe check` makes of an option.
enum class InCheck : uint8_t {
  kSame,      // what the dialect makes of it
  kOnly,      // it is not in the dialect
  kNoEffect,  // taken, so that a command line can be reused, and changes nothing
};

struct Option {
  std::string_view name = {};      // without dashes
  std::string_view argument = {};  // placeholder of its value; empty: takes none
  std::string_view help = {};
  ApplyOption apply = nullptr;
  InCheck in_check = InCheck::kSame;
};

// Rows that belong together, under a heading of -help.
struct OptionGroup {
  std::string_view title = {};
  std::span<const Option> options = {};
};

// The topics, each in options_<topic>.cc.
std::span<const Option> GeneralOptions();
std::span<const Option> NetworkOptions();
std::span<const Option> BeforeTlsOptions();
std::span<const Option> TlsOptionRows();
std::span<const Option> IdentityOptions();
std::span<const Option> TrustOptions();
std::span<const Option> VerifyOptionRows();
std::span<const Option> ChainOptions();
std::span<const Option> OutputOptions();
std::span<const Option> NativeOptions();
std::span<const Option> VerifyFileOptions();

// The values of -purpose and -verify_name, as `openssl verify -help` lists them.
std::string PurposesHelp();

// Every group of s_client and `tlsprobe check`, in the order of -help; and those of one face.
std::span<const OptionGroup> OptionGroups();
std::span<const OptionGroup> OptionGroups(Face face);
// The row of that name (without dashes), exactly; null where there is none.
const Option* FindOption(std::string_view name);
const Option* FindOption(Face face, std::string_view name);

// An option of s_client that this program does not have yet, and why.
struct MissingOption {
  std::string_view name = {};  // without dashes
  std::string_view why = {};
};
std::span<const MissingOption> MissingOptions();
const MissingOption* FindMissingOption(std::string_view name);
// Those of `openssl verify`.
std::span<const MissingOption> MissingVerifyOptions();
const MissingOption* FindMissingOption(Face face, std::string_view name);

// Helpers for rows. ParseNumber reads a decimal number with an optional sign. Errors: names the
// option, the value, and the range.
absl::StatusOr<int64_t> ParseNumber(const OptionUse& use, int64_t min, int64_t max);
// BadValue says `-name: expected <expected>, got "<value>"`.
absl::Status BadValue(const OptionUse& use, std::string_view expected);
// SetPassPhraseSource takes one in OpenSSL's notation. Errors: without the value, which may be a
// pass phrase itself.
absl::Status SetPassPhraseSource(const OptionUse& use, std::string& source);
// The row of an option that s_client has and that changes nothing here.
absl::Status NoEffect(const OptionUse& use, CommandLine& line);

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_OPTION_H_
