#include "tlsprobe/tls/certificate_compression.h"

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

namespace tlsprobe {
namespace {

Bytes Pack(uint16_t algorithm, BytesView in) {
  Bytes out(in.size() * 2 + 1024);
  size_t size = out.size();
  if (algorithm == 1) {
    uLongf length = out.size();
    REQUIRE(compress(out.data(), &length, in.data(), in.size()) == Z_OK);
    size = length;
  }
  if (algorithm == 2) {
    REQUIRE(
        BrotliEncoderCompress(5, 22, BROTLI_MODE_GENERIC, in.size(), in.data(), &size, out.data()));
  }
  if (algorithm == 3) size = ZSTD_compress(out.data(), out.size(), in.data(), in.size(), 3);
  out.resize(size);
  return out;
}

Bytes Sample() {
  Bytes sample;
  for (size_t i = 0; i < 5000; ++i) sample.push_back(static_cast<uint8_t>(i * i / 37));
  return sample;
}

TEST_CASE("every algorithm that is offered unpacks what it packed") {
  REQUIRE(CertificateCompressionAlgorithms().size() == 3);
  for (const uint16_t algorithm : CertificateCompressionAlgorithms()) {
    CAPTURE(algorithm);
    const Bytes sample = Sample();
    const Bytes packed = Pack(algorithm, sample);
    CHECK(DecompressCertificate(algorithm, packed, sample.size()) == sample);
  }
}

TEST_CASE("another size than announced, a cut and a bomb are refused") {
  const uint16_t algorithm = GENERATE(uint16_t{1}, uint16_t{2}, uint16_t{3});
  CAPTURE(algorithm);
  const Bytes sample = Sample();
  const Bytes packed = Pack(algorithm, sample);
  CHECK_FALSE(DecompressCertificate(algorithm, packed, sample.size() - 1));
  CHECK_FALSE(DecompressCertificate(algorithm, packed, sample.size() + 1));
  for (size_t size = 0; size < packed.size(); size += 17) {
    CHECK_FALSE(DecompressCertificate(algorithm, BytesView(packed).first(size), sample.size()));
  }
  const Bytes bomb = Pack(algorithm, Bytes(10 << 20, 0));
  CHECK_FALSE(DecompressCertificate(algorithm, bomb, 1000));
  CHECK_FALSE(DecompressCertificate(algorithm, packed, 0));
  CHECK_FALSE(DecompressCertificate(algorithm, packed, size_t{1} << 24));
}

TEST_CASE("an unknown algorithm is refused") {
  CHECK_FALSE(DecompressCertificate(4, Sample(), 5000));
}

}  // namespace
}  // namespace tlsprobe
