#include "cli/fetch_cache.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "tlsprobe/base/status.h"

using namespace tlsprobe;
using namespace tlsprobe::cli;

namespace {

FetchRequest Crl(std::string url) { return {.kind = FetchKind::kCrl, .url = std::move(url)}; }

}  // namespace

TEST_CASE("answers and failures are kept by kind and URL") {
  FetchCache cache;
  CHECK(cache.Find(Crl("a"), {100}) == nullptr);
  cache.Keep(Crl("a"), Bytes{1, 2}, {100});
  cache.Keep(Crl("b"), NotFound("not there"), {100});
  REQUIRE(cache.Find(Crl("a"), {100}) != nullptr);
  CHECK(cache.Find(Crl("a"), {100})->value() == Bytes{1, 2});
  REQUIRE(cache.Find(Crl("b"), {101}) != nullptr);
  CHECK(absl::IsNotFound(cache.Find(Crl("b"), {101})->status()));
  CHECK(cache.Find({.kind = FetchKind::kIssuer, .url = "a"}, {100}) == nullptr);
  cache.Keep(Crl("a"), Bytes{3}, {200});
  CHECK(cache.Find(Crl("a"), {200})->value() == Bytes{3});
}

TEST_CASE("what is kept grows old") {
  FetchCache cache;
  cache.Keep(Crl("a"), Bytes{1}, {1000});
  CHECK(cache.Find(Crl("a"), {1000 + FetchCache::kMostSeconds}) != nullptr);
  CHECK(cache.Find(Crl("a"), {1001 + FetchCache::kMostSeconds}) == nullptr);
  CHECK(cache.Find(Crl("a"), {999}) == nullptr);
}

TEST_CASE("no more is kept than there is room for") {
  FetchCache cache;
  cache.Keep(Crl("too large"), Bytes(FetchCache::kMostBytes), {1});
  CHECK(cache.Find(Crl("too large"), {1}) == nullptr);
  const Bytes large(FetchCache::kMostBytes / 4);
  // The same again and again takes the room of one.
  for (int i = 0; i < 8; ++i) cache.Keep(Crl("0"), large, {1});
  cache.Keep(Crl("1"), large, {1});
  cache.Keep(Crl("2"), large, {1});
  for (const char* url : {"0", "1", "2"}) CHECK(cache.Find(Crl(url), {1}) != nullptr);
  cache.Keep(Crl("3"), large, {1});
  CHECK(cache.Find(Crl("0"), {1}) == nullptr);
  CHECK(cache.Find(Crl("3"), {1}) != nullptr);
}
