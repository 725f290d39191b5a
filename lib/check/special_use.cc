#include "tlsprobe/check/special_use.h"

#include <algorithm>
#include <string>

#include "tlsprobe/base/address_blocks.h"
#include "tlsprobe/base/text.h"

namespace tlsprobe {
namespace {

// RFC 6761, RFC 6762 with appendix G, RFC 8375 and RFC 9476; what ICANN reserved (.internal) or
// will never delegate (.corp, .home, .mail); and what resolvers are set up with.
constexpr std::string_view kInternalEndings[] = {
    "alt", "corp",  "example",     "home",      "home.arpa", "internal", "intranet", "invalid",
    "lan", "local", "localdomain", "localhost", "mail",      "private",  "test",
};

// The name itself, or below it.
bool EndsIn(std::string_view name, std::string_view ending) {
  if (!name.ends_with(ending)) return false;
  return name.size() == ending.size() || name[name.size() - ending.size() - 1] == '.';
}

bool AllDigits(std::string_view label) {
  return std::ranges::all_of(label, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool IsInternalName(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || AllDigits(name.substr(dot + 1))) return true;
  const std::string lower = ToLowerAscii(name);
  return std::ranges::any_of(kInternalEndings,
                             [&lower](std::string_view ending) { return EndsIn(lower, ending); });
}

bool IsReverseZoneName(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  const std::string lower = ToLowerAscii(name);
  return EndsIn(lower, "in-addr.arpa") || EndsIn(lower, "ip6.arpa");
}

bool IsReservedAddress(BytesView address) {
  const AddressBlock* block = FindAddressBlock(address);
  return block != nullptr && block->registered;
}

}  // namespace tlsprobe
