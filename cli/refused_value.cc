#include "cli/refused_value.h"

#include <string>

#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe::cli {
namespace {

// The library begins with the name of its field; the option was named already.
std::string_view WithoutField(std::string_view why) {
  const size_t colon = why.find(": ");
  return why.starts_with("expected") || colon == std::string_view::npos ? why
                                                                        : why.substr(colon + 2);
}

// The longer part last: a verdict is one line, and is cut at its end.
std::string GotBeforeExpected(std::string_view why) {
  constexpr std::string_view kGot = ", got ";
  const size_t got = why.rfind(kGot);
  if (got == std::string_view::npos || got < why.size() - got) return std::string(why);
  std::string_view what = why.substr(got + kGot.size());
  if (what.ends_with('.')) what.remove_suffix(1);
  return fmt::format("got {}; {}", what, why.substr(0, got));
}

}  // namespace

absl::Status RefusedByConfCommand(const OptionUse& use, std::string_view why) {
  if (use.face == Face::kDialect) {
    return InvalidArgument(
        fmt::format("Call to SSL_CONF_cmd(-{}, {}) failed: {}", use.name, Escape(use.value), why));
  }
  constexpr size_t kEnough = 60;
  return InvalidArgument(fmt::format("-{} \"{}\": {}", use.name, Escape(use.value, kEnough),
                                     GotBeforeExpected(WithoutField(why))));
}

}  // namespace tlsprobe::cli
