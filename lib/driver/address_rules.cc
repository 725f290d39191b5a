#include "tlsprobe/driver/address_rules.h"

#include <fmt/format.h>

#include "tlsprobe/base/address.h"
#include "tlsprobe/base/address_blocks.h"

namespace tlsprobe {
namespace {

std::string Judge(BytesView address, bool allow_private) {
  const AddressBlock* block = FindAddressBlock(address);
  if (block == nullptr) {
    if (address.size() == 4 || IsGlobalUnicast6(address)) return {};
    return "no address of a host on the Internet (RFC 4291 section 2.4)";
  }
  if (block->use == AddressUse::kInternet) return {};
  if (block->use == AddressUse::kNetwork && allow_private) return {};
  if (block->ipv4_at == 0) return std::string(block->what);
  const BytesView ipv4 = address.subspan(block->ipv4_at, 4);
  const std::string refusal = Judge(ipv4, allow_private);
  if (refusal.empty()) return {};
  return fmt::format("{} of {}, {}", block->what, FormatIpAddress(ipv4), refusal);
}

}  // namespace

std::string AddressRefusal(BytesView address) { return Judge(address, false); }

std::string RefusalBesidePrivate(BytesView address) { return Judge(address, true); }

}  // namespace tlsprobe
