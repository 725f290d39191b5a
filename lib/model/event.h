// What happens in a session, in order. Each event owns its data.
#ifndef TLSPROBE_MODEL_EVENT_H_
#define TLSPROBE_MODEL_EVENT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/model/outcome.h"
#include "tlsprobe/model/verification.h"

namespace tlsprobe {

// The transport is open; the first event of every session.
struct ConnectedEvent {};
// A line or packet of a dialogue, escaped and without its line end; secrets are masked.
struct LineEvent {
  bool sent = false;
  std::string line = {};
};
// A handshake message or change_cipher_spec, in clear.
struct MessageEvent {
  bool sent = false;
  uint8_t content_type = 22;  // TLS ContentType
  uint16_t version = 0;       // of the record
  Bytes bytes = {};           // with the 4 bytes of the handshake header
};
// The judging of a certificate: what OpenSSL's verify callback is told. `certificate` is that of
// report().verification.chain.built[depth]; null where there is none.
struct VerifyEvent {
  VerifyStep step = {};
  CertificatePtr certificate = {};
};
// The server's answer to status_request is known (also that there is none).
struct StapleEvent {};
struct HandshakeDoneEvent {
  bool renegotiated = false;
};
struct DataEvent {
  Bytes bytes = {};
};
// A TLS 1.3 ticket: report().tls.tickets[index].
struct TicketEvent {
  size_t index = 0;
};
// One line of an NSS key log, without its line end.
struct KeyLogEvent {
  std::string line = {};
};
struct AlertEvent {
  Alert alert = {};
};
// The last event: report() is final.
struct ClosedEvent {};

using Event =
    std::variant<ConnectedEvent, LineEvent, MessageEvent, VerifyEvent, StapleEvent,
                 HandshakeDoneEvent, DataEvent, TicketEvent, KeyLogEvent, AlertEvent, ClosedEvent>;

}  // namespace tlsprobe

#endif  // TLSPROBE_MODEL_EVENT_H_
