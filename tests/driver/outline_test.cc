#include "tlsprobe/driver/outline.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "tlsprobe/driver/certificate_maker.h"

namespace tlsprobe {
namespace {

TEST_CASE("a PFX is known by its first fields, also in BER, and nothing else is one") {
  const Bytes pfx = {0x30, 0x20, 2,    1,    3,    0x30, 0x10, 6, 9,
                     0x2a, 0x86, 0x48, 0x86, 0xf7, 13,   1,    7, 1};
  CHECK(IsPkcs12(pfx));
  Bytes ber = pfx;
  ber[1] = ber[6] = 0x80;
  CHECK(IsPkcs12(ber));
  for (size_t size = 0; size < pfx.size(); ++size)
    CHECK_FALSE(IsPkcs12(BytesView(pfx).first(size)));
  for (const size_t at : {0u, 4u, 5u, 7u, 16u, 17u}) {
    CAPTURE(at);
    Bytes other = pfx;
    other[at] ^= 4;
    CHECK_FALSE(IsPkcs12(other));
  }
  CHECK_FALSE(IsPkcs12(MakeCertificate({.common_name = "A"}).value().der));
}

TEST_CASE("the subject is found where the rest is cut off, and in nothing but a certificate") {
  const MadeCertificate a = MakeCertificate({.common_name = "A"}).value();
  const auto subject = SubjectOf(a.der);
  REQUIRE(subject.has_value());
  CHECK(std::ranges::equal(*subject, a.subject));
  const auto end = static_cast<size_t>(subject->data() + subject->size() - a.der.data());
  CHECK(SubjectOf(BytesView(a.der).first(end)).has_value());
  CHECK_FALSE(SubjectOf(BytesView(a.der).first(end - 1)).has_value());
  CHECK_FALSE(SubjectOf({}).has_value());
  CHECK_FALSE(SubjectOf(a.private_key).has_value());
}

}  // namespace
}  // namespace tlsprobe
