// Key exchange groups: IANA's "TLS Supported Groups" with the names OpenSSL and NIST use.
#include <algorithm>
#include <string>

#include "fmt/format.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/tls/suites.h"

namespace tlsprobe {
namespace {

// `bits` as s_client prints them under "Server Temp Key"; 0 where OpenSSL 3.0 has no such group.
// SecP256r1Kyber768Draft00 is in BoringSSL but does not interoperate with itself.
constexpr NamedGroup kGroups[] = {
    {29, "x25519", "X25519", "", 253, true},
    {23, "secp256r1", "prime256v1", "P-256", 256, true},
    {24, "secp384r1", "secp384r1", "P-384", 384, true},
    {25, "secp521r1", "secp521r1", "P-521", 521, true},
    {21, "secp224r1", "secp224r1", "P-224", 224, true},
    {0x6399, "X25519Kyber768Draft00", "X25519Kyber768Draft00", "", 0, true},
    {30, "x448", "X448", "", 448, false},
    {256, "ffdhe2048", "ffdhe2048", "", 2048, false},
    {257, "ffdhe3072", "ffdhe3072", "", 3072, false},
    {258, "ffdhe4096", "ffdhe4096", "", 4096, false},
    {259, "ffdhe6144", "ffdhe6144", "", 6144, false},
    {260, "ffdhe8192", "ffdhe8192", "", 8192, false},
    {0x0200, "MLKEM512", "MLKEM512", "", 0, false},
    {0x0201, "MLKEM768", "MLKEM768", "", 0, false},
    {0x0202, "MLKEM1024", "MLKEM1024", "", 0, false},
    {0x11EB, "SecP256r1MLKEM768", "SecP256r1MLKEM768", "", 0, false},
    {0x11EC, "X25519MLKEM768", "X25519MLKEM768", "", 0, false},
    {0x11ED, "SecP384r1MLKEM1024", "SecP384r1MLKEM1024", "", 0, false},
    {0x11EE, "curveSM2MLKEM768", "curveSM2MLKEM768", "", 0, false},
    {0x639A, "SecP256r1Kyber768Draft00", "SecP256r1Kyber768Draft00", "", 0, false},
    {26, "brainpoolP256r1", "brainpoolP256r1", "", 256, false},
    {27, "brainpoolP384r1", "brainpoolP384r1", "", 384, false},
    {28, "brainpoolP512r1", "brainpoolP512r1", "", 512, false},
    {31, "brainpoolP256r1tls13", "brainpoolP256r1tls13", "", 256, false},
    {32, "brainpoolP384r1tls13", "brainpoolP384r1tls13", "", 384, false},
    {33, "brainpoolP512r1tls13", "brainpoolP512r1tls13", "", 512, false},
    {1, "sect163k1", "sect163k1", "K-163", 163, false},
    {2, "sect163r1", "sect163r1", "", 162, false},
    {3, "sect163r2", "sect163r2", "B-163", 163, false},
    {4, "sect193r1", "sect193r1", "", 193, false},
    {5, "sect193r2", "sect193r2", "", 193, false},
    {6, "sect233k1", "sect233k1", "K-233", 232, false},
    {7, "sect233r1", "sect233r1", "B-233", 233, false},
    {8, "sect239k1", "sect239k1", "", 238, false},
    {9, "sect283k1", "sect283k1", "K-283", 281, false},
    {10, "sect283r1", "sect283r1", "B-283", 282, false},
    {11, "sect409k1", "sect409k1", "K-409", 407, false},
    {12, "sect409r1", "sect409r1", "B-409", 409, false},
    {13, "sect571k1", "sect571k1", "K-571", 570, false},
    {14, "sect571r1", "sect571r1", "B-571", 570, false},
    {15, "secp160k1", "secp160k1", "", 161, false},
    {16, "secp160r1", "secp160r1", "", 161, false},
    {17, "secp160r2", "secp160r2", "", 161, false},
    {18, "secp192k1", "secp192k1", "", 192, false},
    {19, "secp192r1", "prime192v1", "P-192", 192, false},
    {20, "secp224k1", "secp224k1", "", 225, false},
    {22, "secp256k1", "secp256k1", "", 256, false},
    {34, "GC256A", "GC256A", "", 256, false},
    {35, "GC256B", "GC256B", "", 256, false},
    {36, "GC256C", "GC256C", "", 256, false},
    {37, "GC256D", "GC256D", "", 256, false},
    {38, "GC512A", "GC512A", "", 512, false},
    {39, "GC512B", "GC512B", "", 512, false},
    {40, "GC512C", "GC512C", "", 512, false},
    {41, "curveSM2", "SM2", "", 256, false},
};

bool IsCalled(const NamedGroup& group, std::string_view name) {
  if (name.empty()) return false;
  return EqualsIgnoreCase(group.iana, name) || EqualsIgnoreCase(group.openssl, name) ||
         EqualsIgnoreCase(group.nist, name);
}

std::string OfferedNames() {
  std::string names;
  for (const NamedGroup& group : kGroups) {
    if (!group.offered) continue;
    if (!names.empty()) names += ", ";
    names += group.nist.empty() ? group.openssl : group.nist;
  }
  return names;
}

absl::Status Refuse(std::string_view name, std::string_view why) {
  return InvalidArgument(fmt::format("groups: expected names out of {}, got \"{}\", {}",
                                     OfferedNames(), Escape(name), why));
}

}  // namespace

std::span<const NamedGroup> AllGroups() { return kGroups; }

const NamedGroup* FindGroup(uint16_t id) {
  const auto* group = std::ranges::find(kGroups, id, &NamedGroup::id);
  return group == std::ranges::end(kGroups) ? nullptr : group;
}

const NamedGroup* FindGroup(std::string_view name) {
  const auto* group =
      std::ranges::find_if(kGroups, [&](const NamedGroup& row) { return IsCalled(row, name); });
  return group == std::ranges::end(kGroups) ? nullptr : group;
}

absl::StatusOr<std::vector<uint16_t>> CompileGroups(std::string_view text) {
  std::vector<uint16_t> ids;
  for (std::string_view name : Split(text, ':')) {
    const NamedGroup* group = FindGroup(name);
    if (group == nullptr) return Refuse(name, "which is not a name of a group.");
    if (!group->offered) return Refuse(name, "which this build knows but cannot speak.");
    if (std::ranges::find(ids, group->id) == ids.end()) ids.push_back(group->id);
  }
  return ids;
}

}  // namespace tlsprobe
