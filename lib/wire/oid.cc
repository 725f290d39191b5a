#include "tlsprobe/wire/oid.h"

#include <openssl/bytestring.h>
#include <openssl/mem.h>
#include <openssl/obj.h>

#include <charconv>
#include <utility>

#include "absl/numeric/int128.h"
#include "tlsprobe/wire/oid_table.h"

namespace tlsprobe {
namespace {

void AppendDecimal(std::string& out, absl::uint128 value) {
  constexpr uint64_t kTenTo19 = 10'000'000'000'000'000'000u;
  if (value >= kTenTo19) {
    AppendDecimal(out, value / kTenTo19);
    std::string low = std::to_string(absl::Uint128Low64(value % kTenTo19));
    out.append(19 - low.size(), '0');
    out += low;
    return;
  }
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof(digits), absl::Uint128Low64(value)).ptr;
  out.append(digits, end);
}

// Takes one arc off the front: base 128, the high bit says that more follows (X.690 8.19). Arcs
// above 128 bits do not exist: UUIDs (X.667) are the longest.
bool TakeArc(BytesView& rest, absl::uint128& arc) {
  arc = 0;
  if (!rest.empty() && rest.front() == 0x80) return false;  // padding
  while (!rest.empty()) {
    const uint8_t byte = rest.front();
    rest = rest.subspan(1);
    if ((arc >> 121) != 0) return false;
    arc = (arc << 7) | (byte & 0x7fu);
    if ((byte & 0x80) == 0) return true;
  }
  return false;
}

int FindNid(std::string_view dotted) {
  bssl::ScopedCBB cbb;
  if (!CBB_init(cbb.get(), 16) ||
      !CBB_add_asn1_oid_from_text(cbb.get(), dotted.data(), dotted.size())) {
    return NID_undef;
  }
  CBS content;
  CBS_init(&content, CBB_data(cbb.get()), CBB_len(cbb.get()));
  return OBJ_cbs2nid(&content);
}

}  // namespace

std::string DottedOid(BytesView content) {
  std::string out;
  absl::uint128 arc = 0;
  if (!TakeArc(content, arc)) return {};
  // The first two arcs share one number: 40 x first + second, the first being 0, 1 or 2.
  const uint64_t first = arc >= 80 ? 2 : absl::Uint128Low64(arc) / 40;
  out.reserve(32);
  AppendDecimal(out, first);
  out += '.';
  AppendDecimal(out, arc - 40 * first);
  while (!content.empty()) {
    if (!TakeArc(content, arc)) return {};
    out += '.';
    AppendDecimal(out, arc);
  }
  return out;
}

std::string OidShortName(std::string_view dotted) {
  if (const OidNames* row = FindOpenSslOnlyOid(dotted)) return std::string(row->short_name);
  const int nid = FindNid(dotted);
  return nid == NID_undef ? std::string(dotted) : OBJ_nid2sn(nid);
}

std::string OidLongName(std::string_view dotted) {
  if (const OidNames* row = FindOpenSslOnlyOid(dotted)) return std::string(row->long_name);
  const int nid = FindNid(dotted);
  return nid == NID_undef ? std::string(dotted) : OBJ_nid2ln(nid);
}

std::string_view KeyTypeName(KeyType type) {
  switch (type) {
    case KeyType::kRsa:
      return "RSA";
    case KeyType::kRsaPss:
      return "RSA-PSS";
    case KeyType::kEc:
      return "EC";
    case KeyType::kEd25519:
      return "Ed25519";
    case KeyType::kEd448:
      return "Ed448";
    case KeyType::kX25519:
      return "X25519";
    case KeyType::kX448:
      return "X448";
    case KeyType::kDsa:
      return "DSA";
    case KeyType::kDh:
      return "DH";
    case KeyType::kUnknown:
      break;
  }
  return "unknown";
}

std::string EcCurveName(std::string_view dotted) { return OidShortName(dotted); }

}  // namespace tlsprobe
