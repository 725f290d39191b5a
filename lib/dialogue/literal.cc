#include "tlsprobe/dialogue/literal.h"

#include <cstdint>

#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

// Of "{12}", or "{12+}" where nobody waits for leave to send it.
std::optional<size_t> LiteralSize(std::string_view line) {
  if (!line.ends_with('}')) return std::nullopt;
  const size_t open = line.rfind('{');
  if (open == std::string_view::npos) return std::nullopt;
  std::string_view digits = line.substr(open + 1, line.size() - open - 2);
  if (digits.ends_with('+')) digits.remove_suffix(1);
  return ParseUint(digits, UINT32_MAX);
}

}  // namespace

std::optional<std::string_view> ReadLineWithLiterals(Script& script, std::string_view expected) {
  const std::optional<std::string_view> first = script.Line(expected);
  std::optional<std::string_view> line = first;
  while (line) {
    const std::optional<size_t> size = LiteralSize(*line);
    if (!size) return first;
    if (!script.Exactly(*size, expected)) return std::nullopt;
    line = script.Line(expected);
  }
  return std::nullopt;
}

}  // namespace tlsprobe
