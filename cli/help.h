// Everything that is said about options, made from their table.
#ifndef TLSPROBE_CLI_HELP_H_
#define TLSPROBE_CLI_HELP_H_

#include <string>

#include "cli/command_line.h"

namespace tlsprobe::cli {

// OptionHelp is what -help prints: a usage line, then ` -name argument   text` for each option the
// face accepts.
std::string OptionHelp(Face face);

// OptionsMarkdown is docs/options.md.
std::string OptionsMarkdown();

// ShortUsage is what `tlsprobe` alone prints.
std::string ShortUsage();

}  // namespace tlsprobe::cli

#endif  // TLSPROBE_CLI_HELP_H_
