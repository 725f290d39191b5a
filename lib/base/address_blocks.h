// Blocks of addresses that have a special meaning: IANA's special-purpose registries (RFC 6890),
// multicast, and what is kept for translation and for later.
#ifndef TLSPROBE_BASE_ADDRESS_BLOCKS_H_
#define TLSPROBE_BASE_ADDRESS_BLOCKS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

enum class AddressUse : uint8_t {
  kNobody,    // no host is reached by it, or not the one it seems to be
  kNetwork,   // private, loopback or link-local: of hosts, but not of the Internet
  kInternet,  // of hosts on the Internet all the same (IANA: globally reachable)
};

struct AddressBlock {
  std::array<uint8_t, 16> prefix = {};  // of IPv4 the first four
  size_t bytes = 0;                     // of an address: 4 or 16
  size_t bits = 0;                      // of the prefix
  std::string_view what = {};           // "a private address (RFC 1918)"
  AddressUse use = AddressUse::kNobody;
  bool registered = false;  // it stands in IANA's IPv4 or IPv6 Special-Purpose Address Registry
  size_t ipv4_at = 0;       // where an IPv4 address stands in it that is meant; 0: nowhere
};

// FindAddressBlock gives the smallest that an address (4 or 16 bytes) is in; null: it is in none.
const AddressBlock* FindAddressBlock(BytesView address);

// IsGlobalUnicast6 is true for the only IPv6 addresses that are given to hosts on the Internet,
// 2000::/3 (RFC 4291 section 2.4, IANA's registry of the address space).
bool IsGlobalUnicast6(BytesView address);

}  // namespace tlsprobe

#endif  // TLSPROBE_BASE_ADDRESS_BLOCKS_H_
