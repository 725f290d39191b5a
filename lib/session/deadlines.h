// Which moment a session must be woken at, and what it means when that moment has come.
#ifndef TLSPROBE_SESSION_DEADLINES_H_
#define TLSPROBE_SESSION_DEADLINES_H_

#include <chrono>
#include <optional>
#include <string>

#include "tlsprobe/base/time.h"
#include "tlsprobe/model/probe_config.h"

namespace tlsprobe {

struct Deadline {
  enum class What {
    kDialogue,   // Limits::dialogue
    kHandshake,  // Limits::handshake
    kTotal,      // Limits::total
    kSettle,     // a sign of life after the handshake was waited for; not a failure
    kFlush,      // our last bytes are going out
  };
  Instant at = {};
  What what = What::kHandshake;
  std::chrono::milliseconds limit = {};  // as configured, for the words
};

// LayerDeadline is the earlier of the limit of a dialogue or a handshake (`what`), which began at
// `since`, and the total one, from `began`; nullopt where both are off.
std::optional<Deadline> LayerDeadline(const Limits& limits, Deadline::What what, Instant since,
                                      Instant began);

// TotalDeadline is the total one alone; nullopt where it is off.
std::optional<Deadline> TotalDeadline(const Limits& limits, Instant began);

// SettleDeadline says how long a server is waited for after a TLS 1.3 handshake: twice the round
// trip and at least settle_min; where it asked for our certificate, four times and at least
// settle_min_client_auth; never more than settle_max.
Deadline SettleDeadline(const Limits& limits, std::chrono::nanoseconds round_trip,
                        bool client_certificate_requested, Instant now);

// FlushDeadline says how long a peer may take nothing of our last bytes. It starts anew with each
// byte taken.
Deadline FlushDeadline(Instant now);

// LimitText is "within 10 s", "within 30 s in all".
std::string LimitText(const Deadline& deadline);

}  // namespace tlsprobe

#endif  // TLSPROBE_SESSION_DEADLINES_H_
