#include "tlsprobe/tls/memory_bio.h"

#include <catch2/catch_test_macros.hpp>
#include <numeric>

namespace tlsprobe {
namespace {

Bytes Counting(size_t size) {
  Bytes bytes(size);
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<uint8_t>(i * 7 + i / 256);
  return bytes;
}

TEST_CASE("an empty transport asks to try again, and never ends") {
  MemoryTransport transport;
  bssl::UniquePtr<BIO> bio = transport.NewBio();
  REQUIRE(bio);
  char byte = 0;
  CHECK(BIO_read(bio.get(), &byte, 1) == -1);
  CHECK(BIO_should_retry(bio.get()));
  transport.Feed(AsBytes("x"));
  CHECK(BIO_read(bio.get(), &byte, 1) == 1);
  CHECK(byte == 'x');
  CHECK(BIO_flush(bio.get()) == 1);
}

TEST_CASE("bytes come out as they went in, whatever the sizes, and are counted") {
  MemoryTransport transport;
  bssl::UniquePtr<BIO> bio = transport.NewBio();
  const Bytes all = Counting(300 * 1000);
  Bytes got;
  size_t fed = 0;
  size_t step = 1;
  while (got.size() < all.size()) {
    const size_t feed = std::min(step * 13 % 40000, all.size() - fed);
    transport.Feed(BytesView(all).subspan(fed, feed));
    fed += feed;
    Bytes buffer(step * 7 % 20000 + 1);
    const int size = BIO_read(bio.get(), buffer.data(), static_cast<int>(buffer.size()));
    if (size > 0) got.insert(got.end(), buffer.begin(), buffer.begin() + size);
    CHECK(transport.unread() == fed - got.size());
    ++step;
  }
  CHECK(got == all);
  CHECK(transport.bytes_read() == all.size());
}

TEST_CASE("output waits until it is consumed, in any pieces") {
  MemoryTransport transport;
  bssl::UniquePtr<BIO> bio = transport.NewBio();
  const Bytes all = Counting(100 * 1000);
  REQUIRE(BIO_write(bio.get(), all.data(), static_cast<int>(all.size())) == 100 * 1000);
  Bytes got;
  while (!transport.output().empty()) {
    const BytesView piece =
        transport.output().first(std::min<size_t>(transport.output().size(), 999));
    got.insert(got.end(), piece.begin(), piece.end());
    transport.ConsumeOutput(piece.size());
  }
  CHECK(got == all);
  CHECK(transport.bytes_written() == all.size());
  transport.ConsumeOutput(5);  // more than there is
  CHECK(transport.output().empty());
}

TEST_CASE("a read limit holds bytes back until it is lifted") {
  MemoryTransport transport;
  bssl::UniquePtr<BIO> bio = transport.NewBio();
  transport.set_read_limit(4);
  transport.Feed(AsBytes("abcd"));
  char buffer[8];
  CHECK_FALSE(transport.hit_read_limit());
  CHECK(BIO_read(bio.get(), buffer, 8) == 4);
  CHECK_FALSE(transport.hit_read_limit());  // nothing is held back yet
  transport.Feed(AsBytes("ef"));
  CHECK(BIO_read(bio.get(), buffer, 8) == -1);
  CHECK(transport.hit_read_limit());
  transport.set_read_limit(std::nullopt);
  CHECK(BIO_read(bio.get(), buffer, 8) == 2);
}

}  // namespace
}  // namespace tlsprobe
