#include "tlsprobe/driver/version.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

namespace tlsprobe {
namespace {

TEST_CASE("the libraries name themselves on one line") {
  const std::string versions = LibraryVersions();
  for (const char* name : {"BoringSSL", "Boost 1.", "Abseil 2", "fmt "}) {
    CAPTURE(name, versions);
    CHECK(versions.find(name) != std::string::npos);
  }
  CHECK(versions.find('\n') == std::string::npos);
}

TEST_CASE("the libcrypto that answers is ours") { CHECK(CheckTlsLibrary().ok()); }

}  // namespace
}  // namespace tlsprobe
