// How a session ended, in words: outcomes the session makes itself, and what it adds to those of
// an engine.
#ifndef TLSPROBE_SESSION_OUTCOMES_H_
#define TLSPROBE_SESSION_OUTCOMES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "tlsprobe/base/bytes.h"
#include "tlsprobe/model/facts.h"
#include "tlsprobe/model/outcome.h"
#include "tlsprobe/session/deadlines.h"
#include "tlsprobe/tls/version_range.h"

namespace tlsprobe {

// Where a session stands.
struct Progress {
  Phase phase = Phase::kHandshake;
  bool handshake_complete = false;
  // The dialogue that is led, "STARTTLS (smtp)"; empty: TLS is spoken.
  std::string dialogue = {};
  // The message awaited or last seen, as the engine says, or what the dialogue waits for.
  std::string awaited = {};
  std::string last_message = {};   // the last handshake message that went either way
  bool heard_tls = false;          // a handshake message came from the peer
  bool signature_pending = false;  // we wait for the holder of our key, not for the peer
  bool fetch_pending = false;      // we wait for what certificates name by URL
  uint64_t bytes_read = 0;         // on the transport
  uint64_t bytes_read_before = 0;  // of them, by the layers below
  bool behind_proxy = false;       // the peer is spoken to through one
  bool behind_go_ahead = false;    // a STARTTLS server said that it would start TLS
  uint64_t bytes_written = 0;
  BytesView first_bytes = {};  // the first the peer sent
  uint16_t version = 0;        // of the ServerHello, 0: none came
  VersionRange offered = {.min = 0x0301, .max = 0x0304};
  std::string server_name = {};  // sent as SNI; empty: none
  // What the server asked of us, null: nothing; and what our Certificate message did about it.
  const ClientCertificateRequest* certificate_request = nullptr;
  bool certificate_answered = false;
  bool certificate_sent = false;
};

// Each result is complete but for what FinishOutcome adds.
Outcome TimeoutOutcome(const Deadline& deadline, const Progress& progress);
Outcome TransportOutcome(const absl::Status& error, int system_error, const Progress& progress);
Outcome ClosedByUsOutcome();

// FinishOutcome fills in what only the session knows: phase, byte counts, the message it happened
// at, the peer's words where it does not speak TLS, and cause and advice where the engine had none.
void FinishOutcome(const Progress& progress, Outcome& outcome);

}  // namespace tlsprobe

#endif  // TLSPROBE_SESSION_OUTCOMES_H_
