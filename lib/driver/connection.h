// One probe on a loop: opens the stream, drives the session over it, hands out the report.
#ifndef TLSPROBE_DRIVER_CONNECTION_H_
#define TLSPROBE_DRIVER_CONNECTION_H_

#include <memory>
#include <optional>
#include <span>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tlsprobe/driver/fetch_requests.h"
#include "tlsprobe/driver/loop.h"
#include "tlsprobe/driver/opener.h"
#include "tlsprobe/driver/probe.h"
#include "tlsprobe/driver/resolver.h"
#include "tlsprobe/driver/transport.h"
#include "tlsprobe/model/probe_report.h"
#include "tlsprobe/session/probe_session.h"

namespace tlsprobe {

// An open stream and how it came to be, or the report of why there is none.
struct StreamOrReport {
  OwnedFd fd = {};
  Start start = {};
  ProbeReport report = {};  // final where `fd` is closed
};
StreamOrReport ToStream(const ProbeContext& context, const Target& target, Start start,
                        Opened opened);

class Connection {
 public:
  using Done = absl::AnyInvocable<void(absl::StatusOr<ProbeReport>)>;

  // `target` must be valid (ValidateTarget). `done` is called once, on the loop, and may destroy
  // the Connection. `watch` may be null, and must outlive the Connection.
  Connection(Loop& loop, Resolver& resolver, std::shared_ptr<const ProbeContext> context,
             Target target, Done done, ProbeWatch* watch = nullptr);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void Begin();
  // Ends it now: calls `done` with what is known.
  void Cancel();

 private:
  void OnOpened(Opened opened);
  void Move();
  void Wait();
  void Fetch(std::span<const Request> requests);
  void Finish(absl::StatusOr<ProbeReport> report);

  Loop& loop_;
  Resolver& resolver_;
  const std::shared_ptr<const ProbeContext> context_;
  const Target target_;
  Done done_;
  ProbeWatch* const watch_;
  Start start_;
  std::unique_ptr<Opener> opener_;
  std::unique_ptr<ProbeSession> session_;
  std::unique_ptr<Watched> socket_;
  std::optional<Transport> transport_;
  std::unique_ptr<FetchRequests> fetches_;  // once something is to be fetched
  Timer wake_;
};

}  // namespace tlsprobe

#endif  // TLSPROBE_DRIVER_CONNECTION_H_
