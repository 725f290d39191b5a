// Writes CRLs part by part, whether they are right or not, and reads them.
#ifndef TLSPROBE_TESTS_WIRE_CRL_MAKER_H_
#define TLSPROBE_TESTS_WIRE_CRL_MAKER_H_

#include <catch2/catch_test_macros.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/wire/der_parts.h"
#include "tlsprobe/base/base64.h"
#include "tlsprobe/base/status.h"
#include "tlsprobe/wire/crl.h"

namespace tlsprobe {

// An extension 2.5.29.`arc`.
inline Bytes IdCeExtension(uint8_t arc, const Bytes& value, bool critical = false) {
  return Sequence({Element(0x06, Bytes{0x55, 0x1d, arc}), critical ? Hex("0101ff") : Bytes(),
                   Element(0x04, value)});
}

inline Bytes CertificateIssuer(const std::vector<Bytes>& names) {
  return IdCeExtension(29, Sequence(names), true);
}

inline Bytes EntryDer(const Bytes& serial, const std::vector<Bytes>& extensions = {}) {
  return Sequence({Element(0x02, serial), UtcTime("250101000000Z"),
                   extensions.empty() ? Bytes() : Sequence(extensions)});
}

// The parts of a CRL in their order; an empty one is left out.
struct CrlParts {
  Bytes version = Hex("020101");
  Bytes algorithm = Hex("300a06082a8648ce3d040302");  // ecdsa-with-SHA256
  Bytes issuer = NameDer("CA");
  Bytes this_update = UtcTime("260102030405Z");
  Bytes next_update = UtcTime("260202030405Z");
  Bytes revoked = {};
  Bytes extensions = {};
  Bytes outer_algorithm = Hex("300a06082a8648ce3d040302");
  Bytes signature = Hex("030200ff");
};

inline Bytes CrlDer(const CrlParts& parts) {
  return Sequence({Sequence({parts.version, parts.algorithm, parts.issuer, parts.this_update,
                             parts.next_update, parts.revoked, parts.extensions}),
                   parts.outer_algorithm, parts.signature});
}

inline Bytes CrlWithEntries(const std::vector<Bytes>& entries) {
  return CrlDer({.revoked = Sequence(entries)});
}

inline Bytes CrlWithExtensions(const std::vector<Bytes>& extensions) {
  return CrlDer({.extensions = Element(0xa0, Sequence(extensions))});
}

inline CrlPtr ParsedCrl(Bytes der) {
  auto crl = ParseCrl(std::move(der));
  INFO(Message(crl.status()));
  REQUIRE(crl.ok());
  return *crl;
}

inline CrlPtr CrlFromPem(std::string_view pem) {
  return ParsedCrl(ParsePem(pem).value().at(0).body);
}

}  // namespace tlsprobe

#endif  // TLSPROBE_TESTS_WIRE_CRL_MAKER_H_
