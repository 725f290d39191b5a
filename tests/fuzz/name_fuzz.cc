// Bytes to a distinguished name, its canonical form and its texts, against BoringSSL's parser.
#include <openssl/bytestring.h>
#include <openssl/err.h>
#include <openssl/mem.h>
#include <openssl/x509.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tests/fuzz/encoded_again.h"
#include "tlsprobe/base/text.h"
#include "tlsprobe/wire/name.h"

namespace {

using namespace tlsprobe;

void Require(bool holds) {
  if (!holds) std::abort();
}

// A SEQUENCE around the RDNs of a canonical name: a name again.
Bytes Wrap(const Bytes& rdns) {
  bssl::ScopedCBB cbb;
  CBB sequence;
  Require(CBB_init(cbb.get(), rdns.size() + 8) &&
          CBB_add_asn1(cbb.get(), &sequence, CBS_ASN1_SEQUENCE) &&
          CBB_add_bytes(&sequence, rdns.data(), rdns.size()) && CBB_flush(cbb.get()));
  return ToBytes(BytesView(CBB_data(cbb.get()), CBB_len(cbb.get())));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const BytesView der(data, size);
  const auto ours = ParseName(der);
  const Bytes canonical = CanonicalName(der);
  if (!ours.ok()) {
    Require(canonical == ToBytes(der));
  } else {
    Require(CanonicalName(Wrap(canonical)) == canonical);
    for (const NameStyle style : {NameStyle::kOneline, NameStyle::kSlash, NameStyle::kCompact}) {
      Require(IsUtf8(RenderName(*ours, style)));
    }
    Require(IsUtf8(CommonName(*ours)));
  }
  const uint8_t* rest = data;
  bssl::UniquePtr<X509_NAME> theirs(d2i_X509_NAME(nullptr, &rest, static_cast<long>(size)));
  ERR_clear_error();
  if (theirs != nullptr && rest == data + size) {
    if (!ours.ok()) {
      Require(EncodedAgain(theirs.get()) != ToBytes(der));
      return 0;
    }
    Require(NameHash(der) == X509_NAME_hash(theirs.get()));
    Require(ours->attributes.size() == static_cast<size_t>(X509_NAME_entry_count(theirs.get())));
  }
  return 0;
}
