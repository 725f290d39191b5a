// One end of a TLS connection as a pure machine: bytes in, bytes and events out. No socket, no
// clock, no file.
#ifndef TLSPROBE_TLS_ENGINE_H_
#define TLSPROBE_TLS_ENGINE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tlsprobe/base/bytes.h"
#include "tlsprobe/base/time.h"
#include "tlsprobe/model/event.h"
#include "tlsprobe/model/facts.h"
#include "tlsprobe/model/materials.h"
#include "tlsprobe/model/outcome.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe {

// The peer's certificates are here and the handshake is paused: AcceptCertificates or
// RejectCertificates lets it go on. Not sent for resumed sessions, nor in a renegotiation: there
// libssl takes only the certificates it has seen already.
struct EngineCertificates {};
// A signature with our key is wanted: CompleteSignature lets the handshake go on.
struct EngineSignRequest {
  uint16_t signature_algorithm = 0;  // SignatureScheme
  Bytes input = {};                  // not hashed
};
// The connection failed or was closed; the last event. What it was is in `outcome`, with `phase`
// and byte counts left for the session to fill in.
struct EngineEnded {
  Outcome outcome = {};
};
using EngineEvent =
    std::variant<MessageEvent, AlertEvent, KeyLogEvent, EngineCertificates, EngineSignRequest,
                 HandshakeDoneEvent, DataEvent, TicketEvent, EngineEnded>;

// What several connections share: compiled offers and, for libssl, an SSL_CTX. Immutable and
// thread-safe once made.
class EngineFactory {
 public:
  virtual ~EngineFactory() = default;
  // `server_name` is what is sent as SNI; empty: no extension.
  virtual std::unique_ptr<class Engine> NewEngine(std::string_view server_name,
                                                  UnixTime now) const = 0;
  // Suites that a class of the cipher string names and that cannot be offered, OpenSSL names.
  virtual const std::vector<std::string>& not_offered() const = 0;
  // Of "@SECLEVEL=n" in the cipher string; nullopt where it says none.
  virtual std::optional<int> security_level() const = 0;
};

// Compiles options and our identity. Of the TLS 1.3 suites libssl can offer all three, the two with
// AES, or TLS_AES_256_GCM_SHA384 alone, in its own order; others are refused. `like` may share what
// is equal (may be null). Errors: kInvalidArgument naming option, value and what is allowed; the
// key's and the certificate's problems by their names in `client`. kFailedPrecondition where
// another TLS library than BoringSSL answers in this process.
absl::StatusOr<std::shared_ptr<const EngineFactory>> NewBoringEngineFactory(
    const TlsOptions& options, const Limits& limits, const ClientMaterial& client,
    const CertificateSource* own_chain, const EngineFactory* like);

// Not thread-safe; each belongs to one session.
class Engine {
 public:
  virtual ~Engine() = default;

  // Starts the handshake: output is there afterwards.
  virtual void Start() = 0;
  // Gives bytes from the peer. All are taken (what is not processed yet is kept; the session asks
  // for more only when events are drained, which bounds it).
  virtual void Feed(BytesView bytes) = 0;
  // The transport's end: FIN. Ends the connection unless it was closed.
  virtual void FeedEof() = 0;

  // Bytes for the peer, valid until the next non-const call; ConsumeOutput takes them off.
  virtual BytesView output() const = 0;
  virtual void ConsumeOutput(size_t size) = 0;

  virtual std::optional<EngineEvent> TakeEvent() = 0;

  virtual void AcceptCertificates() = 0;
  // `alert`: AlertDescription to send. `why`: for the outcome's message.
  virtual void RejectCertificates(uint8_t alert, std::string_view why) = 0;
  virtual void CompleteSignature(absl::StatusOr<Bytes> signature) = 0;

  // After HandshakeDoneEvent. Takes what fits while less than `limit` bytes of output are
  // pending; says how much was taken.
  virtual size_t Write(BytesView data, size_t limit) = 0;
  // Sends close_notify; the engine still reads what comes, and EngineEnded follows with the peer's
  // close_notify, its FIN or a failure. In the middle of a handshake: user_canceled, and the end.
  virtual void Close() = 0;
  // TLS 1.2 and below. Errors: kFailedPrecondition, kUnimplemented with the reason.
  virtual absl::Status Renegotiate() = 0;
  // TLS 1.3 KeyUpdate. Errors: kFailedPrecondition.
  virtual absl::Status UpdateKeys(bool ask_back) = 0;

  // What is known by now; both grow during the handshake.
  virtual const TlsFacts& facts() const = 0;
  virtual const PeerFacts& peer() const = 0;
  // Another number whenever one of the two has changed.
  virtual uint64_t revision() const = 0;
  // The handshake message awaited or last seen, "ServerHello"; for outcomes the session makes.
  virtual std::string at_message() const = 0;
};

// "BoringSSL" and the API version of the library this is linked with.
std::string TlsLibraryVersion();

}  // namespace tlsprobe

#endif  // TLSPROBE_TLS_ENGINE_H_
