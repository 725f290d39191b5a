// What a server does after the handshake tells what became of our certificate: TLS 1.3 servers
// judge it only then (RFC 8446 section 4.4.2.4).
#ifndef TLSPROBE_SESSION_SETTLE_H_
#define TLSPROBE_SESSION_SETTLE_H_

#include <cstdint>

#include "tlsprobe/model/facts.h"

namespace tlsprobe {

// What happened after our part of the handshake was out: the first that can be an answer to it, or
// a refusal of our certificate whenever it came.
enum class SignOfLife : uint8_t {
  kNone,     // nothing yet, or nothing until the wait was over
  kAnswer,   // a ticket or data: the server took us
  kRefusal,  // a fatal alert
};

// ConcludeClientCertificate merges that with what is known from the handshake: whether a
// certificate was asked for, whether we had one to send, and whether the handshake's last word
// was the server's (TLS 1.2 and below: a completed handshake is an answer).
struct ClientCertificateStory {
  bool requested = false;
  bool answered = false;  // our Certificate message, maybe empty, went out
  bool sent = false;      // with a certificate in it
  bool server_finished_last = false;
  bool handshake_complete = false;
  SignOfLife sign = SignOfLife::kNone;
};
ClientCertificateOutcome ConcludeClientCertificate(const ClientCertificateStory& story);

}  // namespace tlsprobe

#endif  // TLSPROBE_SESSION_SETTLE_H_
