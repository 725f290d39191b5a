// What connections with the same options share: one SSL_CTX and what was compiled into it.
#ifndef TLSPROBE_TLS_BORING_CONTEXT_H_
#define TLSPROBE_TLS_BORING_CONTEXT_H_

#include <openssl/pool.h>
#include <openssl/ssl.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tlsprobe/model/materials.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe {

// All that an SSL_CTX is made from. Equal inputs make equal contexts.
struct BoringContextInputs {
  TlsOptions options = {};  // without what belongs to a connection: the server's name
  size_t handshake_message_bytes = 0;
  ClientMaterial client = {};  // with the chain completed

  friend bool operator==(const BoringContextInputs&, const BoringContextInputs&) = default;
};

// Immutable and thread-safe once made.
struct BoringContext {
  BoringContextInputs inputs = {};
  bssl::UniquePtr<CRYPTO_BUFFER_POOL> pool = {};  // outlives ssl_ctx
  bssl::UniquePtr<SSL_CTX> ssl_ctx = {};
  std::vector<std::string> not_offered = {};
  std::optional<int> security_level = {};
  std::vector<uint16_t> own_signature_algorithms = {};  // what we may sign with, best first
  std::vector<uint16_t> own_key_algorithms = {};        // those of them our key can do
};

// MakeBoringContext compiles the inputs. Errors: kInvalidArgument naming option, value and what is
// allowed.
absl::StatusOr<std::shared_ptr<const BoringContext>> MakeBoringContext(BoringContextInputs inputs);

}  // namespace tlsprobe

#endif  // TLSPROBE_TLS_BORING_CONTEXT_H_
