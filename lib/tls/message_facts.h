// Turns the peer's handshake messages into facts: what libssl keeps to itself, and what must be
// known also where the handshake fails at the next message.
#ifndef TLSPROBE_TLS_MESSAGE_FACTS_H_
#define TLSPROBE_TLS_MESSAGE_FACTS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/model/facts.h"
#include "tlsprobe/model/probe_config.h"
#include "tlsprobe/tls/handshake_progress.h"
#include "tlsprobe/wire/handshake.h"

namespace tlsprobe {

// Writes into the facts it was made with, which must outlive it. A message that does not parse
// leaves no fact: libssl refuses it right after.
class MessageFacts {
 public:
  MessageFacts(const Limits& limits, TlsFacts& tls, PeerFacts& peer)
      : limits_(limits), tls_(tls), peer_(peer) {}

  // `message`: with its 4-byte header, whole.
  void OnMessage(bool sent, BytesView message);
  // What we sign with, for ClientCertificateRequest::shared_signature_algorithms.
  void set_own_signature_algorithms(std::span<const uint16_t> algorithms) {
    own_signature_algorithms_ = algorithms;
  }

  // The body of the Certificate message that came compressed.
  void OnDecompressedCertificate(BytesView body) { ReadCertificate(body); }
  void OnHandshakeDone();

  const HandshakeProgress& progress() const { return progress_; }
  // A cap of Limits that was exceeded, as a sentence; empty: none.
  const std::string& too_large() const { return too_large_; }
  // The last TLS 1.3 ticket that came.
  const std::optional<NewSessionTicket>& last_ticket() const { return last_ticket_; }
  bool tls13() const { return tls_.version >= 0x0304; }

 private:
  void OnReceived(uint8_t type, BytesView body);
  void OnSent(uint8_t type, BytesView body);
  void ReadServerHello(BytesView body);
  void ReadEncryptedExtensions(BytesView body);
  void ReadCertificate(BytesView body);
  void ReadCertificateRequest(BytesView body);
  void ReadNewSessionTicket(BytesView body);
  void ReadCertificateStatus(BytesView body);
  void AddExtensions(MessageExtensions extensions);
  void TooLarge(std::string what);

  const Limits& limits_;
  TlsFacts& tls_;
  PeerFacts& peer_;
  std::span<const uint16_t> own_signature_algorithms_ = {};
  HandshakeProgress progress_ = {};
  std::string too_large_ = {};
  std::optional<NewSessionTicket> last_ticket_ = {};
  bool done_ = false;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_TLS_MESSAGE_FACTS_H_
