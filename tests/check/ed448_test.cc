// Vectors of RFC 8032 section 7.4.
#include "tlsprobe/check/ed448.h"

#include <catch2/catch_test_macros.hpp>

#include "tlsprobe/base/hex.h"

namespace tlsprobe {
namespace {

constexpr char kKey[] =
    "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778"
    "edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180";
constexpr char kSignatureOfNothing[] =
    "533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f"
    "2b233f034f628281f2fd7a22ddd47d7828c59bd0a21bfd3980ff0d2028d4b18a"
    "9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cdda8530a113a0f4db"
    "b61149f05a7363268c71d95808ff2e652600";

TEST_CASE("Ed448 verifies the vector of RFC 8032, and nothing near it") {
  const Bytes key = FromHex(kKey).value();
  Bytes signature = FromHex(kSignatureOfNothing).value();
  CHECK(Ed448Verifies(key, {}, signature));
  CHECK_FALSE(Ed448Verifies(key, Bytes{1}, signature));
  signature[5] ^= 1;
  CHECK_FALSE(Ed448Verifies(key, {}, signature));
}

TEST_CASE("keys and signatures of other sizes are refused") {
  const Bytes key = FromHex(kKey).value();
  const Bytes signature = FromHex(kSignatureOfNothing).value();
  CHECK_FALSE(Ed448Verifies(BytesView(key).first(56), {}, signature));
  CHECK_FALSE(Ed448Verifies(key, {}, BytesView(signature).first(113)));
  CHECK_FALSE(Ed448Verifies({}, {}, {}));
}

}  // namespace
}  // namespace tlsprobe
