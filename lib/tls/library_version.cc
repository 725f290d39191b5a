// TlsLibraryVersion.
#include <fmt/format.h>
#include <openssl/base.h>

#include "tlsprobe/tls/engine.h"

namespace tlsprobe {

std::string TlsLibraryVersion() {
  return fmt::format("BoringSSL (API version {})", BORINGSSL_API_VERSION);
}

}  // namespace tlsprobe
