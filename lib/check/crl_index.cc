#include "tlsprobe/check/crl_index.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "absl/hash/hash.h"
#include "tlsprobe/wire/crl.h"
#include "tlsprobe/wire/crl_entries.h"
#include "tlsprobe/wire/crl_find.h"
#include "tlsprobe/wire/general_name.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

// Below this a list is read faster than it is sorted.
constexpr size_t kLongList = 256 * 1024;
constexpr size_t kReadings = 4;

uint64_t HashOf(BytesView bytes) { return absl::Hash<std::string_view>()(AsText(bytes)); }

// Equal for equal numbers, however many bytes say their sign, and by design for no others.
uint32_t HashOfSerial(BytesView serial) {
  return static_cast<uint32_t>(HashOf(CanonicalInteger(serial)));
}

}  // namespace

std::optional<RevokedCertificate> RevokedIndex::Find(const Crl& crl, BytesView serial,
                                                     BytesView canonical_issuer) {
  const size_t size = crl.revoked_size;
  const bool read = size < kLongList || size > std::numeric_limits<uint32_t>::max();
  if (read || ++asked_ <= kReadings) return FindRevoked(crl, serial, canonical_issuer);
  if (owners_.empty()) Build(crl);
  return FindBuilt(crl, serial, canonical_issuer);
}

void RevokedIndex::AddOwner(Owner owner, std::optional<BytesView> names) {
  const auto number = static_cast<uint32_t>(owners_.size());
  owners_.push_back(owner);
  if (!names) names_.push_back({.name = crl_issuer_, .owner = number});
  GeneralName name;
  for (BytesView rest = names.value_or(BytesView()); !rest.empty();) {
    if (!TakeGeneralName(rest, name)) break;
    if (name.type != GeneralName::Type::kDirectory) continue;
    names_.push_back({.name = HashOf(CanonicalName(name.value)), .owner = number});
  }
}

// Follows from entry to entry whose certificates they are about, as FindRevoked does.
void RevokedIndex::AddEntry(const CrlEntry& entry, Owner itself) {
  CrlEntryExtensions extensions;
  const bool read = !ended_ && CBS_len(&entry.extensions) != 0;
  const bool ends =
      read && (!ReadCrlEntryExtensions(entry.extensions, extensions) || extensions.ends_reading);
  if (extensions.bad_certificate_issuer) {
    AddOwner(itself, std::nullopt);
  } else if (extensions.certificate_issuer) {
    AddOwner(itself, extensions.certificate_issuer);
  }
  rows_.push_back({.serial = HashOfSerial(entry.serial),
                   .begin = itself.begin,
                   .owner = static_cast<uint32_t>(owners_.size() - 1)});
  if (ends) AddOwner(itself, std::nullopt);
  ended_ = ended_ || ends;
}

void RevokedIndex::Build(const Crl& crl) {
  part_.issuer = crl.issuer;
  crl_issuer_ = HashOf(CanonicalName(crl.issuer.der));
  rows_.reserve(crl.revoked_count);
  AddOwner({}, std::nullopt);
  CBS list(crl.revoked());
  const auto offset = [&] { return static_cast<uint32_t>(crl.revoked_size - CBS_len(&list)); };
  uint32_t begin = 0;
  for (CrlEntry entry; TakeCrlEntry(list, entry); begin = offset()) {
    AddEntry(entry, {.begin = begin, .size = offset() - begin});
  }
  std::ranges::sort(rows_, {}, [](const Row& row) { return std::tie(row.serial, row.begin); });
  std::ranges::sort(names_, {}, [](const OwnerName& row) { return std::tie(row.name, row.owner); });
}

std::optional<RevokedCertificate> RevokedIndex::FindBuilt(const Crl& crl, BytesView serial,
                                                          BytesView canonical_issuer) {
  const auto owners =
      std::ranges::equal_range(names_, HashOf(canonical_issuer), {}, &OwnerName::name);
  const auto rows = std::ranges::equal_range(rows_, HashOfSerial(serial), {}, &Row::serial);
  const BytesView list = crl.revoked();
  for (const Row& row : rows) {
    if (!std::ranges::binary_search(owners, row.owner, {}, &OwnerName::owner)) continue;
    CBS rest(list.subspan(row.begin));
    CrlEntry entry;
    if (!TakeCrlEntry(rest, entry)) continue;
    // A hash may be wrong. The owner, which may be of megabytes, is not touched for that.
    if (!std::ranges::equal(CanonicalInteger(entry.serial), CanonicalInteger(serial))) continue;
    // Details are wanted: the two entries that matter are read.
    const Owner& owner = owners_[row.owner];
    part_.der = ToBytes(list.subspan(owner.begin, owner.size));
    if (owner.size == 0 || owner.begin != row.begin) {
      const BytesView whole = list.subspan(row.begin, list.size() - row.begin - CBS_len(&rest));
      part_.der.insert(part_.der.end(), whole.begin(), whole.end());
    }
    part_.revoked_size = part_.der.size();
    // The owner in front only says whose certificate the entry is about.
    const size_t from = owner.begin == row.begin ? 0 : owner.size;
    if (auto found = FindRevokedFrom(part_, serial, canonical_issuer, from)) return found;
  }
  return {};
}

}  // namespace tlsprobe
