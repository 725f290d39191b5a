#include "cli/help.h"

#include "cli/option.h"
#include "fmt/format.h"

namespace tlsprobe::cli {
namespace {

bool Accepts(Face face, const Option& option) {
  return face != Face::kDialect || option.in_check != InCheck::kOnly;
}

std::string Signature(const Option& option) {
  if (option.argument.empty()) return fmt::format("-{}", option.name);
  return fmt::format("-{} {}", option.name, option.argument);
}

std::string HelpText(Face face, const Option& option) {
  const bool idle = face == Face::kNative && option.in_check == InCheck::kNoEffect;
  return fmt::format("{}{}", option.help, idle ? " (no effect in check)" : "");
}

std::string_view UsageOf(Face face) {
  switch (face) {
    case Face::kDialect:
      return "Usage: s_client [options] [host:port]\n";
    case Face::kVerify:
      return "Usage: verify [options] [cert...]\n";
    case Face::kNative:
      break;
  }
  return "Usage: tlsprobe check TARGET [options]\n\n"
         "TARGET is host, host:port, [v6]:port or a URL (https://host, imaps://host:993).\n";
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

std::string OptionTable(const OptionGroup& group) {
  std::string out = fmt::format("\n## {}\n\n| option | what it does |\n|---|---|\n", group.title);
  for (const Option& option : group.options) {
    out += fmt::format("| `{}` | {} |\n", Cell(Signature(option)),
                       Cell(HelpText(Face::kNative, option)));
  }
  return out;
}

std::string MissingTable(std::span<const MissingOption> options) {
  std::string out = "| option | why |\n|---|---|\n";
  for (const MissingOption& option : options) {
    out += fmt::format("| `-{}` | {} |\n", option.name, Cell(option.why));
  }
  return out;
}

}  // namespace

std::string OptionHelp(Face face) {
  std::string out(UsageOf(face));
  for (const OptionGroup& group : OptionGroups(face)) {
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
  if (face == Face::kVerify) {
    out += fmt::format("\nParameters:\n {:<26} {}\n", "cert",
                       "Certificate(s) to verify (optional; stdin used otherwise)");
    out += "\n" + PurposesHelp();
  }
  return out;
}

std::string OptionsMarkdown() {
  std::string out =
      "# Options\n\n"
      "Made from the table in `cli/options_*.cc` by `tlsprobe --options-markdown`. Each works with "
      "one dash or two, and as `-name value` or `-name=value`, in the s_client dialect and in "
      "`tlsprobe check`, except where it says that it has no effect there; the group of `check` is "
      "there alone, and `tlsprobe verify` has a group of its own.\n";
  for (const OptionGroup& group : OptionGroups()) out += OptionTable(group);
  out +=
      "\n## Options of s_client that are not there yet\n\n"
      "They are answered as unknown, with the reason.\n\n";
  out += MissingTable(MissingOptions());
  out += OptionTable(OptionGroups(Face::kVerify).front());
  out +=
      "\nBeside these `verify` has the validation options above (`verify.md` says more). Of "
      "`openssl verify` these are not there:\n\n";
  out += MissingTable(MissingVerifyOptions());
  return out;
}

std::string ShortUsage() {
  return "tlsprobe asks a TLS server what it speaks and judges its certificates.\n"
         "\n"
         "  tlsprobe check TARGET [options]   probe host, host:port, [v6]:port or a URL\n"
         "  tlsprobe -connect HOST:PORT ...   speak as openssl s_client does\n"
         "  tlsprobe s_client [options]       the same\n"
         "  tlsprobe verify [options] [FILE]  judge certificates in files, as openssl verify does\n"
         "  tlsprobe demo [--serve]           probe a server of our own, without a network\n"
         "  tlsprobe --version                name this program and its TLS library\n"
         "\n"
         "`tlsprobe check -help` and `tlsprobe s_client -help` list the options.\n";
}

}  // namespace tlsprobe::cli
