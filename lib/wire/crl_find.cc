// Finds a certificate on a CRL.
#include "tlsprobe/wire/crl_find.h"

#include <algorithm>
#include <utility>

#include "tlsprobe/wire/cbs.h"
#include "tlsprobe/wire/certificate_time.h"
#include "tlsprobe/wire/crl.h"
#include "tlsprobe/wire/crl_entries.h"
#include "tlsprobe/wire/general_name.h"
#include "tlsprobe/wire/name.h"

namespace tlsprobe {
namespace {

// 2.5.29.29 as its extension has it, header and all.
constexpr uint8_t kCertificateIssuer[] = {0x06, 0x03, 0x55, 0x1d, 0x1d};

// Whether `part` stands anywhere at all: far cheaper than a look at each entry. Only so much of it
// is looked for that no list can make it slow.
bool MayHold(BytesView list, BytesView part) {
  constexpr size_t kEnough = 20;
  part = part.first(std::min(part.size(), kEnough));
  return AsText(list).find(AsText(part)) != std::string_view::npos;
}

// The first directory name among `names` (the content of a GeneralNames) that is `wanted` in its
// canonical form; empty where none is.
Bytes FindName(BytesView names, BytesView wanted) {
  GeneralName name;
  while (!names.empty() && TakeGeneralName(names, name)) {
    if (name.type != GeneralName::Type::kDirectory) continue;
    if (std::ranges::equal(CanonicalName(name.value), wanted)) return name.value;
  }
  return {};
}

// Follows from entry to entry whose certificates they are about (RFC 5280 section 5.3.3), and
// whether that is the issuer asked for.
class EntryIssuer {
 public:
  EntryIssuer(const Crl& crl, BytesView wanted);

  // Whether no entry names another issuer than the CRL's.
  bool is_fixed() const { return is_fixed_; }
  void Follow(const CrlEntry& entry);
  bool IsWanted();
  // DER of the name the wanted issuer has in the list; empty where it is the CRL's.
  const Bytes& name() const { return name_; }

 private:
  void SetNamed(std::optional<BytesView> named);

  const BytesView wanted_;
  const bool crl_issuer_is_wanted_;
  const bool is_fixed_;
  bool ended_ = false;
  std::optional<BytesView> named_ = {};  // by the last certificateIssuer
  bool compared_ = false;                // `name_` is of `named_`
  Bytes name_ = {};
};

EntryIssuer::EntryIssuer(const Crl& crl, BytesView wanted)
    : wanted_(wanted),
      crl_issuer_is_wanted_(std::ranges::equal(CanonicalName(crl.issuer.der), wanted)),
      is_fixed_(!MayHold(crl.revoked(), kCertificateIssuer)) {}

// Behind an entry whose issuer or reason does not parse OpenSSL takes all to be the CRL issuer's.
void EntryIssuer::Follow(const CrlEntry& entry) {
  if (ended_) return SetNamed({});
  CrlEntryExtensions extensions;
  ended_ = !ReadCrlEntryExtensions(entry.extensions, extensions) || extensions.ends_reading;
  if (extensions.bad_certificate_issuer) return SetNamed({});
  if (extensions.certificate_issuer) SetNamed(extensions.certificate_issuer);
}

void EntryIssuer::SetNamed(std::optional<BytesView> named) {
  named_ = named;
  name_.clear();
  compared_ = false;
}

bool EntryIssuer::IsWanted() {
  if (!named_) return crl_issuer_is_wanted_;
  // Only once for each name, which may be long and stand for many entries.
  if (!compared_) name_ = FindName(*named_, wanted_);
  compared_ = true;
  return !name_.empty();
}

RevokedCertificate Describe(const CrlEntry& entry, const Bytes& issuer) {
  RevokedCertificate revoked = {.serial = ToBytes(entry.serial)};
  revoked.bad_revoked_at = !ParseCertificateTime(entry.time_tag, entry.time, revoked.revoked_at);
  CrlEntryExtensions extensions;
  ReadCrlEntryExtensions(entry.extensions, extensions);
  revoked.reason = extensions.reason;
  revoked.invalid_since = extensions.invalid_since;
  if (absl::StatusOr<Name> name = ParseName(issuer); name.ok()) revoked.issuer = *std::move(name);
  return revoked;
}

}  // namespace

BytesView CanonicalInteger(BytesView content) {
  while (content.size() > 1) {
    const bool next_is_negative = (content[1] & 0x80) != 0;
    if (content[0] != (next_is_negative ? 0xff : 0x00)) break;
    content = content.subspan(1);
  }
  return content;
}

std::optional<RevokedCertificate> FindRevoked(const Crl& crl, BytesView serial,
                                              BytesView canonical_issuer) {
  return FindRevokedFrom(crl, serial, canonical_issuer, 0);
}

std::optional<RevokedCertificate> FindRevokedFrom(const Crl& crl, BytesView serial,
                                                  BytesView canonical_issuer, size_t from) {
  serial = CanonicalInteger(serial);
  if (!MayHold(crl.revoked(), serial)) return {};
  EntryIssuer issuer(crl, canonical_issuer);
  if (issuer.is_fixed() && !issuer.IsWanted()) return {};
  CBS list(crl.revoked());
  const size_t size = CBS_len(&list);
  size_t begin = 0;
  for (CrlEntry entry; TakeCrlEntry(list, entry); begin = size - CBS_len(&list)) {
    if (!issuer.is_fixed()) issuer.Follow(entry);
    if (begin < from) continue;
    if (!std::ranges::equal(CanonicalInteger(entry.serial), serial)) continue;
    if (issuer.IsWanted()) return Describe(entry, issuer.name());
  }
  return {};
}

}  // namespace tlsprobe
