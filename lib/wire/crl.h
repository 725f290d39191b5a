// Parses certificate revocation lists. Our own parser on CBS: it looks at every entry once and
// keeps none, so that a list of a million costs no more memory than its bytes.
#ifndef TLSPROBE_WIRE_CRL_H_
#define TLSPROBE_WIRE_CRL_H_

#include <optional>

#include "absl/status/statusor.h"
#include "tlsprobe/model/crl.h"

namespace tlsprobe {

// ParseCrl reads one DER CertificateList to its end (RFC 5280 section 5.1). It does not check the
// signature or times. A part that the outline of the structure does not need (a time, a known
// extension of the list or of an entry) and that is malformed is reported in the result. Errors:
// kInvalidArgument, with what was expected and the byte offset.
absl::StatusOr<CrlPtr> ParseCrl(Bytes der);

// FindRevoked gives the first entry for `serial` (content of the INTEGER) of a certificate of
// `canonical_issuer` (see CanonicalName in wire/name.h). Entries belong to the certificate issuer
// named last (RFC 5280 section 5.3.3), those before the first to the CRL's issuer, whether the CRL
// says that it is indirect or not. Nullopt: it is not on the list. Costs one look at the whole
// list.
std::optional<RevokedCertificate> FindRevoked(const Crl& crl, BytesView serial,
                                              BytesView canonical_issuer);

}  // namespace tlsprobe

#endif  // TLSPROBE_WIRE_CRL_H_
