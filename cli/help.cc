#include "cli/help.h"

#include "cli/option.h"
#include "fmt/format.h"

namespace tlsprobe::cli {
namespace {

bool Accepts(Face face, const Option& option) {
  return face == Face::kNative || option.in_check != InCheck::kOnly;
}

std::string Signature(const Option& option) {
  if (option.argument.empty()) return fmt::format("-{}", option.name);
  return fmt::format("-{} {}", option.name, option.argument);
}

std::string HelpText(Face face, const Option& option) {
  const bool idle = face == Face::kNative && option.in_check == InCheck::kNoEffect;
  return fmt::format("{}{}", option.help, idle ? " (no effect in check)" : "");
}

// Markdown's table separator is the only character of our texts that needs care.
std::string Cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

std::string OptionHelp(Face face) {
  std::string out = face == Face::kDialect ? "Usage: s_client [options] [host:port]\n"
                                           : "Usage: tlsprobe check TARGET [options]\n\n"
                                             "TARGET is host, host:port, [v6]:port or a URL "
                                             "(https://host, imaps://host:993).\n";
  for (const OptionGroup& group : OptionGroups()) {
    std::string rows;
    for (const Option& option : group.options) {
      if (Accepts(face, option))
        rows += fmt::format(" {:<26} {}\n", Signature(option), HelpText(face, option));
    }
    if (!rows.empty()) out += fmt::format("\n{}:\n{}", group.title, rows);
  }
  if (face == Face::kDialect) {
    out += fmt::format("\nParameters:\n {:<26} {}\n", "host:port",
                       "Where to connect; same as -connect option");
  }
  return out;
}

std::string OptionsMarkdown() {
  std::string out =
      "# Options\n\n"
      "Made from the table in `cli/options_*.cc` by `tlsprobe --options-markdown`. Each works with "
      "one dash or two, and as `-name value` or `-name=value`, in the s_client dialect and in "
      "`tlsprobe check`, except where it says that it has no effect there; the last group is in "
      "`check` alone.\n";
  for (const OptionGroup& group : OptionGroups()) {
    out += fmt::format("\n## {}\n\n| option | what it does |\n|---|---|\n", group.title);
    for (const Option& option : group.options) {
      out += fmt::format("| `{}` | {} |\n", Cell(Signature(option)),
                         Cell(HelpText(Face::kNative, option)));
    }
  }
  out +=
      "\n## Options of s_client that are not there yet\n\n"
      "They are answered as unknown, with the reason.\n\n| option | why |\n|---|---|\n";
  for (const MissingOption& option : MissingOptions()) {
    out += fmt::format("| `-{}` | {} |\n", option.name, Cell(option.why));
  }
  return out;
}

std::string ShortUsage() {
  return "tlsprobe asks a TLS server what it speaks and judges its certificates.\n"
         "\n"
         "  tlsprobe check TARGET [options]   probe host, host:port, [v6]:port or a URL\n"
         "  tlsprobe -connect HOST:PORT ...   speak as openssl s_client does\n"
         "  tlsprobe s_client [options]       the same\n"
         "  tlsprobe demo [--serve]           probe a server of our own, without a network\n"
         "  tlsprobe --version                name this program and its TLS library\n"
         "\n"
         "`tlsprobe check -help` and `tlsprobe s_client -help` list the options.\n";
}

}  // namespace tlsprobe::cli
