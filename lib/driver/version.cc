#include "tlsprobe/driver/version.h"

#include <absl/base/config.h>
#include <dlfcn.h>
#include <fmt/format.h>
#include <openssl/crypto.h>

#include <boost/version.hpp>

#include "tlsprobe/tls/engine.h"

namespace tlsprobe {
namespace {

// The file that holds the libcrypto we are bound to.
std::string LibcryptoFile() {
  Dl_info where = {};
  const int found = dladdr(reinterpret_cast<const void*>(&OpenSSL_version), &where);
  return found != 0 && where.dli_fname != nullptr ? where.dli_fname : "an unknown file";
}

}  // namespace

std::string LibraryVersions() {
  return fmt::format("{}, Boost {}.{}.{}, Abseil {}, fmt {}.{}.{}", TlsLibraryVersion(),
                     BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100,
                     ABSL_LTS_RELEASE_VERSION, FMT_VERSION / 10000, FMT_VERSION / 100 % 100,
                     FMT_VERSION % 100);
}

absl::Status CheckTlsLibrary() {
  const std::string_view answer = OpenSSL_version(OPENSSL_VERSION);
  if (answer.find("BoringSSL") != std::string_view::npos) return absl::OkStatus();
  return absl::FailedPreconditionError(
      fmt::format("libcrypto: expected BoringSSL, got \"{}\" from {}. This program holds two "
                  "libraries with the "
                  "same names: load tlsprobe first, or in a process of its own.",
                  answer, LibcryptoFile()));
}

}  // namespace tlsprobe
