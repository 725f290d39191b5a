#include "tlsprobe/check/special_use.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

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

template <size_t kBytes>
struct Block {
  std::array<uint8_t, kBytes> prefix;
  int bits;
};

constexpr Block<4> kBlocks4[] = {
    {{0}, 8},
    {{10}, 8},
    {{100, 64}, 10},
    {{127}, 8},
    {{169, 254}, 16},
    {{172, 16}, 12},
    {{192, 0, 0}, 24},
    {{192, 0, 2}, 24},
    {{192, 31, 196}, 24},
    {{192, 52, 193}, 24},
    {{192, 88, 99}, 24},
    {{192, 168}, 16},
    {{192, 175, 48}, 24},
    {{198, 18}, 15},
    {{198, 51, 100}, 24},
    {{203, 0, 113}, 24},
    {{240}, 4},
};

constexpr Block<16> kBlocks6[] = {
    {{}, 127},                                         // ::/128 and ::1/128
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96},  // ::ffff:0:0/96
    {{0x00, 0x64, 0xff, 0x9b}, 96},
    {{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48},
    {{0x01, 0x00}, 64},
    {{0x01, 0x00, 0, 0, 0, 0, 0, 0x01}, 64},
    {{0x20, 0x01}, 23},
    {{0x20, 0x01, 0x0d, 0xb8}, 32},
    {{0x20, 0x02}, 16},
    {{0x26, 0x20, 0x00, 0x4f, 0x80}, 48},
    {{0x3f, 0xff}, 20},
    {{0x5f, 0x00}, 16},
    {{0xfc}, 7},
    {{0xfe, 0x80}, 10},
};

bool SameBits(BytesView address, BytesView prefix, int bits) {
  const size_t whole = static_cast<size_t>(bits / 8);
  if (!std::equal(prefix.begin(), prefix.begin() + static_cast<std::ptrdiff_t>(whole),
                  address.begin())) {
    return false;
  }
  const int rest = bits % 8;
  return rest == 0 || (address[whole] ^ prefix[whole]) >> (8 - rest) == 0;
}

template <size_t kBytes>
bool InAny(BytesView address, std::span<const Block<kBytes>> blocks) {
  return address.size() == kBytes && std::ranges::any_of(blocks, [&](const Block<kBytes>& block) {
           return SameBits(address, block.prefix, block.bits);
         });
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
  return InAny<4>(address, kBlocks4) || InAny<16>(address, kBlocks6);
}

}  // namespace tlsprobe
