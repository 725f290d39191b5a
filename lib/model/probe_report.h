// Everything known about one probe. Always there, also after a failure: it says what was known
// by then. Text is a function of it (render/).
#ifndef TLSPROBE_MODEL_PROBE_REPORT_H_
#define TLSPROBE_MODEL_PROBE_REPORT_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tlsprobe/base/bytes.h"
#include "tlsprobe/base/time.h"
#include "tlsprobe/model/facts.h"
#include "tlsprobe/model/fetch.h"
#include "tlsprobe/model/finding.h"
#include "tlsprobe/model/outcome.h"
#include "tlsprobe/model/probe_config.h"
#include "tlsprobe/model/verification.h"

namespace tlsprobe {

// TLS that was spoken to somebody else than the target: a proxy.
struct HopTls {
  TlsFacts tls = {};
  PeerFacts peer = {};
  Verification verification = {};
  Findings findings = {};
};

// One layer that was spoken through, outermost first: a proxy or STARTTLS dialogue, a TLS engine.
struct Hop {
  // "proxy-tls", "proxy-http", "proxy-socks5" …, "starttls-smtp" …, "starttls-script", "tls",
  // "after-tls-smtp" …
  std::string kind = {};
  // "ready", or why not: "refused", "not offered", "garbled", "too long", "closed", "timed out",
  // "failed". Empty while it is spoken to.
  std::string outcome = {};
  std::vector<std::string> transcript = {};  // "C: …" and "S: …", escaped, secrets masked
  std::vector<std::string> offered = {};     // what the server says it can do, as it came
  bool not_offered = false;                  // TLS was asked for all the same
  std::string last_line = {};                // what s_client repeats on standard error, as it came
  // What arrived in clear between the go-ahead and TLS, at most 200 bytes of it: whoever goes on
  // reading it under TLS takes a stranger's words for the server's (CVE-2011-0411,
  // CVE-2021-22947).
  Bytes injected = {};
  std::optional<HopTls> tls = {};  // of "proxy-tls"
  // On the transport, while it was spoken to; of "tls" up to the end of the handshake.
  uint64_t bytes_read = 0;
  uint64_t bytes_written = 0;
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
  std::vector<FetchRecord> fetches = {};  // in the order they were asked for
  Findings findings = {};
  Timings timings = {};
  UnixTime started = {};
};

}  // namespace tlsprobe

#endif  // TLSPROBE_MODEL_PROBE_REPORT_H_
