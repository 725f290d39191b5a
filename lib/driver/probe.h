// The outside: sockets, name look-ups, timers. Probe() blocks; Prober runs many at once.
#ifndef TLSPROBE_DRIVER_PROBE_H_
#define TLSPROBE_DRIVER_PROBE_H_

#include <memory>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "tlsprobe/model/probe_config.h"
#include "tlsprobe/model/probe_report.h"
#include "tlsprobe/session/probe_context.h"
#include "tlsprobe/session/probe_session.h"

namespace tlsprobe {

// Probe loads what the config names, connects, shakes hands, closes, and reports. Blocks at most
// as long as Limits allow. The report is there also when the probe failed; an error is returned
// only for what Load or Create refuse. Thread-safe.
absl::StatusOr<ProbeReport> Probe(const ProbeConfig& config, const Target& target);
absl::StatusOr<ProbeReport> Probe(std::shared_ptr<const ProbeContext> context,
                                  const Target& target);

// Prober runs any number of probes on one thread of its own, asynchronously. Thread-safe.
class Prober {
 public:
  Prober();
  // Ends what is running: its `done` is called with what is known (outcome "us", "cancelled"). What
  // those calls Start is cancelled too, and what is started then is dropped without a call.
  ~Prober();
  Prober(const Prober&) = delete;
  Prober& operator=(const Prober&) = delete;

  // `done` is called once, on the Prober's thread; it must not block and may call Start.
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
