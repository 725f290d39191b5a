// What a session has to speak through to reach its target.
#ifndef TLSPROBE_SESSION_ROUTE_H_
#define TLSPROBE_SESSION_ROUTE_H_

#include <deque>
#include <string>

#include "tlsprobe/dialogue/dialogue_input.h"
#include "tlsprobe/model/probe_config.h"
#include "tlsprobe/session/layer.h"
#include "tlsprobe/session/probe_context.h"
#include "tlsprobe/session/probe_session.h"

namespace tlsprobe {

// PlanRoute gives the layers in the order in which they are spoken to; the last one is the engine
// that speaks to the target.
std::deque<Layer> PlanRoute(const ProbeContext& context, const Target& target, const Start& start);

// What the STARTTLS dialogue is told, and what is asked after it under TLS.
DialogueInput StarttlsInput(const ProbeContext& context, const Target& target);

// Whom the transport is connected to: the proxy where there is one, else the target. Of a proxy's
// `addresses` none are fixed.
Target TransportTarget(const ProbeConfig& config, const Target& target);

}  // namespace tlsprobe

#endif  // TLSPROBE_SESSION_ROUTE_H_
