#include "tlsprobe/tls/library_version.h"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <string>

#include "tlsprobe/base/text.h"
#include "tlsprobe/tls/engine.h"

namespace tlsprobe {

absl::Status CheckTlsLibrary(std::string_view name) {
  if (name == "BoringSSL") return absl::OkStatus();
  const std::string message = fmt::format(
      "TLS library: expected BoringSSL to answer in this process, got \"{}\". Load the two apart: "
      "dlopen() the one with RTLD_LOCAL and RTLD_DEEPBIND, or run the probe in a process of its "
      "own",
      Escape(name));
  return absl::FailedPreconditionError(absl::string_view(message.data(), message.size()));
}

std::string_view LoadedTlsLibrary() { return OpenSSL_version(OPENSSL_VERSION); }

std::string TlsLibraryVersion() {
  return fmt::format("BoringSSL (API version {})", BORINGSSL_API_VERSION);
}

}  // namespace tlsprobe
