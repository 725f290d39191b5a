// Certificates that come compressed (RFC 8879): zlib, brotli, zstd.
#ifndef TLSPROBE_TLS_CERTIFICATE_COMPRESSION_H_
#define TLSPROBE_TLS_CERTIFICATE_COMPRESSION_H_

#include <cstdint>
#include <optional>
#include <span>

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// Algorithms by their IANA number, in the order we offer them.
std::span<const uint16_t> CertificateCompressionAlgorithms();

// DecompressCertificate unpacks to exactly `size` bytes. Nullopt where the input is not that, or
// `algorithm` is unknown; never writes more than `size` bytes.
std::optional<Bytes> DecompressCertificate(uint16_t algorithm, BytesView compressed, size_t size);

}  // namespace tlsprobe

#endif  // TLSPROBE_TLS_CERTIFICATE_COMPRESSION_H_
