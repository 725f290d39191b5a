#include "tlsprobe/wire/crl_entries.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "tlsprobe/wire/cbs.h"
#include "tlsprobe/wire/certificate_time.h"
#include "tlsprobe/wire/general_name.h"
#include "tlsprobe/wire/name.h"
#include "tlsprobe/wire/signed_reader.h"

namespace tlsprobe {
namespace {

constexpr uint8_t kUtcTime = 0x17;
constexpr uint8_t kGeneralizedTime = 0x18;
// id-ce, 2.5.29: an extension of an entry that is known here is one byte more.
constexpr uint8_t kIdCe[] = {0x55, 0x1d};
constexpr uint8_t kReasonCode = 21;
constexpr uint8_t kInvalidityDate = 24;
constexpr uint8_t kCertificateIssuer = 29;
// Names take many times their bytes when they are taken apart.
constexpr size_t kLongestIssuer = 1 << 16;

// The last arc of 2.5.29.n, 0 for all other OIDs.
uint8_t IdCeArc(BytesView oid) {
  const bool is_id_ce = oid.size() == 3 && std::ranges::equal(oid.first(2), kIdCe);
  return is_id_ce ? oid[2] : uint8_t{0};
}

// CRLReason ::= ENUMERATED. What does not fit is no reason, as OpenSSL has it.
bool ReadReason(BytesView value, CrlEntryExtensions& extensions) {
  CBS in(value), content;
  if (!CBS_get_asn1(&in, &content, CBS_ASN1_ENUMERATED) || CBS_len(&in) != 0 ||
      !CBS_is_valid_asn1_integer(&content, nullptr)) {
    return false;
  }
  if (CBS_len(&content) > sizeof(int32_t)) return true;
  int32_t number = (*CBS_data(&content) & 0x80) != 0 ? -1 : 0;
  for (const uint8_t byte : View(content)) {
    number = static_cast<int32_t>(static_cast<uint32_t>(number) << 8 | byte);
  }
  extensions.reason = number;
  return true;
}

bool ReadInvalidityDate(BytesView value, CrlEntryExtensions& extensions) {
  CBS in(value), content;
  UnixTime time;
  if (!CBS_get_asn1(&in, &content, CBS_ASN1_GENERALIZEDTIME) || CBS_len(&in) != 0 ||
      !ParseCertificateTime(kGeneralizedTime, View(content), time)) {
    return false;
  }
  extensions.invalid_since = time;
  return true;
}

bool ReadCertificateIssuer(BytesView value, CrlEntryExtensions& extensions) {
  CBS content;
  if (value.size() > kLongestIssuer || !OpenSequence(value, content)) return false;
  for (BytesView rest = View(content); !rest.empty();) {
    GeneralName name;
    if (!TakeGeneralName(rest, name)) return false;
    if (name.type == GeneralName::Type::kDirectory && !ParseName(name.value).ok()) return false;
  }
  extensions.certificate_issuer = View(content);
  return true;
}

// The extensions that are read.
struct EntryRow {
  uint8_t arc;
  bool (*read)(BytesView value, CrlEntryExtensions& extensions);  // false where it does not parse
};

constexpr EntryRow kRows[] = {
    {kReasonCode, ReadReason},
    {kInvalidityDate, ReadInvalidityDate},
    {kCertificateIssuer, ReadCertificateIssuer},
};

}  // namespace

bool TakeCrlTime(CBS& in, uint8_t& tag, BytesView& content) {
  CBS time;
  tag = CBS_peek_asn1_tag(&in, CBS_ASN1_UTCTIME) ? kUtcTime : kGeneralizedTime;
  if (!CBS_get_asn1(&in, &time, tag)) return false;
  content = View(time);
  return true;
}

// SEQUENCE { userCertificate INTEGER, revocationDate Time, crlEntryExtensions OPTIONAL }
bool TakeCrlEntry(CBS& list, CrlEntry& entry) {
  CBS content, serial;
  if (!CBS_get_asn1(&list, &content, CBS_ASN1_SEQUENCE) ||
      !CBS_get_asn1(&content, &serial, CBS_ASN1_INTEGER) ||
      !TakeCrlTime(content, entry.time_tag, entry.time)) {
    return false;
  }
  entry.serial = View(serial);
  CBS_init(&entry.extensions, nullptr, 0);
  return CBS_len(&content) == 0 ||
         (CBS_get_asn1(&content, &entry.extensions, CBS_ASN1_SEQUENCE) && CBS_len(&content) == 0);
}

bool ReadCrlEntryExtensions(CBS list, CrlEntryExtensions& read) {
  uint32_t seen = 0;  // bit n: 2.5.29.n
  while (CBS_len(&list) != 0) {
    ExtensionView extension;
    if (!TakeExtension(list, extension)) return false;
    const uint8_t arc = IdCeArc(extension.oid);
    read.critical_unknown |= extension.critical && arc != kCertificateIssuer;
    const auto* row = std::ranges::find(kRows, arc, &EntryRow::arc);
    if (row == std::end(kRows)) continue;
    const bool twice = (seen >> arc & 1) != 0;
    seen |= 1u << arc;
    if (!twice && row->read(extension.value, read)) continue;
    read.bad_certificate_issuer |= arc == kCertificateIssuer;
    read.ends_reading |= arc != kInvalidityDate;
  }
  return true;
}

}  // namespace tlsprobe
