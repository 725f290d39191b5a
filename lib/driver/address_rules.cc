#include "tlsprobe/driver/address_rules.h"

#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <string_view>

#include "tlsprobe/base/address.h"

namespace tlsprobe {
namespace {

struct Rule {
  std::string_view prefix = {};
  size_t bits = 0;
  std::string_view what = {};
  // Where the IPv4 address stands that decides instead; 0: nothing else decides.
  size_t ipv4_at = 0;
};

// The first that fits decides.
constexpr Rule kRules[] = {
    {"0.0.0.0", 8, "an unspecified address (RFC 1122 section 3.2.1.3)"},
    {"10.0.0.0", 8, "a private address (RFC 1918)"},
    {"100.64.0.0", 10, "an address behind a provider's NAT (RFC 6598)"},
    {"127.0.0.0", 8, "a loopback address (RFC 1122 section 3.2.1.3)"},
    {"169.254.0.0", 16, "a link-local address (RFC 3927)"},
    {"172.16.0.0", 12, "a private address (RFC 1918)"},
    {"192.0.0.0", 24, "an address for protocols (RFC 6890 section 2.1)"},
    {"192.0.2.0", 24, "an address for documentation (RFC 5737)"},
    {"192.88.99.0", 24, "an address of 6to4 relays (RFC 7526)"},
    {"192.168.0.0", 16, "a private address (RFC 1918)"},
    {"198.18.0.0", 15, "an address for benchmarks (RFC 2544)"},
    {"198.51.100.0", 24, "an address for documentation (RFC 5737)"},
    {"203.0.113.0", 24, "an address for documentation (RFC 5737)"},
    {"224.0.0.0", 4, "a multicast address (RFC 5771)"},
    {"255.255.255.255", 32, "the broadcast address (RFC 919)"},
    {"240.0.0.0", 4, "a reserved address (RFC 1112 section 4)"},

    {"::", 128, "the unspecified address (RFC 4291 section 2.5.2)"},
    {"::1", 128, "the loopback address (RFC 4291 section 2.5.3)"},
    {"::ffff:0:0", 96, "an IPv4-mapped address (RFC 4291 section 2.5.5.2)", 12},
    {"::ffff:0:0:0", 96, "an IPv4-translated address (RFC 2765 section 2.1)", 12},
    {"64:ff9b::", 96, "a NAT64 address (RFC 6052)", 12},
    {"64:ff9b:1::", 48, "an address for translation within a network (RFC 8215)"},
    {"2001::", 32, "a Teredo address (RFC 4380)"},
    {"2001::", 23, "an address for protocols (RFC 2928)"},
    {"2001:db8::", 32, "an address for documentation (RFC 3849)"},
    {"2002::", 16, "a 6to4 address (RFC 3056)", 2},
    {"3fff::", 20, "an address for documentation (RFC 9637)"},
    {"fc00::", 7, "a unique local address (RFC 4193)"},
    {"fe80::", 10, "a link-local address (RFC 4291 section 2.5.6)"},
    {"fec0::", 10, "a site-local address (RFC 3879)"},
    {"ff00::", 8, "a multicast address (RFC 4291 section 2.7)"},
};

// The only IPv6 addresses that are given to hosts on the Internet (RFC 4291 section 2.4, IANA's
// registry of the address space).
constexpr Rule kGlobalUnicast = {"2000::", 3};

bool Fits(const Rule& rule, BytesView address) {
  const std::optional<Bytes> prefix = ParseIpAddress(rule.prefix);
  if (!prefix || prefix->size() != address.size()) return false;
  for (size_t bit = 0; bit < rule.bits; ++bit) {
    const int differ = (*prefix)[bit / 8] ^ address[bit / 8];
    if ((differ & (0x80 >> bit % 8)) != 0) return false;
  }
  return true;
}

std::string Judge(const Rule& rule, BytesView address) {
  if (rule.ipv4_at == 0) return std::string(rule.what);
  const BytesView ipv4 = address.subspan(rule.ipv4_at, 4);
  const std::string refusal = AddressRefusal(ipv4);
  if (refusal.empty()) return {};
  return fmt::format("{} of {}, {}", rule.what, FormatIpAddress(ipv4), refusal);
}

}  // namespace

std::string AddressRefusal(BytesView address) {
  for (const Rule& rule : kRules) {
    if (Fits(rule, address)) return Judge(rule, address);
  }
  if (address.size() == 4 || Fits(kGlobalUnicast, address)) return {};
  return "no address of a host on the Internet (RFC 4291 section 2.4)";
}

}  // namespace tlsprobe
