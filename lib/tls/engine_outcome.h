// How an engine's end is told: BoringSSL's error queue becomes an Outcome in our words, with
// OpenSSL's for those who grep.
#ifndef TLSPROBE_TLS_ENGINE_OUTCOME_H_
#define TLSPROBE_TLS_ENGINE_OUTCOME_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/model/outcome.h"
#include "tlsprobe/tls/handshake_progress.h"

namespace tlsprobe {

// What an engine knows when it ends.
struct EngineTrouble {
  std::vector<uint32_t> errors = {};  // BoringSSL's error queue, oldest first
  bool handshake_complete = false;
  HandshakeProgress progress = {};
  std::optional<Alert> received = {};  // the last from the peer
  std::optional<Alert> sent = {};      // the last of ours
  Bytes first_bytes = {};              // what the peer sent first
  uint64_t bytes_read = 0;             // from the peer, by TLS
  uint16_t version = 0;                // of the ServerHello, 0: none came
};

// DrainErrors empties this thread's BoringSSL error queue.
std::vector<uint32_t> DrainErrors();

// libssl gave up: an alert, bytes that are not TLS, or a breach of the protocol.
Outcome DescribeFailure(const EngineTrouble& trouble);
// The transport ended without close_notify.
Outcome DescribeEof(const EngineTrouble& trouble);
// A close_notify; `ours_first`: we had sent ours before.
Outcome DescribeCloseNotify(const EngineTrouble& trouble, bool ours_first);
// A cap was exceeded: `what` as a sentence.
Outcome DescribeTooLarge(const EngineTrouble& trouble, std::string_view what);
// We end the handshake: `why` as a sentence. `openssl_reason` may be empty.
Outcome DescribeRefusal(const EngineTrouble& trouble, std::string_view why,
                        std::string_view openssl_reason);

// OpenSslReason is what OpenSSL 3.0 says where BoringSSL puts `packed_error`: "wrong version
// number", "sslv3 alert handshake failure".
std::string OpenSslReason(uint32_t packed_error);

}  // namespace tlsprobe

#endif  // TLSPROBE_TLS_ENGINE_OUTCOME_H_
