// Finds entries of a CRL for many certificates: a long list is read through only so often, then it
// is known where each serial number stands.
#ifndef TLSPROBE_CHECK_CRL_INDEX_H_
#define TLSPROBE_CHECK_CRL_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "tlsprobe/model/crl.h"

namespace tlsprobe {

struct CrlEntry;

// For one CRL. Not thread-safe.
class RevokedIndex {
 public:
  // As FindRevoked (wire/crl.h); `crl` is the same at each call.
  std::optional<RevokedCertificate> Find(const Crl& crl, BytesView serial,
                                         BytesView canonical_issuer);

 private:
  // Offsets count within the list of entries.
  struct Row {
    uint32_t serial;  // a hash
    uint32_t begin;
    uint32_t owner;  // index into `owners_`
  };
  // The entry that says whose certificates the following ones are about (RFC 5280 section 5.3.3);
  // size 0: none does, they are the CRL issuer's.
  struct Owner {
    uint32_t begin;
    uint32_t size;
  };
  struct OwnerName {
    uint64_t name;  // a hash of the canonical name
    uint32_t owner;
  };

  void Build(const Crl& crl);
  void AddEntry(const CrlEntry& entry, Owner itself);
  // Nullopt: it is the CRL's issuer.
  void AddOwner(Owner owner, std::optional<BytesView> names);
  std::optional<RevokedCertificate> FindBuilt(const Crl& crl, BytesView serial,
                                              BytesView canonical_issuer);

  size_t asked_ = 0;
  uint64_t crl_issuer_ = 0;     // a hash of the canonical name
  bool ended_ = false;          // from here on all are the CRL issuer's
  std::vector<Row> rows_ = {};  // sorted
  std::vector<Owner> owners_ = {};
  std::vector<OwnerName> names_ = {};  // sorted
  Crl part_ = {};                      // the same issuer with a few entries
};

}  // namespace tlsprobe

#endif  // TLSPROBE_CHECK_CRL_INDEX_H_
