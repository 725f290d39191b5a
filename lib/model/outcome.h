// How far a probe came and who ended it.
#ifndef TLSPROBE_MODEL_OUTCOME_H_
#define TLSPROBE_MODEL_OUTCOME_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tlsprobe {

enum class Phase : uint8_t { kResolve, kConnect, kProxy, kStartTls, kHandshake, kOpen };
enum class EndedBy : uint8_t { kNobody, kUs, kPeer, kNetwork };
enum class How : uint8_t {
  kStillOpen,
  kCloseNotify,    // a close_notify alert (RFC 8446 section 6.1)
  kAlertSent,      // we sent a fatal alert
  kAlertReceived,  // the peer sent one
  kEof,            // FIN without close_notify
  kReset,          // RST
  kTimeout,        // a deadline of Limits passed
  kTooLarge,       // a cap of Limits was exceeded
  kNotFound,       // the name has no address
  kRefused,        // connection refused
  kUnreachable,    // no route, network down
  kNotTls,         // what came is not TLS
  kDenied,         // a proxy or a STARTTLS server said no
  kNotOffered,     // the server does not offer TLS
  kGarbled,        // what came is not of the proxy's or the STARTTLS protocol
  kError,          // anything else, in `message`
};
std::string_view PhaseName(Phase phase);    // "resolve" … "open"
std::string_view EndedByName(EndedBy who);  // "nobody", "us", "peer", "network"
std::string_view HowName(How how);          // "close_notify", "alert_received" …

struct Alert {
  bool sent = false;        // by us
  uint8_t level = 2;        // 1 warning, 2 fatal
  uint8_t description = 0;  // IANA "TLS Alerts"
};

struct Outcome {
  Phase phase = Phase::kResolve;
  EndedBy ended_by = EndedBy::kNobody;
  How how = How::kStillOpen;
  // The cause in an administrator's words, to be read behind "host:port ": "speaks plain HTTP, not
  // TLS". Empty where `message` says it best.
  std::string cause = {};
  // One sentence: where, what was expected, what came.
  std::string message = {};
  // What to do about it; may be empty.
  std::string advice = {};
  // The handshake message it happened at: the last complete one ("ServerHello"), or the one
  // awaited; empty before the first.
  std::string at_message = {};
  std::optional<Alert> alert = {};
  int system_error = 0;  // errno of the transport, 0 for none
  // OpenSSL's reason text for the failure ("sslv3 alert handshake failure", "wrong version
  // number"), which scripts grep for; empty where nothing failed.
  std::string openssl_reason = {};
  uint64_t bytes_read = 0;  // on the transport, all layers
  uint64_t bytes_written = 0;
  bool handshake_complete = false;
};

// Whether a connection ended in any other way than a session should: by close_notify.
bool EndedBadly(const Outcome& outcome);

}  // namespace tlsprobe

#endif  // TLSPROBE_MODEL_OUTCOME_H_
