// How a dialogue before TLS ended, in words.
#ifndef TLSPROBE_SESSION_DIALOGUE_OUTCOMES_H_
#define TLSPROBE_SESSION_DIALOGUE_OUTCOMES_H_

#include <string>
#include <string_view>

#include "tlsprobe/model/outcome.h"
#include "tlsprobe/model/probe_report.h"
#include "tlsprobe/session/deadlines.h"
#include "tlsprobe/session/layer.h"
#include "tlsprobe/session/outcomes.h"

namespace tlsprobe {

// "STARTTLS (smtp)", "proxy (socks5)": what messages begin with.
std::string DialogueName(const DialogueLayer& layer);

// The outcome of a dialogue that failed.
Outcome DialogueOutcomeOf(const DialogueLayer& layer, const Progress& progress);
// The outcome where the peer said nothing more within the limit.
Outcome DialogueTimeout(const DialogueLayer& layer, const Deadline& deadline,
                        const Progress& progress);
// The outcome where the transport broke: of the one that has no words for it, as it is.
void ExplainBrokenDialogue(const DialogueLayer& layer, Outcome& outcome);

How HowOf(DialogueFailure::Kind kind);
// Hop::outcome of a dialogue that failed.
std::string_view HopWord(How how);

// What is known of it, for the report.
void FillHop(const DialogueOutcome& outcome, Hop& hop);

// Turns an outcome on the way to the proxy `place` into one of the target's: its cause is read
// behind the target's name.
void BlameProxy(std::string_view place, Outcome& outcome);

}  // namespace tlsprobe

#endif  // TLSPROBE_SESSION_DIALOGUE_OUTCOMES_H_
