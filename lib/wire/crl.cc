#include "tlsprobe/wire/crl.h"

#include <openssl/sha.h>

#include <algorithm>
#include <utility>

#include "tlsprobe/wire/cbs.h"
#include "tlsprobe/wire/certificate_time.h"
#include "tlsprobe/wire/crl_entries.h"
#include "tlsprobe/wire/crl_extensions.h"
#include "tlsprobe/wire/signed_reader.h"

namespace tlsprobe {
namespace {

constexpr std::string_view kTbs = "TBSCertList";

// Reads the parts of one CRL in order; the first failure ends it.
class CrlReader {
 public:
  explicit CrlReader(BytesView der) : der_(der), reader_(der, "CRL", "5.1") {}

  absl::Status Read(Crl& crl) const;

 private:
  absl::Status ReadTbs(CBS tbs, Crl& crl) const;
  absl::Status ReadVersion(CBS& tbs, Crl& crl) const;
  absl::Status ReadUpdates(CBS& tbs, Crl& crl) const;
  absl::Status ReadRevoked(CBS& tbs, Crl& crl) const;

  size_t Offset(const CBS& at) const { return static_cast<size_t>(CBS_data(&at) - der_.data()); }

  BytesView der_;
  SignedReader reader_;
};

absl::Status CrlReader::Read(Crl& crl) const {
  CBS element, tbs;
  if (absl::Status status =
          reader_.TakeSigned(kTbs, element, crl.signature_algorithm, crl.signature);
      !status.ok()) {
    return status;
  }
  crl.tbs_begin = Offset(element);
  crl.tbs_size = CBS_len(&element);
  CBS_get_asn1(&element, &tbs, CBS_ASN1_SEQUENCE);
  return ReadTbs(tbs, crl);
}

// TBSCertList ::= SEQUENCE { version OPTIONAL, signature, issuer, thisUpdate, nextUpdate OPTIONAL,
// revokedCertificates OPTIONAL, crlExtensions [0] OPTIONAL }
absl::Status CrlReader::ReadTbs(CBS tbs, Crl& crl) const {
  if (absl::Status status = ReadVersion(tbs, crl); !status.ok()) return status;
  if (absl::Status status = reader_.TakeAlgorithm(tbs, crl.tbs_signature); !status.ok()) {
    return status;
  }
  if (absl::Status status = reader_.TakeName(tbs, "issuer", crl.issuer); !status.ok()) {
    return status;
  }
  if (absl::Status status = ReadUpdates(tbs, crl); !status.ok()) return status;
  if (absl::Status status = ReadRevoked(tbs, crl); !status.ok()) return status;
  return reader_.TakeExtensions(tbs, 0, kTbs, crl.extensions);
}

// Numbers nobody has defined are kept.
absl::Status CrlReader::ReadVersion(CBS& tbs, Crl& crl) const {
  if (!CBS_peek_asn1_tag(&tbs, CBS_ASN1_INTEGER)) return absl::OkStatus();
  const CBS start = tbs;
  uint64_t number = 0;
  if (!CBS_get_asn1_uint64(&tbs, &number) || number > 1000) {
    return reader_.Expected("a small INTEGER as the version", start);
  }
  crl.version = static_cast<int>(number) + 1;
  return absl::OkStatus();
}

absl::Status CrlReader::ReadUpdates(CBS& tbs, Crl& crl) const {
  uint8_t tag = 0;
  BytesView time;
  const CBS start = tbs;
  if (!TakeCrlTime(tbs, tag, time)) return reader_.Expected("the time thisUpdate", start);
  crl.bad_this_update = !ParseCertificateTime(tag, time, crl.this_update);
  if (!CBS_peek_asn1_tag(&tbs, CBS_ASN1_UTCTIME) &&
      !CBS_peek_asn1_tag(&tbs, CBS_ASN1_GENERALIZEDTIME)) {
    return absl::OkStatus();
  }
  const CBS second = tbs;
  UnixTime next;
  if (!TakeCrlTime(tbs, tag, time)) return reader_.Expected("the time nextUpdate", second);
  crl.bad_next_update = !ParseCertificateTime(tag, time, next);
  crl.next_update = next;
  return absl::OkStatus();
}

absl::Status CrlReader::ReadRevoked(CBS& tbs, Crl& crl) const {
  CBS list;
  if (!CBS_peek_asn1_tag(&tbs, CBS_ASN1_SEQUENCE)) return absl::OkStatus();
  if (absl::Status status = reader_.Take(tbs, CBS_ASN1_SEQUENCE, "the revokedCertificates", list);
      !status.ok()) {
    return status;
  }
  crl.revoked_begin = Offset(list);
  crl.revoked_size = CBS_len(&list);
  BytesView before;  // most entries of a list have the same extensions: they are read once
  for (; CBS_len(&list) != 0; ++crl.revoked_count) {
    const CBS start = list;
    CrlEntry entry;
    CrlEntryExtensions extensions;
    if (!TakeCrlEntry(list, entry)) return reader_.Expected("an entry", start);
    if (std::ranges::equal(View(entry.extensions), before)) continue;
    before = View(entry.extensions);
    if (!ReadCrlEntryExtensions(entry.extensions, extensions)) {
      return reader_.Expected("extensions of an entry", entry.extensions);
    }
    crl.critical_unknown_entry |= extensions.critical_unknown;
    crl.entries_end_early |= extensions.ends_reading;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CrlPtr> ParseCrl(Bytes der) {
  auto crl = std::make_shared<Crl>();
  crl->der = std::move(der);
  if (absl::Status status = CrlReader(crl->der).Read(*crl); !status.ok()) return status;
  ParseCrlExtensions(*crl);
  crl->sha256.resize(SHA256_DIGEST_LENGTH);
  SHA256(crl->der.data(), crl->der.size(), crl->sha256.data());
  return crl;
}

}  // namespace tlsprobe
