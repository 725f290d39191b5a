// Everything known about one probe. Always there, also after a failure: it says what was known
// by then. Text is a function of it (render/).
#ifndef TLSPROBE_MODEL_PROBE_REPORT_H_
#define TLSPROBE_MODEL_PROBE_REPORT_H_

#include <chrono>
#include <string>
#include <vector>

#include "tlsprobe/base/time.h"
#include "tlsprobe/model/facts.h"
#include "tlsprobe/model/finding.h"
#include "tlsprobe/model/outcome.h"
#include "tlsprobe/model/probe_config.h"
#include "tlsprobe/model/verification.h"

namespace tlsprobe {

// One layer that was spoken through, outermost first: a proxy or STARTTLS dialogue, the TLS engine.
struct Hop {
  std::string kind = {};  // "tls", "http-connect", "starttls-smtp"
  std::string outcome = {};  // "ready", "refused", "failed" …
  std::vector<std::string> transcript = {};  // "C: …" and "S: …", escaped
  std::chrono::nanoseconds took = {};
};

struct Timings {
  std::chrono::nanoseconds resolve = {};
  std::chrono::nanoseconds connect = {};
  std::chrono::nanoseconds handshake = {};
  std::chrono::nanoseconds total = {};
};

struct ProbeReport {
  Target target = {};
  ConnectionFacts connection = {};
  std::vector<Hop> hops = {};
  Outcome outcome = {};
  TlsFacts tls = {};
  PeerFacts peer = {};
  Verification verification = {};
  Findings findings = {};
  Timings timings = {};
  UnixTime started = {};
};

}  // namespace tlsprobe

#endif  // TLSPROBE_MODEL_PROBE_REPORT_H_
