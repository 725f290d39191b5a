#include "tlsprobe/base/address_blocks.h"

#include <algorithm>
#include <iterator>

namespace tlsprobe {
namespace {

using enum AddressUse;
using Prefix = std::array<uint8_t, 16>;

constexpr Prefix V4(uint8_t a, uint8_t b = 0, uint8_t c = 0, uint8_t d = 0) { return {a, b, c, d}; }

constexpr Prefix V6(const std::array<uint16_t, 8>& groups) {
  Prefix prefix = {};
  for (size_t i = 0; i < groups.size(); ++i) {
    prefix[2 * i] = static_cast<uint8_t>(groups[i] >> 8);
    prefix[2 * i + 1] = static_cast<uint8_t>(groups[i] & 0xff);
  }
  return prefix;
}

constexpr std::string_view kNoHost = "no address of a host on the Internet (RFC 4291 section 2.4)";

// The first that fits counts: a block within another stands before it.
constexpr AddressBlock kBlocks[] = {
    {V4(0), 4, 8, "an unspecified address (RFC 1122 section 3.2.1.3)", kNobody, true},
    {V4(10), 4, 8, "a private address (RFC 1918)", kNetwork, true},
    {V4(100, 64), 4, 10, "an address behind a provider's NAT (RFC 6598)", kNobody, true},
    {V4(127), 4, 8, "a loopback address (RFC 1122 section 3.2.1.3)", kNetwork, true},
    {V4(169, 254), 4, 16, "a link-local address (RFC 3927)", kNetwork, true},
    {V4(172, 16), 4, 12, "a private address (RFC 1918)", kNetwork, true},
    {V4(192, 0, 0), 4, 24, "an address for protocols (RFC 6890 section 2.1)", kNobody, true},
    {V4(192, 0, 2), 4, 24, "an address for documentation (RFC 5737)", kNobody, true},
    {V4(192, 31, 196), 4, 24, "an address of AS112 (RFC 7535)", kInternet, true},
    {V4(192, 52, 193), 4, 24, "an address for AMT (RFC 7450)", kInternet, true},
    {V4(192, 88, 99), 4, 24, "an address of 6to4 relays (RFC 7526)", kNobody, true},
    {V4(192, 168), 4, 16, "a private address (RFC 1918)", kNetwork, true},
    {V4(192, 175, 48), 4, 24, "an address of AS112 (RFC 7534)", kInternet, true},
    {V4(198, 18), 4, 15, "an address for benchmarks (RFC 2544)", kNobody, true},
    {V4(198, 51, 100), 4, 24, "an address for documentation (RFC 5737)", kNobody, true},
    {V4(203, 0, 113), 4, 24, "an address for documentation (RFC 5737)", kNobody, true},
    {V4(224), 4, 4, "a multicast address (RFC 5771)"},
    {V4(255, 255, 255, 255), 4, 32, "the broadcast address (RFC 919)", kNobody, true},
    {V4(240), 4, 4, "a reserved address (RFC 1112 section 4)", kNobody, true},

    {V6({}), 16, 128, "the unspecified address (RFC 4291 section 2.5.2)", kNobody, true},
    {V6({0, 0, 0, 0, 0, 0, 0, 1}), 16, 128, "the loopback address (RFC 4291 section 2.5.3)",
     kNetwork, true},
    {V6({0, 0, 0, 0, 0, 0xffff}), 16, 96, "an IPv4-mapped address (RFC 4291 section 2.5.5.2)",
     kNobody, true, 12},
    {V6({0, 0, 0, 0, 0xffff}), 16, 96, "an IPv4-translated address (RFC 2765 section 2.1)", kNobody,
     false, 12},
    {V6({0x64, 0xff9b}), 16, 96, "a NAT64 address (RFC 6052)", kNobody, true, 12},
    {V6({0x64, 0xff9b, 1}), 16, 48, "an address for translation within a network (RFC 8215)",
     kNobody, true},
    {V6({0x100}), 16, 64, kNoHost, kNobody, true},           // discarded, RFC 6666
    {V6({0x100, 0, 0, 1}), 16, 64, kNoHost, kNobody, true},  // a dummy, RFC 9780
    {V6({0x2001}), 16, 32, "a Teredo address (RFC 4380)", kNobody, true},
    {V6({0x2001}), 16, 23, "an address for protocols (RFC 2928)", kNobody, true},
    {V6({0x2001, 0xdb8}), 16, 32, "an address for documentation (RFC 3849)", kNobody, true},
    {V6({0x2002}), 16, 16, "a 6to4 address (RFC 3056)", kNobody, true, 2},
    {V6({0x2620, 0x4f, 0x8000}), 16, 48, "an address of AS112 (RFC 7534)", kInternet, true},
    {V6({0x3fff}), 16, 20, "an address for documentation (RFC 9637)", kNobody, true},
    {V6({0x5f00}), 16, 16, kNoHost, kNobody, true},  // segment routing, RFC 9602
    {V6({0xfc00}), 16, 7, "a unique local address (RFC 4193)", kNetwork, true},
    {V6({0xfe80}), 16, 10, "a link-local address (RFC 4291 section 2.5.6)", kNetwork, true},
    {V6({0xfec0}), 16, 10, "a site-local address (RFC 3879)"},
    {V6({0xff00}), 16, 8, "a multicast address (RFC 4291 section 2.7)"},
};

bool IsIn(const AddressBlock& block, BytesView address) {
  if (address.size() != block.bytes) return false;
  const size_t whole = block.bits / 8, rest = block.bits % 8;
  if (!std::equal(address.begin(), address.begin() + static_cast<std::ptrdiff_t>(whole),
                  block.prefix.begin())) {
    return false;
  }
  return rest == 0 || (address[whole] ^ block.prefix[whole]) >> (8 - rest) == 0;
}

}  // namespace

const AddressBlock* FindAddressBlock(BytesView address) {
  const auto* found = std::ranges::find_if(
      kBlocks, [address](const AddressBlock& block) { return IsIn(block, address); });
  return found == std::end(kBlocks) ? nullptr : found;
}

bool IsGlobalUnicast6(BytesView address) { return address.size() == 16 && address[0] >> 5 == 1; }

}  // namespace tlsprobe
