// What a hostile server sends as a certificate or a CRL. Each certificate that is taken must stand
// in what came, as it is or in PEM.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tlsprobe/base/status.h"
#include "tlsprobe/wire/fetched.h"

namespace {

using namespace tlsprobe;

void Require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const BytesView bytes(data, size);
  const auto certificates = CertificatesFromBytes(bytes);
  if (certificates.ok()) {
    Require(!certificates->empty() && certificates->size() <= 100);
    size_t total = 0;
    for (const CertificatePtr& each : *certificates) total += each->der.size();
    Require(total <= size);
  } else {
    Require(Message(certificates.status()).find("base64: ") == 0 ||
            Message(certificates.status()).find("expected ") != std::string_view::npos);
  }
  const auto crl = CrlFromBytes(ToBytes(bytes));
  if (crl.ok()) Require((*crl)->der.size() <= size);
  return 0;
}
