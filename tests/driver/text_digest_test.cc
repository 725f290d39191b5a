#include "tlsprobe/driver/text_digest.h"

#include <catch2/catch_test_macros.hpp>
#include <set>
#include <string>
#include <vector>

namespace tlsprobe {
namespace {

TEST_CASE("lists that differ have different digests, also where they read the same") {
  using Texts = std::vector<std::string>;
  const std::vector<Texts> lists = {{},         {""},       {"", ""},   {"ab"},        {"a", "b"},
                                    {"b", "a"}, {"", "ab"}, {"ab", ""}, {"a", "", "b"}};
  std::set<std::string> digests;
  for (const Texts& texts : lists) {
    CHECK(digests.insert(DigestOf(texts)).second);
    CHECK(DigestOf(texts).size() == 32);
    CHECK(DigestOf(texts) == DigestOf(Texts(texts)));
  }
}

}  // namespace
}  // namespace tlsprobe
