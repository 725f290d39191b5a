#include "tlsprobe/driver/certificate_list.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string_view>

#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/wire/certificate.h"

using namespace tlsprobe;

namespace {

CertificatePtr Root(std::string_view common_name) {
  const auto made = MakeCertificate({.common_name = std::string(common_name), .ca = true});
  REQUIRE(made.ok());
  return ParseCertificate(made->der).value();
}

}  // namespace

TEST_CASE("a list gives all certificates of a name, canonically, in its order") {
  const CertificatePtr first = Root("The Root"), other = Root("Other"), second = Root("the  root");
  const CertificateSourcePtr list = NewCertificateList({first, other, second});
  const auto found = list->FindBySubject(second->subject.der);
  REQUIRE(found.size() == 2);
  CHECK(*found[0] == first->der);
  CHECK(*found[1] == second->der);
  CHECK(list->FindBySubject(other->subject.der).size() == 1);
  CHECK(list->FindBySubject(Root("Nobody")->subject.der).empty());
  CHECK(list->FindCrlsByIssuer(first->subject.der).empty());
}

TEST_CASE("what a list gave outlives it") {
  const CertificatePtr certificate = Root("Root");
  CertificateSourcePtr list = NewCertificateList({certificate});
  const auto found = list->FindBySubject(certificate->subject.der);
  list.reset();
  REQUIRE(found.size() == 1);
  CHECK(*found[0] == certificate->der);
}

TEST_CASE("an empty list has nothing") {
  CHECK(NewCertificateList({})->FindBySubject(Root("Root")->subject.der).empty());
}
