#include "tlsprobe/tls/certificate_compression.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>

namespace tlsprobe {
namespace {

// Each fills `out` and says whether the input ended exactly there.
using Unpack = bool (*)(BytesView in, std::span<uint8_t> out);

bool UnpackZlib(BytesView in, std::span<uint8_t> out) {
  z_stream stream = {};
  if (inflateInit(&stream) != Z_OK) return false;
  stream.next_in = const_cast<Bytef*>(in.data());  // zlib reads only
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = inflate(&stream, Z_FINISH);
  const bool whole = stream.avail_in == 0 && stream.avail_out == 0;
  inflateEnd(&stream);
  return result == Z_STREAM_END && whole;
}

bool UnpackBrotli(BytesView in, std::span<uint8_t> out) {
  size_t written = out.size();
  return BrotliDecoderDecompress(in.size(), in.data(), &written, out.data()) ==
             BROTLI_DECODER_RESULT_SUCCESS &&
         written == out.size();
}

bool UnpackZstd(BytesView in, std::span<uint8_t> out) {
  const size_t written = ZSTD_decompress(out.data(), out.size(), in.data(), in.size());
  return !ZSTD_isError(written) && written == out.size();
}

struct Row {
  uint16_t algorithm;
  Unpack unpack;
};
constexpr Row kRows[] = {{2, UnpackBrotli}, {1, UnpackZlib}, {3, UnpackZstd}};
constexpr uint16_t kOffered[] = {2, 1, 3};
static_assert(std::size(kRows) == std::size(kOffered));

// Both lengths are 24 bits on the wire (RFC 8879 section 4).
constexpr size_t kMaxLength = (1 << 24) - 1;

}  // namespace

std::span<const uint16_t> CertificateCompressionAlgorithms() { return kOffered; }

std::optional<Bytes> DecompressCertificate(uint16_t algorithm, BytesView compressed, size_t size) {
  if (compressed.empty() || compressed.size() > kMaxLength || size == 0 || size > kMaxLength) {
    return std::nullopt;
  }
  const Row* row = std::ranges::find(kRows, algorithm, &Row::algorithm);
  if (row == std::end(kRows)) return std::nullopt;
  Bytes out(size);
  if (!row->unpack(compressed, out)) return std::nullopt;
  return out;
}

}  // namespace tlsprobe
