// The entries of a CRL's revokedCertificates (RFC 5280 section 5.1.2.6), one after the other where
// they stand: nothing is copied.
#ifndef TLSPROBE_WIRE_CRL_ENTRIES_H_
#define TLSPROBE_WIRE_CRL_ENTRIES_H_

#include <openssl/bytestring.h>

#include <cstddef>
#include <optional>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/base/time.h"
#include "tlsprobe/model/crl.h"

namespace tlsprobe {

struct CrlEntry {
  BytesView serial = {};  // content of the INTEGER
  uint8_t time_tag = 0;   // UTCTime or GeneralizedTime
  BytesView time = {};
  CBS extensions = {};  // the list's content
};

// TakeCrlTime takes a Time off the front; false where there is none.
bool TakeCrlTime(CBS& in, uint8_t& tag, BytesView& content);

// TakeCrlEntry takes the first entry off the list; false where there is none. Its extensions may
// still be anything.
bool TakeCrlEntry(CBS& list, CrlEntry& entry);

// What the extensions of an entry say (section 5.3).
struct CrlEntryExtensions {
  std::optional<BytesView> certificate_issuer = {};  // content of the GeneralNames
  std::optional<int> reason = {};
  std::optional<UnixTime> invalid_since = {};
  // One is critical and no certificateIssuer: OpenSSL heeds no other.
  bool critical_unknown = false;
  bool bad_certificate_issuer = false;  // it does not parse, or stands there twice
  // So does or stands the reason or the issuer: OpenSSL looks at no further entry's extensions.
  bool ends_reading = false;
};

// ReadCrlEntryExtensions is false where what stands there are no extensions.
bool ReadCrlEntryExtensions(CBS list, CrlEntryExtensions& read);

// FindRevokedFrom is FindRevoked (crl.h) for entries that begin at or behind the byte `from` of the
// list; those before it only say whose certificates the following ones are about.
std::optional<RevokedCertificate> FindRevokedFrom(const Crl& crl, BytesView serial,
                                                  BytesView canonical_issuer, size_t from);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_CRL_ENTRIES_H_
