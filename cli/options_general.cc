#include <array>

#include "cli/option.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe::cli {
namespace {

struct ProfileName {
  std::string_view name = {};
  Profile profile = Profile::k30;
};
constexpr std::array<ProfileName, 3> kProfiles = {{
    {"3.0", Profile::k30},
    {"1.1.0", Profile::k110},
    {"3.5", Profile::k35},
}};

absl::Status SetProfile(const OptionUse& use, CommandLine& line) {
  for (const ProfileName& row : kProfiles) {
    if (row.name != use.value) continue;
    line.render.profile = row.profile;
    return absl::OkStatus();
  }
  return BadValue(use, "3.0, 1.1.0 or 3.5");
}

absl::Status AddRandomFiles(const OptionUse& use, CommandLine& line) {
  for (const std::string_view file : Split(use.value, ':')) line.random_files.emplace_back(file);
  return absl::OkStatus();
}

constexpr Option kOptions[] = {
    {"help", "", "Display this summary",
     [](const OptionUse&, CommandLine& line) {
       line.help = true;
       return absl::OkStatus();
     }},
    {"compat", "VERSION", "Speak as s_client of OpenSSL 3.0 (default), 1.1.0 or 3.5", SetProfile,
     InCheck::kNoEffect},
    {"json", "", "Write the report as one JSON object to standard output, and nothing else",
     [](const OptionUse&, CommandLine& line) {
       line.json = true;
       return absl::OkStatus();
     }},
    {"rand", "FILES", "Files to seed random numbers from; only read, no effect here",
     AddRandomFiles},
};

}  // namespace

std::span<const Option> GeneralOptions() { return kOptions; }

}  // namespace tlsprobe::cli
