// The outside: sockets, name look-ups, timers. Probe() blocks; Prober runs many at once.
#ifndef TLSPROBE_DRIVER_PROBE_H_
#define TLSPROBE_DRIVER_PROBE_H_

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "tlsprobe/model/event.h"
#include "tlsprobe/model/probe_config.h"
#include "tlsprobe/model/probe_report.h"
#include "tlsprobe/session/probe_context.h"
#include "tlsprobe/session/probe_session.h"

namespace tlsprobe {

// Probe loads what the config names (Load, which may block on what it reads), connects, shakes
// hands, closes, and reports; from connecting on it blocks at most as long as Limits allow. The
// report is there also when the probe failed; an error is returned only for what Load or Create
// refuse, and kResourceExhausted where this process may open nothing more. `context` must not be
// null. Thread-safe.
absl::StatusOr<ProbeReport> Probe(const ProbeConfig& config, const Target& target);
absl::StatusOr<ProbeReport> Probe(const std::shared_ptr<const ProbeContext>& context,
                                  const Target& target);

// What a caller is told while probes run. Each may be null, and must not block for long.
struct ProbeWatch {
  absl::AnyInvocable<void(const Event&)> on_event = {};
  // What is waited for from now on, for a person: "looking up example.org".
  absl::AnyInvocable<void(std::string_view)> on_wait = {};
};

// ProbeTogether is Probe for several targets at the same time, on the calling thread. The reports
// are in the order of `targets`; `watch` is told of all.
std::vector<absl::StatusOr<ProbeReport>> ProbeTogether(
    const std::shared_ptr<const ProbeContext>& context, std::span<const Target> targets,
    ProbeWatch& watch);

// Prober runs any number of probes on one thread of its own, asynchronously. Thread-safe. Where
// this process has no thread or descriptor left for it, each Start answers kResourceExhausted.
class Prober {
 public:
  Prober();
  // Ends what is running: its `done` is called with what is known (outcome "us", "cancelled"). What
  // those calls Start is cancelled too, and what is started then is dropped without a call. Waits
  // for the Prober's thread, so it must not be called by a `done`.
  ~Prober();
  Prober(const Prober&) = delete;
  Prober& operator=(const Prober&) = delete;

  // `done` is called once, on the Prober's thread; it must not block and may call Start. `context`
  // must not be null.
  void Start(std::shared_ptr<const ProbeContext> context, Target target,
             absl::AnyInvocable<void(absl::StatusOr<ProbeReport>)> done);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// Now on this machine's monotonic and civil clocks.
Instant MonotonicNow();
UnixTime WallClockNow();

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_PROBE_H_
